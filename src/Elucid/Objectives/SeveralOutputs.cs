namespace Elucid;

/// <summary>For each of several targets the logits of its classes, or its quantity.</summary>
/// <param name="targets">What they are; needed to put outputs into words, while data to judge them by know it themselves.</param>
internal sealed class SeveralOutputs(IReadOnlyList<TargetInfo> targets) : OutputMeaning
{
    /// <summary>The mean over the targets of the share of each that is explained: 1 − Σ(t − y)² / Σ(t − t̄)², with probabilities of classes for y
    /// and 1 for the class that it is.</summary>
    public const string Explained = "Explained";

    public override LearningTask Task => LearningTask.Several;

    public override Objective Objective => Objective.Several();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data)
    {
        IReadOnlyList<TargetInfo> known = data.SeveralTargets;
        if (outputs.Length != data.Count * data.OutputCount)
            throw new ArgumentException(
                $"Expected {data.OutputCount} outputs for each of {data.Count} rows of data '{data.Name}', but got {outputs.Length} numbers.");
        List<(string, double)> scores = [];
        List<string> undefined = [];
        List<double> explained = [];
        double loss = 0;
        for (int target = 0; target < known.Count; target++)
        {
            TargetScores own = TargetScores.Of(outputs, data, target);
            loss += own.Loss * own.Rows / data.Count;
            scores.AddRange(own.Scores.Select(score => (known[target].ScoreName(score.Name), score.Value)));
            if (own.Explained.Value is { } share)
                explained.Add(share);
            else if (own.Explained.Reason is { } reason)
                undefined.Add($"{known[target].ScoreName("explained")}: {reason}");
        }
        return new Evaluation(loss)
        {
            Metrics = MetricValues.Of(explained.Count > 0 && double.IsFinite(loss) ? [(Explained, explained.Average()), .. scores] : scores),
            Undefined = string.Join("; ", undefined),
        };
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => throw Apart();

    public override double FromMean(double mean) => throw Apart();

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset)
    {
        float[] numbers = outputs.Values.ToArray();
        scales?.Restore(numbers);
        OrderedDictionary<string, Prediction>[] rows = new OrderedDictionary<string, Prediction>[outputs.Shape[0]];
        for (int row = 0; row < rows.Length; row++)
            rows[row] = [];
        for (int target = 0, first = 0; target < targets.Count; first += targets[target++].OutputCount)
        {
            TargetInfo info = targets[target];
            Prediction[] own = Predictions(info, Block(numbers, outputs.Shape.Last, first, info.OutputCount));
            for (int row = 0; row < rows.Length; row++)
                rows[row].Add(info.Name, own[row]);
        }
        return [.. rows.Select(Prediction.OfTargets)];
    }

    static Prediction[] Predictions(TargetInfo target, Tensor outputs) => target.IsOfClasses
        ? new ClassLogits().Predictions(outputs, target.ClassNames, null, 0)
        : new PredictedQuantities().Predictions(outputs, [target.Name], null, target.Offset);

    static Tensor Block(float[] numbers, int width, int first, int count)
    {
        Tensor block = new([numbers.Length / width, count]);
        for (int row = 0; row < block.Shape[0]; row++)
            numbers.AsSpan(row * width + first, count).CopyTo(block.Edit()[(row * count)..]);
        return block;
    }

    static NotSupportedException Apart() => new(
        "The outputs of networks for several targets are of different kinds and have no one mean: average the predictions of each target.");
}
