namespace Elucid.Reports;

/// <summary>Cells coloured by their values, with names of rows and columns and a key of the colours.</summary>
internal static class HeatMapPlot
{
    const int MostCells = 128, MostNamedRows = 40;
    const double Header = 8, RowLabelLine = 20, Gap = 8;
    const double WidestCell = 84, HighestCell = 40, LowestNamedCell = 17, MostHeight = 480;

    public static MarkPlot Of(HeatMapChart chart, double width)
    {
        HeatGrid grid = HeatGrid.Of(chart, MostCells);
        HeatScale scale = new(chart.Value, grid.Values, chart.Middle);
        CellNames names = new(chart, grid, width, WidestCell, Gap);
        double below = chart.RowLabel.Length > 0 ? RowLabelLine : Gap;
        string label = grid.Block == 1 ? chart.Value.Label : $"{chart.Value.Label}, means of {grid.Block} × {grid.Block}";
        ColorKey key = new(scale, grid.NotesOn(chart.Value), label, width, below + 12);
        int rows = Math.Max(1, grid.Rows.Count);
        double least = rows <= MostNamedRows ? LowestNamedCell * rows : Math.Min(MostHeight, names.CellWidth * rows);
        double most = rows <= MostNamedRows ? Math.Clamp(names.CellWidth, LowestNamedCell, HighestCell) * rows : least;
        // No axes: rows and columns are named by the mark.
        return new MarkPlot(
            new AxisScale(new Axis(""), [], 1), new AxisScale(new Axis(""), [], 1), key, names,
            new CellsMark(grid, scale, chart.Value))
        {
            Across = (names.Left, names.Left + names.CellWidth * grid.Columns.Count),
            Around = (Header + key.Height + below, names.Below),
            Heights = (least, most),
        };
    }
}
