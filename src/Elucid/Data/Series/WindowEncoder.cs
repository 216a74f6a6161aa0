namespace Elucid;

/// <summary>Makes what a network sees of a window: [window, channels], the values less the last one, in deviations of the window, and beside them the
/// covariates, scaled; those that are known ahead once more, a horizon later.</summary>
internal sealed class WindowEncoder(SeriesSchema schema)
{
    // A window of equal values has no deviation: a change is then measured by a tenth of their size.
    const double LeastSpread = 0.1;

    readonly int _width = schema.Columns.FeatureCount, _channels = schema.Channels;
    readonly int[] _ahead = [.. schema.AheadFeatures];

    /// <summary>Numbers of a window.</summary>
    public int Size => schema.Window * _channels;

    /// <summary>Whether the covariates are known as far ahead as a forecast from a cutoff needs them.</summary>
    /// <param name="series">The series.</param>
    /// <param name="cutoff">How many of its values are known.</param>
    public bool IsKnownAhead(ValueSeries series, int cutoff) =>
        _ahead.Length == 0 || series.Covariates.Length >= (cutoff + schema.Horizon) * _width;

    /// <summary>Writes the window before a cutoff.</summary>
    /// <returns>The spread of its values.</returns>
    public double Encode(ValueSeries series, int cutoff, Span<float> features)
    {
        ReadOnlySpan<double> window = series.Values.Slice(cutoff - schema.Window, schema.Window);
        double level = window[^1], spread = SpreadOf(window);
        for (int i = 0; i < window.Length; i++)
        {
            Span<float> step = features.Slice(i * _channels, _channels);
            step[0] = (float)((window[i] - level) / spread);
            int at = cutoff - schema.Window + i;
            for (int c = 0; c < _width; c++)
                step[1 + c] = Covariate(series, at, c);
            for (int a = 0; a < _ahead.Length; a++)
                step[1 + _width + a] = Covariate(series, at + schema.Horizon, _ahead[a]);
        }
        return spread;
    }

    static double SpreadOf(ReadOnlySpan<double> window)
    {
        double mean = 0, square = 0, size = 0;
        foreach (double value in window)
            (mean, size) = (mean + (value / window.Length), size + (Math.Abs(value) / window.Length));
        foreach (double value in window)
            square += (value - mean) * (value - mean) / window.Length;
        double deviation = Math.Sqrt(square);
        return deviation > 1e-9 * size ? deviation : size > 0 ? LeastSpread * size : 1;
    }

    // A missing one is as the mean.
    float Covariate(ValueSeries series, int step, int feature)
    {
        float value = series.Covariates[(step * _width) + feature];
        return float.IsNaN(value) ? 0 : (value - schema.Scales!.Means[feature]) / schema.Scales.Deviations[feature];
    }
}
