namespace Elucid.Lab;

/// <summary>The members of a committee, each alone, and the committee, all on the same test rows.</summary>
public sealed class CommitteeScores
{
    readonly RunResult _run;
    readonly float[][] _outputs;

    /// <summary>Judges every member.</summary>
    /// <param name="run">A run with members.</param>
    public CommitteeScores(RunResult run)
    {
        _run = run;
        Dataset test = run.Split.Test;
        _outputs = [.. run.Members.Select(member => Evaluation.Outputs(member.Network, test).Values.ToArray())];
        Tests = [.. _outputs.Select(Judge)];
        Growing = [.. Enumerable.Range(1, _outputs.Length).Select(count => Judge(Joined(count)))];
        (Gain, GainInterval) = Compare();
        Agreements = [.. _outputs.Select(one => _outputs.Select(other => Agreement(one, other)).ToArray())];
    }

    /// <summary>The test scores of each member alone.</summary>
    public IReadOnlyList<Evaluation> Tests { get; }

    /// <summary>The test scores of the first member, of the first two together, and so on.</summary>
    public IReadOnlyList<Evaluation> Growing { get; }

    /// <summary>The score that decides.</summary>
    public Metric Deciding => Profile.Deciding;

    /// <summary>Its mean over the members, with the interval of other initial weights; null where it is undefined.</summary>
    public Summary? Single => Deciding.Over(Tests);

    /// <summary>How much better the committee is than a member is on average, in the unit that people read (<see cref="Metric.Readable"/>); NaN where
    /// it is undefined.</summary>
    public double Gain { get; }

    /// <summary>The 95 % interval of that over other test rows; <see cref="Interval.None"/> where the score is no mean over rows.</summary>
    public Interval GainInterval { get; }

    /// <summary>For each pair of members the share of test rows with the same answer; of quantities the correlation of their errors; of several
    /// targets NaN, as each has its own.</summary>
    public IReadOnlyList<IReadOnlyList<double>> Agreements { get; }

    /// <summary>The mean over all pairs; NaN for a single member.</summary>
    public double MeanAgreement => Agreements.SelectMany((row, i) => row.Take(i)).DefaultIfEmpty(double.NaN).Average();

    /// <summary>
    /// Of quantities: what the members' squared errors are on average, and which part of them is disagreement, which the mean takes away exactly (A.
    /// Krogh, J. Vedelsby 1995), both in the units that were learned.
    /// </summary>
    public (double Error, double Disagreement) Ambiguity()
    {
        ReadOnlySpan<float> mean = _run.Outputs.Values, targets = _run.Split.Test.Targets;
        double error = 0, disagreement = 0;
        foreach (float[] outputs in _outputs)
            for (int i = 0; i < outputs.Length; i++)
            {
                double off = (double)outputs[i] - targets[i], apart = (double)outputs[i] - mean[i];
                (error, disagreement) = (error + off * off, disagreement + apart * apart);
            }
        double count = (double)_outputs.Length * mean.Length;
        return (error / count, disagreement / count);
    }

    /// <summary>What a member puts out, [rows, outputs].</summary>
    internal ReadOnlySpan<float> OutputsOf(int member) => _outputs[member];

    TaskProfile Profile => TaskProfile.Of(_run.File.Task);

    bool AreClasses => _run.File.Task == LearningTask.Classification;

    int Width => _run.Split.Test.OutputCount;

    Evaluation Judge(float[] outputs) => _run.InOwnUnits(Evaluation.FromOutputs(outputs, _run.Split.Test));

    // The first members together, as the committee would.
    float[] Joined(int count)
    {
        double[] sums = new double[_outputs[0].Length];
        bool votes = _run.File.Committee?.Votes is not null;
        for (int i = 0; i < count; i++)
        {
            double[] counted = votes ? Votes(_outputs[i], _run.Members[i].Vote) : ToMean(_outputs[i]);
            for (int at = 0; at < sums.Length; at++)
                sums[at] += counted[at];
        }
        bool[] areLogits = AreLogits;
        return [.. sums.Select((sum, at) => (float)(votes ? sum : areLogits[at % Width] ? Math.Log(sum / count) : sum / count))];
    }

    // The outputs of each class or quantity, and whether they are logits.
    (int Count, bool AreLogits)[] Blocks => _run.File.SeveralTargets.Count == 0 ? [(Width, AreClasses)]
        : [.. _run.File.SeveralTargets.Select(target => (target.OutputCount, target.IsOfClasses))];

    bool[] AreLogits => [.. Blocks.SelectMany(block => Enumerable.Repeat(block.AreLogits, block.Count))];

    // Probabilities of classes, and quantities as they are.
    double[] ToMean(float[] outputs)
    {
        double[] counted = [.. outputs.Select(output => (double)output)];
        (int Count, bool AreLogits)[] blocks = Blocks;
        for (int row = 0; row < outputs.Length; row += Width)
        {
            int first = row;
            foreach ((int count, bool areLogits) in blocks)
            {
                if (areLogits)
                    Probabilities.FromLogits(outputs.AsSpan(first, count), count).CopyTo(counted, first);
                first += count;
            }
        }
        return counted;
    }

    double[] Votes(float[] outputs, double vote)
    {
        double[] votes = new double[outputs.Length];
        for (int row = 0; row < votes.Length; row += Width)
            votes[row + ClassificationProfile.Answer(outputs.AsSpan(row, Width))] = vote;
        return votes;
    }

    (double, Interval) Compare()
    {
        Metric metric = Deciding;
        if (Single is not { } single || metric.Of(_run.Test) is not { } together || !double.IsFinite(together))
            return (double.NaN, Interval.None);
        double gain = metric.Readable(metric.Difference(single.Mean, together));
        RowScores?[] rows = [.. _outputs.Prepend(_run.Outputs.Values.ToArray()).Select(RowsOf)];
        if (rows.Any(one => one is null) || _run.Split.Test.Count < 2)
            return (gain, Interval.None);
        RowScores all = rows[0]!.Value;
        return (gain, RowBootstrap.Of(
            all.Values.Length, all.Block, rows.Length,
            counts => metric.Readable(metric.Difference(rows[1..].Average(one => one!.Value.Of(counts)), all.Of(counts)))));
    }

    RowScores? RowsOf(float[] outputs) => Profile.RowScoresOf(outputs, _run.Split.Test, _run.Scales);

    double Agreement(float[] one, float[] other)
    {
        if (!AreClasses)
            return _run.File.SeveralTargets.Count > 0 ? double.NaN : ErrorCorrelation(one, other);
        int same = 0;
        for (int row = 0; row < one.Length; row += Width)
            same += ClassificationProfile.Answer(one.AsSpan(row, Width)) == ClassificationProfile.Answer(other.AsSpan(row, Width)) ? 1 : 0;
        return same / (double)_run.Split.Test.Count;
    }

    double ErrorCorrelation(float[] one, float[] other)
    {
        ReadOnlySpan<float> targets = _run.Split.Test.Targets;
        double a = 0, b = 0, ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < targets.Length; i++)
        {
            double x = (double)one[i] - targets[i], y = (double)other[i] - targets[i];
            (a, b, ab, aa, bb) = (a + x, b + y, ab + x * y, aa + x * x, bb + y * y);
        }
        double n = targets.Length, spread = Math.Sqrt((aa - a * a / n) * (bb - b * b / n));
        return spread > 0 ? Math.Clamp((ab - a * b / n) / spread, -1, 1) : double.NaN;
    }
}
