namespace Elucid.Reports;

/// <summary>An interval of one row, with an estimate in it or without; a halo of the paper's colour lifts both off what is below.</summary>
internal sealed class IntervalMark(double lower, double mean, double upper, int row, ChartColor color) : IMark
{
    public const double MeanRadius = 5.2;

    public IEnumerable<double> X => [mean, lower, upper];

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        double middle = RowLayout.MiddleOf(plane, row);
        double At(double value) => plane.At(value, RowLayout.At(row)).X;
        (double from, double center, double to) = (At(lower), At(mean), At(upper));
        if (double.IsFinite(from) && double.IsFinite(to))
        {
            canvas.Line([new(from, middle), new(to, middle)], Palette.Surface, 6);
            canvas.Line([new(from, middle), new(to, middle)], color, 2.6);
            foreach (double end in (ReadOnlySpan<double>)[from, to])
                canvas.Line([new(end, middle - 5), new(end, middle + 5)], color, 1.6);
        }
        if (double.IsFinite(center))
        {
            canvas.Circle(new(center, middle), MeanRadius + 1.6, Palette.Surface);
            canvas.Circle(new(center, middle), MeanRadius, color);
        }
    }
}
