using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>
/// How sums of many terms keep their digits. Up to <see cref="Longest"/> terms are one running sum, in their order. More are cut into blocks of
/// <see cref="Block"/> terms: each block is one running sum, and the sums of the blocks are added in their order, in blocks again where they are more
/// than that. A running sum errs by up to half an ulp of itself in each step, so that its error grows with the number of its terms: so no sum errs by
/// more than 2,500 · 2⁻²⁴ = 1.5·10⁻⁴ of Σ |terms|, and long ones by some 10⁻⁶ in practice.
/// </summary>
/// <remarks>The cuts depend on the number of terms alone, so that neither threads nor the width of vectors change a bit.</remarks>
internal static class LongSum
{
    /// <summary>Terms that are still one running sum. Beyond what most layers sum, whose bits so are those of the plain order.</summary>
    public const int Longest = 2048;

    /// <summary>Terms of a block of a longer sum: as many as a block of a matrix product is deep, which costs it nothing.</summary>
    public const int Block = 256;

    /// <summary>Terms of a block of blocks.</summary>
    public const int BlockOfBlocks = Block * Block;

    /// <summary>The number of blocks that so many terms are cut into.</summary>
    public static int Blocks(int terms) => (int)(((long)terms + Block - 1) / Block);

    /// <summary>to += the sum of all rows: the sums of blocks. They serve as working memory.</summary>
    /// <param name="rows">Row i begins at i · <paramref name="stride"/>.</param>
    /// <param name="count">How many.</param>
    /// <param name="stride">From one row to the next.</param>
    /// <param name="to">As long as a row.</param>
    public static void AddRows<T>(Span<T> rows, int count, int stride, Span<T> to) where T : INumber<T>
    {
        for (; count > Block; count = Blocks(count))
            for (int block = 0; block < Blocks(count); block++)
            {
                int first = block * Block;
                Span<T> sum = rows.Slice(first * stride, to.Length);
                for (int row = first + 1; row < Math.Min(first + Block, count); row++)
                    Add(rows.Slice(row * stride, to.Length), sum);
                sum.CopyTo(rows.Slice(block * stride, to.Length));
            }
        for (int row = 0; row < count; row++)
            Add(rows.Slice(row * stride, to.Length), to);
    }

    /// <summary>to[i, j] += from[i, j].</summary>
    public static void AddTo(int rows, int columns, RowMajor from, RowMajor to)
    {
        for (nint i = 0; i < rows; i++)
            Add(
                MemoryMarshal.CreateReadOnlySpan(ref from.At(i, 0).Start, columns),
                MemoryMarshal.CreateSpan(ref to.At(i, 0).Start, columns));
    }

    /// <summary>to += row.</summary>
    public static void Add<T>(ReadOnlySpan<T> row, Span<T> to) where T : INumber<T>
    {
        int i = 0;
        for (; i + Vector<T>.Count <= to.Length; i += Vector<T>.Count)
            (new Vector<T>(to[i..]) + new Vector<T>(row[i..])).CopyTo(to[i..]);
        for (; i < to.Length; i++)
            to[i] += row[i];
    }
}
