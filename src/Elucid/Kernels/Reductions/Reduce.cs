using System.Diagnostics.CodeAnalysis;

namespace Elucid.Kernels;

/// <summary>Sums and other reductions whose order, and so every bit, is the same for every vector width and number of threads.</summary>
/// <remarks>
/// A reduction of a row keeps 64 partial results, element i in number i mod 64, and folds them by halves: 0 with 32, 1 with 33, …, then 0 with 16, ….
/// The error of a sum therefore grows with n / 64, not n. A sum over more than 131,072 elements, or of more than 2,048 rows, is cut into blocks of
/// 256 elements for each partial result, or of 256 rows, and the sums of the blocks are added in their order: whatever its length, it errs by less
/// than 1.3·10⁻⁴ · Σ |x|, and by some 10⁻⁶ of it in practice.
/// </remarks>
public static class Reduce
{
    /// <summary>Σ x. 0 for an empty span.</summary>
    public static float Sum(ReadOnlySpan<float> x) => RowReduction.Sum(default(SumOf), x, x);

    /// <summary>Σ x².</summary>
    public static float SumOfSquares(ReadOnlySpan<float> x) => RowReduction.Sum(default(SumOfProducts), x, x);

    /// <summary>Σ x·y.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            ThrowLength("Reduce.Dot", "y", x.Length, y.Length);
        return RowReduction.Sum(default(SumOfProducts), x, y);
    }

    /// <summary>The largest element; NaN if there is one, −∞ for an empty span.</summary>
    public static float Max(ReadOnlySpan<float> x) => RowReduction.Run(default(Largest), x, x);

    /// <summary>Σ e^(x − shift).</summary>
    internal static float SumOfExp(ReadOnlySpan<float> x, float shift) => RowReduction.Sum(new ExpOf(shift), x, x);

    /// <summary>Whether no element is infinite or NaN.</summary>
    public static bool IsFinite(ReadOnlySpan<float> x) => IndexOfNonFinite(x) < 0;

    /// <summary>The index of the first element that is infinite or NaN; −1 if there is none.</summary>
    public static int IndexOfNonFinite(ReadOnlySpan<float> x) => IndexOfMisfit(default(ZeroIfFinite), x);

    /// <summary>The index of the first element of which a reduction is not 0; −1 if there is none.</summary>
    /// <param name="misfit">0 of elements that are as they should be, above 0 or NaN of others, and the sum of both.</param>
    /// <param name="x">The elements.</param>
    internal static int IndexOfMisfit<TMisfit>(TMisfit misfit, ReadOnlySpan<float> x) where TMisfit : struct, IReduction
    {
        const int Block = 4096;   // a block of 16 KiB is tested as one; only the first bad one is searched
        for (int start = 0; start < x.Length; start += Block)
        {
            ReadOnlySpan<float> block = x[start..Math.Min(start + Block, x.Length)];
            if (RowReduction.Run(misfit, block, block) == 0)
                continue;
            for (int i = 0; i < block.Length; i++)
                if (RowReduction.Run(misfit, block.Slice(i, 1), block.Slice(i, 1)) != 0)
                    return start + i;
        }
        return -1;
    }

    /// <summary>y[o, i] = the index a of the largest x[o, a, i]: the first of equal ones, and the first NaN.</summary>
    internal static void ArgMax(ReadOnlySpan<float> x, int axis, int inner, Span<float> y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            int best = i / inner * axis * inner + i % inner, index = 0;
            for (int a = 1, next = best + inner; a < axis && !float.IsNaN(x[best]); a++, next += inner)
                if (!(x[next] <= x[best]))
                    (best, index) = (next, a);
            y[i] = index;
        }
    }

    /// <summary>sums[j] = scale · Σᵢ x[i, j]: the sum of all rows, each column in the order of the rows.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">The number of rows; 0 gives 0.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="sums">[columns].</param>
    /// <param name="scale">1 for the sum, 1 / rows for the mean.</param>
    /// <param name="accumulate">Whether the sums are added to <paramref name="sums"/>; otherwise they overwrite it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SumRows(ReadOnlySpan<float> x, int rows, int columns, Span<float> sums, float scale = 1, bool accumulate = false) =>
        SumAxis(x, 1, rows, columns, sums, scale, accumulate);

    /// <summary>sums[i] = scale · Σⱼ x[i, j]: the sum of each row, in the order of <see cref="Sum"/>.</summary>
    /// <param name="x">[rows, columns].</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns; 0 gives 0.</param>
    /// <param name="sums">[rows].</param>
    /// <param name="scale">1 for the sum, 1 / columns for the mean.</param>
    /// <param name="accumulate">Whether the sums are added to <paramref name="sums"/>; otherwise they overwrite it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SumColumns(ReadOnlySpan<float> x, int rows, int columns, Span<float> sums, float scale = 1, bool accumulate = false) =>
        SumAxis(x, rows, columns, 1, sums, scale, accumulate);

    /// <summary>sums[o, i] = scale · Σₐ x[o, a, i]: the sum over one axis of any tensor.</summary>
    /// <param name="x">[outer, axis, inner].</param>
    /// <param name="outer">The product of the dimensions before the axis.</param>
    /// <param name="axis">The length of the axis.</param>
    /// <param name="inner">The product of the dimensions after the axis.</param>
    /// <param name="sums">[outer, inner].</param>
    /// <param name="scale">1 for the sum, 1 / axis for the mean.</param>
    /// <param name="accumulate">Whether the sums are added to <paramref name="sums"/>; otherwise they overwrite it.</param>
    /// <exception cref="ArgumentException">A length does not fit.</exception>
    public static void SumAxis(
        ReadOnlySpan<float> x, int outer, int axis, int inner, Span<float> sums, float scale = 1, bool accumulate = false)
    {
        if (outer < 0 || axis < 0 || inner < 0)
            ThrowNegative(outer, axis, inner);
        if (x.Length != (long)outer * axis * inner)
            ThrowLength("Reduce.SumAxis", $"x[{outer}, {axis}, {inner}]", (long)outer * axis * inner, x.Length);
        if (sums.Length != (long)outer * inner)
            ThrowLength("Reduce.SumAxis", $"sums[{outer}, {inner}]", (long)outer * inner, sums.Length);

        for (int o = 0; o < outer; o++)
        {
            ReadOnlySpan<float> slice = x.Slice(o * axis * inner, axis * inner);
            if (inner == 1)
                sums[o] = (accumulate ? sums[o] : 0) + scale * Sum(slice);
            else
                ColumnSums.Add(slice, axis, sums.Slice(o * inner, inner), scale, accumulate);
        }
    }

    [DoesNotReturn]
    static void ThrowLength(string where, string what, long expected, int got) =>
        throw new ArgumentException($"{where}: expected {expected} numbers in {what}, but got {got}.");

    [DoesNotReturn]
    static void ThrowNegative(int outer, int axis, int inner) =>
        throw new ArgumentException($"Reduce: expected sizes of at least 0, but got outer = {outer}, axis = {axis}, inner = {inner}.");
}
