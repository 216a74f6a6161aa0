namespace Elucid;

/// <summary>For each of several targets the logits of its classes, or its quantity.</summary>
/// <param name="targets">What they are; needed to average outputs and to put them into words, while data to judge them by know it
/// themselves.</param>
internal sealed class SeveralOutputs(IReadOnlyList<TargetInfo> targets) : OutputMeaning
{
    /// <summary>The mean over the targets of the share of each that is explained: 1 − Σ(t − y)² / Σ(t − t̄)², with probabilities of classes for y
    /// and 1 for the class that it is. A target counts as many times as there are rows that know it, as it does in the loss, and a share below
    /// <see cref="LeastShare"/> counts as that.</summary>
    public const string Explained = "Explained";

    // A share has no lower bound. Of a target that few rows know, chance alone gives −5 now and −50 then, which would decide for all the others;
    // and whether an answer is twice or fifty times as wrong as a constant one, nobody will use it.
    const double LeastShare = -1;

    static readonly ClassLogits Classes = new();

    // Which outputs are logits.
    readonly bool[] _areLogits = [.. targets.SelectMany(target => Enumerable.Repeat(target.IsOfClasses, target.OutputCount))];

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
        double loss = 0, explained = 0;
        int rows = 0;
        for (int target = 0; target < known.Count; target++)
        {
            TargetScores own = TargetScores.Of(outputs, data, target);
            loss += own.Loss * own.Rows / data.Count;
            scores.AddRange(own.Scores.Select(score => (known[target].ScoreName(score.Name), score.Value)));
            if (own.Explained.Value is { } share)
                (explained, rows) = (explained + own.Rows * Math.Max(LeastShare, share), rows + own.Rows);
            else if (own.Explained.Reason is { } reason)
                undefined.Add($"{known[target].ScoreName("explained")}: {reason}");
        }
        return new Evaluation(loss)
        {
            Metrics = MetricValues.Of(rows > 0 && double.IsFinite(loss) ? [(Explained, explained / rows), .. scores] : scores),
            Undefined = string.Join("; ", undefined),
        };
    }

    /// <summary>What they are.</summary>
    public IReadOnlyList<TargetInfo> Targets => targets;

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width)
    {
        double[] counted = new double[outputs.Length];
        for (int at = 0; at < outputs.Length; at += width)
            for (int target = 0, first = at; target < targets.Count; first += targets[target++].OutputCount)
            {
                int count = targets[target].OutputCount;
                if (targets[target].IsOfClasses)
                    Classes.ToMean(outputs.Slice(first, count), count).CopyTo(counted, first);
                else
                    counted[first] = outputs[first];
            }
        return counted;
    }

    public override double FromMean(double mean, int output) => _areLogits[output] ? Classes.FromMean(mean, output) : mean;

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
        ? Classes.Predictions(outputs, target.ClassNames, null, 0)
        : new PredictedQuantities().Predictions(outputs, [target.Name], null, target.Offset);

    static Tensor Block(float[] numbers, int width, int first, int count)
    {
        Tensor block = new([numbers.Length / width, count]);
        for (int row = 0; row < block.Shape[0]; row++)
            numbers.AsSpan(row * width + first, count).CopyTo(block.Edit()[(row * count)..]);
        return block;
    }
}
