using System.Runtime.InteropServices;

namespace Elucid.Kernels;

/// <summary>A row-major matrix in memory that a product is written to.</summary>
/// <param name="values">The elements.</param>
/// <param name="leadingDimension">The distance from one row to the next, at least its length.</param>
internal readonly struct GemmResult(Memory<float> values, int leadingDimension)
{
    /// <summary>Row by row.</summary>
    public RowMajor Rows => new(ref MemoryMarshal.GetReference(values.Span), leadingDimension);

    /// <summary>Throws unless C[rows, columns] fits into the memory.</summary>
    public void Check(int rows, int columns) => new GemmMatrix(values, leadingDimension).Check("C", rows, columns);
}
