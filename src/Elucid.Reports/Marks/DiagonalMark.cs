namespace Elucid.Reports;

/// <summary>The line on which both coordinates are equal, as far as the values of the points reach; both axes then show all of them.</summary>
internal sealed class DiagonalMark(IEnumerable<double> values) : IMark
{
    readonly double[] _values = [.. values.Where(double.IsFinite)];

    public IEnumerable<double> X => _values;

    public IEnumerable<double> Y => _values;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        // On a logarithmic axis the line begins at the smallest value that has a place.
        double[] placed = [.. _values.Where(v => !double.IsNaN(plane.X.Position(v)) && !double.IsNaN(plane.Y.Position(v)))];
        if (placed.Length > 0 && placed.Min() < placed.Max())
            canvas.Line([plane.At(placed.Min(), placed.Min()), plane.At(placed.Max(), placed.Max())], Palette.Rule, 1.2, Dash.Dashed);
    }
}
