using System.Buffers;

namespace Elucid.Kernels;

/// <summary>Running sums along one axis.</summary>
internal static class CumulativeSum
{
    /// <summary>y[o, a, i] = Σ x[o, b, i] over b up to a, or from a on where <paramref name="isReversed"/>; or added to y.</summary>
    /// <remarks>The sums are kept in doubles and rounded once for each result: as floats, the last of a million would err by half an ulp for each
    /// before it.</remarks>
    public static void Run(ReadOnlySpan<float> x, int axis, int inner, Span<float> y, bool isReversed, bool accumulate)
    {
        if (x.IsEmpty)
            return;
        double[] sums = ArrayPool<double>.Shared.Rent(inner);
        for (int start = 0; start < x.Length; start += axis * inner)
        {
            Array.Clear(sums, 0, inner);
            for (int a = 0; a < axis; a++)
            {
                int row = start + (isReversed ? axis - 1 - a : a) * inner;
                for (int i = 0; i < inner; i++)
                {
                    sums[i] += x[row + i];
                    y[row + i] = (accumulate ? y[row + i] : 0) + (float)sums[i];
                }
            }
        }
        ArrayPool<double>.Shared.Return(sums);
    }
}
