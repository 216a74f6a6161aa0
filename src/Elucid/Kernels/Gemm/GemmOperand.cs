using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>A matrix that a product reads: element (i, j) lies i·RowStride + j·ColumnStride after Start. Transposing swaps the strides.</summary>
internal readonly ref struct GemmOperand
{
    public readonly ref float Start;
    public readonly nint RowStride;
    public readonly nint ColumnStride;

    public GemmOperand(ref float start, nint rowStride, nint columnStride)
    {
        Start = ref start;
        RowStride = rowStride;
        ColumnStride = columnStride;
    }

    /// <summary>op(X) of a row-major X.</summary>
    public static GemmOperand Of(ref float start, int leadingDimension, bool transposed) =>
        transposed ? new(ref start, 1, leadingDimension) : new(ref start, leadingDimension, 1);

    /// <summary>The part of the matrix that begins at (row, column).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GemmOperand At(int row, int column) => new(ref Unsafe.Add(ref Start, row * RowStride + column * ColumnStride), RowStride, ColumnStride);
}
