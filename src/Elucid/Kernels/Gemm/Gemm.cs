using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>
/// Matrix products: C[m, n] = op(A)[m, k] · op(B)[k, n], where op(X) is X or its transpose.
/// </summary>
/// <remarks>
/// Every element of C is one sum over k in increasing order, with fused multiply-adds where the machine has them. So its bits depend
/// neither on the number of threads, nor on the width of the vectors, nor on the other rows and columns: a sample gives
/// the same output in every batch. A sum over more than 2,048 k is cut into blocks of 256, which are summed one by one and then added, so that it
/// keeps its digits: it errs by less than 1.3·10⁻⁴ · Σ |aᵢ·bᵢ|, and by some 10⁻⁶ of it in practice, whatever k is.
/// Matrices come as <see cref="Memory{T}"/> because large products are split between threads; see <see cref="Threads"/>.
/// </remarks>
public static class Gemm
{
    // Below some 2 million multiply-adds per thread (25 to 40 µs) the handover costs more than it gains.
    const long WorkPerThread = 1 << 21;

    // A single row waits for the matrix, of which it uses each number once: it takes four times as long, and two threads fetch it twice as fast.
    const long WorkPerThreadOfRow = WorkPerThread / 16;

    /// <summary>C = op(A)·op(B), or C + op(A)·op(B).</summary>
    /// <param name="a">Row major, [m, k], or [k, m] if <paramref name="transposeA"/>.</param>
    /// <param name="b">Row major, [k, n], or [n, k] if <paramref name="transposeB"/>.</param>
    /// <param name="c">Row major, [m, n]; must not overlap <paramref name="a"/> or <paramref name="b"/>.</param>
    /// <param name="m">Rows of op(A) and C.</param>
    /// <param name="n">Columns of op(B) and C.</param>
    /// <param name="k">Columns of op(A), rows of op(B); 0 makes the product 0.</param>
    /// <param name="transposeA">Whether op(A) is Aᵀ.</param>
    /// <param name="transposeB">Whether op(B) is Bᵀ.</param>
    /// <param name="accumulate">Whether the product is added to C; otherwise it overwrites C.</param>
    /// <exception cref="ArgumentException">A size is negative or a matrix is too short for its shape.</exception>
    public static void Multiply(
        ReadOnlyMemory<float> a, ReadOnlyMemory<float> b, Memory<float> c, int m, int n, int k,
        bool transposeA = false, bool transposeB = false, bool accumulate = false) =>
        Multiply(
            new GemmMatrix(a, transposeA ? m : k, transposeA), new GemmMatrix(b, transposeB ? k : n, transposeB),
            new GemmResult(c, n), new GemmSize(m, n, k), accumulate, default(NoEpilogue));

    /// <summary>The same for matrices with leading dimensions, followed by an epilogue on each finished tile.</summary>
    internal static void Multiply<TEpilogue>(
        GemmMatrix a, GemmMatrix b, GemmResult c, GemmSize size, bool accumulate, TEpilogue epilogue)
        where TEpilogue : struct, IGemmEpilogue
    {
        (int m, int n, int k) = size;
        if (m < 0 || n < 0 || k < 0)
            ThrowNegative(m, n, k);
        a.Check("A", m, k);
        b.Check("B", k, n);
        c.Check(m, n);
        if (m == 0 || n == 0)
            return;

        long work = (long)m * n * Math.Max(k, 1), workPerThread = m == 1 ? WorkPerThreadOfRow : WorkPerThread;
        int threads = work < 2 * workPerThread ? 1 : (int)Math.Min(Threads.Count, work / workPerThread);
        Product<TEpilogue> product = new(a, b, c, size, accumulate, epilogue, threads);
        if (threads == 1)
            product.Run(0);
        else
            Threads.For(threads, product);
    }

    [DoesNotReturn]
    static void ThrowNegative(int m, int n, int k) =>
        throw new ArgumentException($"Gemm: expected sizes m, n, k of at least 0, but got m = {m}, n = {n}, k = {k}.");

    /// <summary>A product cut into as many pieces as threads, along the longer side of C.</summary>
    readonly struct Product<TEpilogue>(
        GemmMatrix a, GemmMatrix b, GemmResult c, GemmSize size, bool accumulate, TEpilogue epilogue, int pieces)
        : IThreadsBody
        where TEpilogue : struct, IGemmEpilogue
    {
        public void Run(int index)
        {
            int row = 0, rowEnd = size.M, column = 0, columnEnd = size.N;
            if (size.N >= size.M)
                (column, columnEnd) = Piece(index, size.N, 16);
            else
                (row, rowEnd) = Piece(index, size.M, 8);
            if (row == rowEnd || column == columnEnd)
                return;
            GemmBlocks.Multiply(
                new(rowEnd - row, columnEnd - column, size.K), a.Operand.At(row, 0), b.Operand.At(0, column), c.Rows.At(row, column),
                GemmStarts.For(accumulate), new PlacedEpilogue<TEpilogue>(epilogue, row, column));
        }

        /// <summary>The bounds of a piece, in whole register tiles where possible.</summary>
        (int Start, int End) Piece(int index, int length, int unit)
        {
            long units = (length + unit - 1) / unit;
            return ((int)Math.Min(length, units * index / pieces * unit), (int)Math.Min(length, units * (index + 1) / pieces * unit));
        }
    }
}

/// <summary>A row-major matrix in memory that a product reads as it is or transposed.</summary>
/// <param name="values">The elements.</param>
/// <param name="leadingDimension">The distance from one stored row to the next, at least its length.</param>
/// <param name="transposed">Whether the product reads the transpose.</param>
internal readonly struct GemmMatrix(ReadOnlyMemory<float> values, int leadingDimension, bool transposed = false)
{
    public GemmOperand Operand => GemmOperand.Of(ref MemoryMarshal.GetReference(values.Span), leadingDimension, transposed);

    /// <summary>Throws unless op(X)[rows, columns] fits into the memory.</summary>
    public void Check(string name, int rows, int columns)
    {
        (int storedRows, int storedColumns) = transposed ? (columns, rows) : (rows, columns);
        long needed = storedRows == 0 || storedColumns == 0 ? 0 : (long)(storedRows - 1) * leadingDimension + storedColumns;
        if (leadingDimension < storedColumns || values.Length < needed)
            Throw(name, storedRows, storedColumns, needed);
    }

    [DoesNotReturn]
    void Throw(string name, int rows, int columns, long needed) => throw new ArgumentException(
        leadingDimension < columns
            ? $"Gemm: expected a leading dimension of at least {columns} for {name}[{rows}, {columns}], but got {leadingDimension}."
            : $"Gemm: expected at least {needed} numbers for {name}[{rows}, {columns}] with leading dimension {leadingDimension}, " +
              $"but got {values.Length}.");
}
