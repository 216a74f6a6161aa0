using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>An epilogue, and where in the matrix that it knows a part of C begins.</summary>
internal readonly struct PlacedEpilogue<TEpilogue>(TEpilogue epilogue, int row, int column) where TEpilogue : struct, IGemmEpilogue
{
    readonly TEpilogue _epilogue = epilogue;

    /// <summary>The same for the part that begins at (row, column) of this one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PlacedEpilogue<TEpilogue> At(int i, int j) => new(_epilogue, row + i, column + j);

    /// <summary>Treats a finished tile of so many rows and columns that begins at (i, j) of this part.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Apply(RowMajor tile, int i, int j, int rows, int columns)
    {
        // By reference: on a read-only field of any type the compiler would call it on a copy, once for each tile.
        if (!TEpilogue.IsNone)
            Unsafe.AsRef(in _epilogue).Apply(ref tile.Start, tile.Stride, row + i, column + j, rows, columns);
    }
}
