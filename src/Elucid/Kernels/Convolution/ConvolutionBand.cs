namespace Elucid.Kernels;

/// <summary>Outputs of a plane that are computed together.</summary>
/// <param name="Column">The first, counted row by row through the plane.</param>
/// <param name="Columns">How many.</param>
/// <param name="Width">Outputs of a row of the plane.</param>
internal readonly record struct ConvolutionBand(int Column, int Columns, int Width)
{
    /// <summary>The row of the first output.</summary>
    public int FirstRow => Column / Width;

    /// <summary>How many rows the band touches.</summary>
    public int Rows => (Column + Columns - 1) / Width - FirstRow + 1;
}
