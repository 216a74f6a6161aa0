namespace Elucid;

/// <summary>Intervals around forecasts, from the errors of validation: split conformal prediction.</summary>
/// <remarks>
/// For each step of the horizon half of the width is the k-th smallest absolute error of n validation forecasts, in spreads of their windows, with
/// k = ⌈0.8 · (n + 1)⌉, or the largest where k is more than n. Where errors do not depend on when they were made, intervals hold 80 % of the true
/// values or more (V. Vovk et al. 2005; J. Lei et al. 2018, arXiv:1604.04173); series change, so measure it.
/// </remarks>
public static class ForecastIntervals
{
    /// <summary>The schema with the widths that a network's errors give.</summary>
    /// <param name="schema">How the windows were cut.</param>
    /// <param name="network">The network.</param>
    /// <param name="validation">Windows that it did not learn from.</param>
    public static SeriesSchema Measure(SeriesSchema schema, Module network, Dataset validation)
    {
        ReadOnlySpan<float> outputs = Evaluation.Outputs(network, validation).Values;
        double[] radii = new double[schema.Horizon], errors = new double[validation.Count];
        int rank = Math.Min((int)Math.Ceiling(SeriesSchema.IntervalLevel * (errors.Length + 1)), errors.Length);
        for (int step = 0; step < radii.Length; step++)
        {
            for (int row = 0; row < errors.Length; row++)
                errors[row] = Math.Abs((double)outputs[(row * radii.Length) + step] - validation.Targets[(row * radii.Length) + step]);
            Array.Sort(errors);
            radii[step] = errors[rank - 1];
        }
        return schema with { IntervalRadii = radii };
    }
}
