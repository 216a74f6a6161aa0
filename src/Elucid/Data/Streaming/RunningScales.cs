namespace Elucid;

/// <summary>Measures mean and deviation of columns whose rows come one at a time; NaN stands for what is missing and does not count.</summary>
/// <remarks>B. P. Welford, Technometrics 4, 1962.</remarks>
internal sealed class RunningScales
{
    readonly long[] _counts;
    readonly double[] _means, _squares;
    readonly float[] _lows, _highs;

    /// <param name="columns">How many.</param>
    public RunningScales(int columns)
    {
        (_counts, _means, _squares, _lows, _highs) =
            (new long[columns], new double[columns], new double[columns], new float[columns], new float[columns]);
        _lows.AsSpan().Fill(float.PositiveInfinity);
        _highs.AsSpan().Fill(float.NegativeInfinity);
    }

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<float> row)
    {
        for (int c = 0; c < row.Length; c++)
        {
            float value = row[c];
            if (float.IsNaN(value))
                continue;
            double away = value - _means[c];
            _means[c] += away / ++_counts[c];
            _squares[c] += away * (value - _means[c]);
            _lows[c] = Math.Min(_lows[c], value);
            _highs[c] = Math.Max(_highs[c], value);
        }
    }

    /// <summary>What was measured.</summary>
    public ColumnScales ToScales()
    {
        float[] centres = new float[_counts.Length], deviations = new float[_counts.Length];
        for (int c = 0; c < centres.Length; c++)
            (centres[c], deviations[c]) = ColumnScales.Of(_counts[c], _means[c], _squares[c], _lows[c], _highs[c]);
        return new ColumnScales(centres, deviations);
    }
}
