using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The networks in whose features drawn examples are compared with real ones. They are made of the training rows of a split alone, and are
/// the same for every network that is trained on them.</summary>
public static class ExampleJudges
{
    /// <summary>Features that are compared.</summary>
    public const int Features = 32;

    const int Hidden = 128, MostSteps = 1500, MostEpochs = 40, Batch = 64;

    /// <summary>
    /// Of rows with classes a small classifier of theirs: its last hidden layer sees what tells them apart. Of others a network with random weights,
    /// which sees bends and products of the numbers, and whose distances are comparable for data of one width.
    /// </summary>
    /// <param name="training">The training rows; their classes are those that are known (<see cref="Dataset.KnownLabels"/>).</param>
    public static ExampleJudge Of(Dataset training) => training.KnownClassNames.Count > 1 ? Classifier(training) : Random(training);

    /// <summary>The parts to draw the like of, with such a judge.</summary>
    internal static DataSplit Apply(DataSplit rows)
    {
        ExampleJudge judge = Of(rows.Train);
        return new DataSplit(
            GenerationData.Of(rows.Train, judge), GenerationData.Of(rows.Test, judge),
            rows.Validation is { } validation ? GenerationData.Of(validation, judge) : null);
    }

    static ExampleJudge Classifier(Dataset training)
    {
        int[] known = [.. Enumerable.Range(0, training.Count).Where(row => training.KnownLabels[row] >= 0)];
        Dataset rows = training.Subset(known);
        Dataset labelled = new(
            training.Name, rows.Features.ToArray(), rows.FeatureShape.ToArray(), rows.KnownLabels.ToArray(), training.KnownClassNames);
        RandomStream random = new RandomStream(seed: 0).Derive("judge");
        Sequential features = Network(training.FeatureCount, random);
        Linear classifier = new(Features, training.KnownClassNames.Count, random, initializer: Initializer.LeCun);
        Sequential both = new(features, classifier);
        int steps = Math.Min(MostSteps, MostEpochs * Math.Max(1, labelled.Count / Batch));
        new Trainer(both, new Adam(both), labelled, null, new TrainerOptions { Steps = steps, BatchSize = Batch }).Fit();
        return new ExampleJudge(
            $"the last hidden layer, of {Features} units, of a classifier of the training examples ({Format.Count(training.FeatureCount)}–{Hidden}–"
                + $"{Features}–{training.KnownClassNames.Count}, {Format.Count(steps)} steps, seed 0)",
            features, training, classifier, training.KnownClassNames);
    }

    static ExampleJudge Random(Dataset training) => new(
        $"a network with random weights ({Format.Count(training.FeatureCount)}–{Hidden}–{Features}, seed 0)",
        Network(training.FeatureCount, new RandomStream(seed: 0).Derive("random judge")), training);

    static Sequential Network(int width, RandomStream random) => new(
        new Flatten(), new Linear(width, Hidden, random), new ActivationLayer(Activations.Relu()), new Linear(Hidden, Features, random),
        new ActivationLayer(Activations.Relu()));
}
