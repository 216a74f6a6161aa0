using System.Diagnostics.CodeAnalysis;

namespace Elucid.Lab;

/// <summary>What every statistic of this folder needs from its numbers: that they are usable, and when two of them count as equal.</summary>
static class Sample
{
    /// <summary>
    /// Differences of metrics are equal when they differ by less than this share of the largest one. Accuracies are multiples of 1/N, so their
    /// differences tie often, but their double-precision differences do so only up to about 1e-13 of the largest; losses tie by chance with a
    /// probability of the same 1e-10.
    /// </summary>
    const double EqualityTolerance = 1e-10;

    /// <summary>The distance below which two of <paramref name="values"/> count as equal.</summary>
    public static double Tolerance(ReadOnlySpan<double> values)
    {
        double largest = 0;
        foreach (double value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return EqualityTolerance * largest;
    }

    /// <summary>A mean or other combination of <paramref name="values"/>: exactly 0 where only rounding keeps it from that.</summary>
    public static double Settle(double combination, ReadOnlySpan<double> values) => Math.Abs(combination) <= Tolerance(values) ? 0 : combination;

    /// <exception cref="ArgumentException">There are no values, or one is NaN or infinite.</exception>
    public static void Check(ReadOnlySpan<double> values, string what)
    {
        if (values.IsEmpty)
            throw new ArgumentException($"{what}: expected at least one value, but got none. Give one value per seed.");
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                ThrowNotFinite(what, values[i], i);
    }

    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void CheckPaired(int first, int second, string what)
    {
        if (first != second)
            throw new ArgumentException($"{what}: expected one value per seed on both sides, "
                + $"but got {first} and {second}. Pair the runs by seed; never drop one.");
    }

    [DoesNotReturn]
    static void ThrowNotFinite(string what, double value, int index) => throw new ArgumentException(
        $"{what}: expected finite values, but value {index} is {value}. "
        + "Give a failed run its chance-level value first (ChanceLevel.Replace); failures are never dropped.");
}
