namespace Elucid.Reports;

/// <summary>A bar of one row from 0, or from the axis' start where 0 is not on it, with its interval.</summary>
internal sealed class BarMark(Bar bar, int row, bool fromZero) : IMark
{
    const double Thickness = 15, CapHeight = 4;

    public IEnumerable<double> X => [fromZero ? 0 : bar.Value, bar.Value, bar.Lower ?? bar.Value, bar.Upper ?? bar.Value];

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        double middle = RowLayout.MiddleOf(plane, row);
        double At(double value) => plane.At(value, RowLayout.At(row)).X;
        double start = fromZero ? At(0) : plane.Frame.Left, end = At(bar.Value), from = At(bar.Lower ?? double.NaN), to = At(bar.Upper ?? double.NaN);
        if (double.IsFinite(end))
            canvas.Rectangle(Math.Min(start, end), middle - Thickness / 2, Math.Abs(end - start), Thickness, bar.Style.Color, opacity: 0.85);
        if (!double.IsFinite(from) || !double.IsFinite(to))
            return;
        canvas.Line([new(from, middle), new(to, middle)], Palette.Surface, 3.4);
        canvas.Line([new(from, middle), new(to, middle)], Palette.Ink, 1.6);
        foreach (double cap in (ReadOnlySpan<double>)[from, to])
            canvas.Line([new(cap, middle - CapHeight), new(cap, middle + CapHeight)], Palette.Ink, 1.6);
    }
}
