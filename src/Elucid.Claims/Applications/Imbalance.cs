using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Two classes of images, one twenty times as frequent as the other. A seed is a pair of classes.</summary>
internal static class Imbalance
{
    public const string Id = "P13";

    const int Ratio = 20;

    // Pairs that are alike, so that the rare class can be missed: shirts, dresses and coats, shoes.
    static readonly (int Frequent, int Rare)[] Pairs = [(0, 6), (6, 0), (2, 4), (4, 2), (2, 6), (6, 4), (7, 9), (5, 7)];

    /// <summary>The mean of the two classes' recalls.</summary>
    public static Metric Balanced { get; } = new("balanced accuracy", HigherIsBetter: true, MetricScale.Share);

    /// <summary>The area under the ROC curve.</summary>
    public static Metric Auc { get; } = new("AUC", HigherIsBetter: true, MetricScale.Share);

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("leaky-relu"), Arm.Of("tanh"), Arm.Of("gelu")],
        Seeds = Pairs.Length,
        Settings = Settings.Of(("steps", 600), ("batch", 64), ("gain", "he"), ("rate", 0.001)),
        Measures = [new(Balanced, Chance: 0.5), new(Auc, Chance: 0.5)],
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        (int frequent, int rare) = Pairs[trial.Seed % Pairs.Length];
        Dataset train = Two(images.Train, frequent, rare, Ratio), test = Two(images.Test, frequent, rare, 1);
        Activation activation = ImageClassifier.ActivationOf(trial.Settings);
        Sequential model = new(
            new Flatten(),
            Sequential.Mlp(
                [train.FeatureCount, 128, 128, 2], activation, trial.Random.Derive("weights"),
                ImageClassifier.InitializerOf(trial.Settings, activation)));
        History history = ImageClassifier.Fit(
            trial, model, new Adam(model, trial.Settings.Number("rate")), train, trial.Settings.Integer("steps"), trial.Settings.Integer("batch"));
        Evaluation judged = Evaluation.Of(model, test);
        Measured measured = new()
        {
            { Balanced.Name, judged.BalancedAccuracy ?? double.NaN },
            { Auc.Name, judged.Auc ?? double.NaN },
        };
        return history.Divergence is { } divergence ? measured.As(new(FailureKind.Diverged, divergence.ToString())) : measured;
    }

    // All images of the first class, and one of so many of the second.
    static Dataset Two(Dataset images, int first, int second, int oneOf)
    {
        int[] labels = images.Labels.ToArray();
        int seen = 0;
        int[] rows = [.. Enumerable.Range(0, images.Count).Where(row => labels[row] == first || (labels[row] == second && seen++ % oneOf == 0))];
        int width = images.FeatureCount;
        float[] features = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
            images.Features.Slice(rows[i] * width, width).CopyTo(features.AsSpan(i * width));
        return new Dataset(
            images.Name, features, [.. images.FeatureShape], [.. rows.Select(row => labels[row] == first ? 0 : 1)],
            [images.ClassNames[first], images.ClassNames[second]]);
    }
}
