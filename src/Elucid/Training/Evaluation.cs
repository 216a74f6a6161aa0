using Elucid.Autograd;
using Elucid.Data;
using Elucid.Losses;
using Elucid.Modules;
using Elucid.Tensors;

namespace Elucid.Training;

/// <summary>How well a network does on a dataset.</summary>
/// <param name="Loss">Mean cross-entropy in nats, or mean squared error.</param>
/// <param name="Accuracy">Share of examples whose largest output is their class; null for regression.</param>
/// <param name="Rmse">Root mean squared error over all targets; null for classification.</param>
/// <param name="R2">
/// 1 − Σ(t − y)² / Σ(t − t̄)² over all targets; null for classification, and where it is undefined: targets that are all equal, as those of a single row are, have no variance to explain,
/// and outputs that are not finite explain none.
/// </param>
public sealed record Evaluation(double Loss, double? Accuracy = null, double? Rmse = null, double? R2 = null)
{
    const int RowsAtOnce = 512;

    /// <inheritdoc cref="Evaluation(double, double?, double?, double?)"/>
    public double? R2 { get; init; } = R2 is { } share && double.IsFinite(share) ? share : null;

    /// <summary>Evaluates a network as in use (without dropout).</summary>
    /// <param name="model">A network whose input is a batch of <paramref name="data"/>.</param>
    /// <param name="data">The examples; not empty.</param>
    public static Evaluation Of(Module model, Dataset data) =>
        data.Task == LearningTask.Classification ? OfClassifier(model, data) : OfRegressor(model, data);

    /// <summary>The network's outputs for every example, as in use: [count, outputs].</summary>
    public static Tensor Outputs(Module model, Dataset data)
    {
        Tensor outputs = new([data.Count, data.OutputCount]);
        int written = 0;
        ForEachBatch(model, data, (output, _) =>
        {
            output.Values.CopyTo(outputs.Edit()[written..]);
            written += output.Shape.Size;
        });
        return outputs;
    }

    static Evaluation OfClassifier(Module model, Dataset data)
    {
        double loss = 0;
        int correct = 0;
        ForEachBatch(model, data, (logits, first) =>
        {
            ReadOnlySpan<int> labels = data.Labels.Slice(first, logits.Shape[0]);
            loss += Losses.Loss.CrossEntropy(logits, labels.ToArray()).Item() * (double)labels.Length;
            correct += CountCorrect(logits, labels);
        });
        return new Evaluation(loss / data.Count, Accuracy: correct / (double)data.Count);
    }

    static int CountCorrect(Tensor logits, ReadOnlySpan<int> labels)
    {
        int correct = 0, classes = logits.Shape[1];
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> scores = logits.Values.Slice(row * classes, classes);
            int best = 0;
            for (int c = 1; c < classes; c++)
                if (scores[c] > scores[best])
                    best = c;
            // A NaN compares as nothing: a network that has blown up gets no credit for class 0.
            if (best == labels[row] && float.IsFinite(scores[best]))
                correct++;
        }
        return correct;
    }

    static Evaluation OfRegressor(Module model, Dataset data)
    {
        double squaredError = 0;
        ForEachBatch(model, data, (predictions, first) =>
        {
            ReadOnlySpan<float> targets = data.Targets.Slice(first * data.OutputCount, predictions.Shape.Size), outputs = predictions.Values;
            for (int i = 0; i < targets.Length; i++)
            {
                double error = (double)outputs[i] - targets[i];
                squaredError += error * error;
            }
        });
        double meanSquare = squaredError / data.Targets.Length;
        return new Evaluation(meanSquare, Rmse: Math.Sqrt(meanSquare), R2: 1 - squaredError / SquaredDeviations(data.Targets));
    }

    // Around the mean, which is found around the first value: the difference of Σt² and (Σt)²/n has no digits left where the targets are large beside their spread,
    // and equal targets must give 0 exactly.
    static double SquaredDeviations(ReadOnlySpan<float> targets)
    {
        double first = targets[0], sum = 0, squares = 0;
        foreach (float target in targets)
            sum += target - first;
        double mean = first + sum / targets.Length;
        foreach (float target in targets)
            squares += (target - mean) * (target - mean);
        return squares;
    }

    static void ForEachBatch(Module model, Dataset data, Action<Tensor, int> use)
    {
        using ModeScope scope = model.InUse();
        for (int first = 0; first < data.Count; first += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, data.Count - first);
            using Tape tape = Tape.StartWithoutGradients();
            Tensor x = Tape.Scratch([rows, .. data.FeatureShape]);
            data.Features.Slice(first * data.FeatureCount, rows * data.FeatureCount).CopyTo(x.Edit());
            use(model.Forward(x), first);
        }
    }
}
