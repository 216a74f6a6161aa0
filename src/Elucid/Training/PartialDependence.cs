namespace Elucid;

/// <summary>What a network answers on average over rows where one column is set to the same value in all of them: how its answers depend on
/// it.</summary>
/// <remarks>
/// J. H. Friedman, Annals of Statistics 29, 2001, section 8.2. Rows are made up that may not exist: where columns go together, such as height and
/// weight, the mean is partly over people of 2 m and 40 kg.
/// </remarks>
public static class PartialDependence
{
    /// <summary>The mean outputs for each setting; of classes their mean probabilities.</summary>
    /// <param name="model">A trained network.</param>
    /// <param name="data">Rows, scaled as those that it was trained by.</param>
    /// <param name="feature">The first feature that is set.</param>
    /// <param name="settings">What it, and those behind it, are set to, scaled alike: one number, or several, as of a category's features.</param>
    /// <returns>[settings][outputs].</returns>
    /// <exception cref="ArgumentOutOfRangeException">A setting has more numbers than there are features.</exception>
    public static double[][] Of(Module model, Dataset data, int feature, IReadOnlyList<float[]> settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(feature);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(feature + settings.Max(setting => setting.Length), data.FeatureCount);
        return [.. settings.Select(setting => Mean(model, data.Map((row, result) =>
        {
            row.CopyTo(result);
            setting.CopyTo(result[feature..]);
        })))];
    }

    static double[] Mean(Module model, Dataset data)
    {
        ReadOnlySpan<float> outputs = Evaluation.Outputs(model, data).Values;
        double[] answers = data.Labels.Length > 0 ? Probabilities.FromLogits(outputs, data.OutputCount)
            : [.. outputs.ToArray().Select(x => (double)x)];
        double[] means = new double[data.OutputCount];
        for (int i = 0; i < answers.Length; i++)
            means[i % means.Length] += answers[i] / data.Count;
        return means;
    }
}
