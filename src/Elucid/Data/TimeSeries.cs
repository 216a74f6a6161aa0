namespace Elucid;

/// <summary>Makes datasets of series of numbers.</summary>
public static class TimeSeries
{
    /// <summary>
    /// Every window of a series, with what follows it: row i has the numbers i … i + window − 1 as features, of shape [window, 1], and the next
    /// <paramref name="horizon"/> as targets.
    /// </summary>
    /// <param name="name">What reports call it.</param>
    /// <param name="series">The numbers, the oldest first.</param>
    /// <param name="window">How many a forecast sees.</param>
    /// <param name="horizon">How many it foretells.</param>
    /// <remarks>
    /// Windows overlap, and stand in the order of time: divide them with <see cref="Splitter.ByTime"/> and a gap of <paramref name="horizon"/> − 1,
    /// never at random, to test on what training has not seen.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The window or the horizon is not positive.</exception>
    /// <exception cref="ArgumentException">The series is shorter than one window and what follows it, or a number is not finite.</exception>
    public static Dataset Windows(string name, ReadOnlySpan<float> series, int window, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(window);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(horizon);
        int rows = series.Length - window - horizon + 1;
        if (rows < 1)
            throw new ArgumentException(
                $"Series '{name}': expected at least {window + horizon} numbers for a window of {window} and the {horizon} after it, but got "
                    + $"{series.Length}. Choose a shorter window or horizon.");
        float[] features = new float[rows * window], targets = new float[rows * horizon];
        for (int row = 0; row < rows; row++)
        {
            series.Slice(row, window).CopyTo(features.AsSpan(row * window));
            series.Slice(row + window, horizon).CopyTo(targets.AsSpan(row * horizon));
        }
        return new Dataset(name, features, [window, 1], targets, [.. Enumerable.Range(1, horizon).Select(step => $"+{step}")]);
    }
}
