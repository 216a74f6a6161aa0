namespace Elucid.Kernels;

/// <summary>Rows of numbers in pinned memory.</summary>
/// <param name="start">The first number.</param>
/// <param name="stride">From one row to the next.</param>
/// <param name="rows">How many rows.</param>
/// <param name="width">Numbers in each.</param>
internal readonly unsafe struct MatrixBlock(float* start, nint stride, int rows, int width)
{
    public readonly float* Start = start;
    public readonly nint Stride = stride;
    public readonly int Rows = rows, Width = width;

    /// <summary>Rows that follow each other without a gap.</summary>
    public MatrixBlock(float* start, int rows, int width) : this(start, width, rows, width)
    {
    }
}
