namespace Elucid;

/// <summary>How well one of several targets is answered, over the rows of which it is known.</summary>
/// <param name="Rows">How many these are.</param>
/// <param name="Loss">The mean loss over them; 0 where there are none.</param>
/// <param name="Explained">The share of what a constant answer gets wrong that is right, in squares.</param>
/// <param name="Scores">All scores that there are.</param>
internal readonly record struct TargetScores(int Rows, double Loss, Score Explained, IReadOnlyList<(string Name, double Value)> Scores)
{
    /// <summary>Those of outputs.</summary>
    /// <param name="outputs">[rows, outputs].</param>
    /// <param name="data">The rows.</param>
    /// <param name="target">The number of the target.</param>
    public static TargetScores Of(ReadOnlySpan<float> outputs, Dataset data, int target)
    {
        IReadOnlyList<TargetInfo> targets = data.SeveralTargets;
        int width = targets[target].OutputCount, first = TargetInfo.FirstOutput(targets, target), all = data.OutputCount;
        List<float> answers = [], own = [];
        for (int row = 0; row < data.Count; row++)
            if (data.Targets[row * targets.Count + target] is var answer && !float.IsNaN(answer))
            {
                answers.Add(answer);
                own.AddRange(outputs.Slice(row * all + first, width));
            }
        if (answers.Count == 0)
            return new(0, 0, Score.Undefined("it is known of no row"), []);
        return targets[target].IsOfClasses ? OfClasses([.. answers.Select(label => (int)label)], [.. own], width)
            : OfQuantity([.. answers], [.. own], ((SeveralAnswers)data.Answers).UnitOf(target));
    }

    static TargetScores OfClasses(int[] labels, float[] logits, int classes)
    {
        double[] logs = LogProbabilities.FromLogits(logits, classes);
        double loss = LogLoss.Of(labels, logs, classes).Value ?? double.NaN;
        if (!double.IsFinite(loss))
            return new(labels.Length, double.NaN, Score.Undefined("the outputs are not finite"), []);
        ConfusionMatrix confusion = ConfusionMatrix.FromOutputs(labels, logits, classes);
        double[] shares = [.. Enumerable.Range(0, classes).Select(c => labels.Count(label => label == c) / (double)labels.Length)];
        double entropy = -shares.Sum(share => share > 0 ? share * Math.Log(share) : 0), variance = 1 - shares.Sum(share => share * share);
        double brier = BrierScore.OfClasses(labels, Probabilities.FromLogits(logits, classes), classes).Value ?? double.NaN;
        Score explained = shares.Contains(1) ? Score.Undefined("all rows are of one class") : Score.Of(1 - brier / variance);
        return new(labels.Length, loss, explained, Known(
            ("loss", loss), ("remaining", shares.Contains(1) ? null : loss / entropy), ("explained", explained.Value),
            ("accuracy", confusion.Accuracy.Value), ("balanced accuracy", confusion.BalancedAccuracy.Value),
            ("f1", (classes == 2 ? confusion.F1(1) : confusion.F1(Average.Macro)).Value)));
    }

    static TargetScores OfQuantity(float[] truth, float[] said, float unit)
    {
        double square = RegressionMetrics.Mse(truth, said).Value ?? double.NaN;
        if (!double.IsFinite(square))
            return new(truth.Length, double.NaN, Score.Undefined("the outputs are not finite"), []);
        Score explained = RegressionMetrics.R2(truth, said, 1);
        return new(truth.Length, square, explained, Known(
            ("loss", square), ("remaining", 1 - explained.Value), ("explained", explained.Value), ("rmse", unit * Math.Sqrt(square)),
            ("mae", unit * RegressionMetrics.Mae(truth, said).Value)));
    }

    static (string, double)[] Known(params ReadOnlySpan<(string Name, double? Value)> scores)
    {
        List<(string, double)> known = [];
        foreach ((string name, double? value) in scores)
            if (value is { } number && double.IsFinite(number))
                known.Add((name, number));
        return [.. known];
    }
}
