using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>Rows of neighbouring numbers: row i begins i·Stride after Start.</summary>
internal readonly ref struct RowMajor
{
    public readonly ref float Start;
    public readonly nint Stride;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowMajor(ref float start, nint stride)
    {
        Start = ref start;
        Stride = stride;
    }

    /// <summary>The part of the matrix that begins at (row, column).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public RowMajor At(nint row, nint column) => new(ref Unsafe.Add(ref Start, row * Stride + column), Stride);
}
