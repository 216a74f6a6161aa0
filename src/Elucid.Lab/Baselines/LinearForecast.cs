namespace Elucid.Lab;

/// <summary>The linear autoregression that forecasts must beat.</summary>
internal static class LinearForecast
{
    // With fewer windows than this for each number of a window, least squares learn their noise.
    const int EnoughRows = 3;

    const int Blocks = 5;

    static readonly double[] Penalties = [0, 0.01, 0.1, 1, 10, 100];

    /// <summary>Fits it to windows: by least squares, and where windows are few with the penalty that foretells a fifth of them best from the others,
    /// five times over.</summary>
    public static LinearAutoregression Fit(Dataset windows) => LinearAutoregression.Fit(
        windows, windows.Count >= EnoughRows * windows.FeatureCount || windows.Count < 2 * Blocks ? 0
            : Penalties.MinBy(penalty => ErrorOf(windows, penalty)));

    // Windows that follow one another are alike, so blocks and not single ones are foretold.
    static double ErrorOf(Dataset windows, double penalty) => Enumerable.Range(0, Blocks).Sum(block =>
    {
        int first = block * windows.Count / Blocks, end = (block + 1) * windows.Count / Blocks;
        Dataset others = windows.Subset([.. Enumerable.Range(0, windows.Count).Where(row => row < first || row >= end)]);
        Dataset held = windows.Subset([.. Enumerable.Range(first, end - first)]);
        return (end - first) * Evaluation.Of(LinearAutoregression.Fit(others, penalty), held).Loss;
    });
}
