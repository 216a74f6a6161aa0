namespace Elucid.Lab;

/// <summary>The squared errors of two answers to one of several targets, row by row, so that rows can be drawn anew.</summary>
internal sealed class TargetErrors
{
    readonly double[] _one, _other;
    readonly double[][] _truth;

    TargetErrors(double[] one, double[] other, double[][] truth) => (_one, _other, _truth) = (one, other, truth);

    /// <summary>How many rows are known.</summary>
    public int Count => _one.Length;

    /// <summary>Those of outputs, [rows, outputs].</summary>
    public static TargetErrors Of(Dataset data, int target, ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        IReadOnlyList<TargetInfo> targets = data.SeveralTargets;
        int first = targets.Take(target).Sum(before => before.OutputCount), width = targets[target].OutputCount;
        int[] rows = [.. Enumerable.Range(0, data.Count).Where(row => !float.IsNaN(TruthOf(data, row, target)))];
        double[][] truth = [.. rows.Select(row => TruthOf(data, row, target) is var answer && targets[target].IsOfClasses
            ? [.. Enumerable.Range(0, width).Select(c => c == answer ? 1.0 : 0)] : new double[] { answer })];
        return new(Errors(one), Errors(other), truth);

        double[] Errors(ReadOnlySpan<float> outputs)
        {
            double[] errors = new double[rows.Length];
            for (int i = 0; i < rows.Length; i++)
            {
                ReadOnlySpan<float> own = outputs.Slice(rows[i] * data.OutputCount + first, width);
                double[] said = targets[target].IsOfClasses ? Probabilities.FromLogits(own, width) : [own[0]];
                for (int c = 0; c < width; c++)
                    errors[i] += (said[c] - truth[i][c]) * (said[c] - truth[i][c]);
            }
            return errors;
        }
    }

    /// <summary>How much more the first explains than the other, where each row counts as often as is said.</summary>
    public double GainOf(int[] counts)
    {
        double one = 0, other = 0;
        int rows = 0;
        double[] sums = new double[_truth[0].Length], squares = new double[sums.Length];
        for (int row = 0; row < counts.Length; row++)
        {
            if (counts[row] == 0)
                continue;
            (one, other, rows) = (one + counts[row] * _one[row], other + counts[row] * _other[row], rows + counts[row]);
            for (int c = 0; c < sums.Length; c++)
                (sums[c], squares[c]) =
                    (sums[c] + counts[row] * _truth[row][c], squares[c] + counts[row] * _truth[row][c] * _truth[row][c]);
        }
        double variance = 0;
        for (int c = 0; c < sums.Length; c++)
            variance += squares[c] - sums[c] * sums[c] / rows;
        return variance > 0 ? (other - one) / variance : 0;
    }

    static float TruthOf(Dataset data, int row, int target) => data.Targets[row * data.SeveralTargets.Count + target];
}
