namespace Elucid.Reports;

/// <summary>The cells of a heat map, with their values where all of them have room.</summary>
internal sealed class CellsMark(HeatGrid grid, HeatScale scale, Axis axis) : IMark
{
    const double RoomForGaps = 9, LeastText = 9;
    const int MostTexts = 900;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        (int rows, int columns) = (grid.Rows.Count, grid.Columns.Count);
        if (rows == 0 || columns == 0)
            return;
        double width = plane.Frame.Width / columns, height = plane.Frame.Height / rows, gap = Math.Min(width, height) >= RoomForGaps ? 1 : 0;
        var boxes = new SortedDictionary<int, List<Box>>();
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0, next; column < columns; column = next)
            {
                next = column + 1;
                if (scale.StepOf(grid[row, column]) is not int step)
                    continue;
                // Without gaps neighbours of one colour are one rectangle.
                while (gap == 0 && next < columns && scale.StepOf(grid[row, next]) == step)
                    next++;
                if (!boxes.TryGetValue(step, out List<Box>? same))
                    boxes[step] = same = [];
                same.Add(new(plane.Frame.Left + column * width, plane.Frame.Top + row * height, (next - column) * width - gap, height - gap));
            }
        }
        foreach ((int step, List<Box> same) in boxes)
            canvas.Rectangles(same, HeatColors.Of(step));
        PaintTexts(canvas, plane, width, height);
    }

    void PaintTexts(IChartCanvas canvas, Plane plane, double width, double height)
    {
        (int rows, int columns) = (grid.Rows.Count, grid.Columns.Count);
        if (rows * columns > MostTexts)
            return;
        string[] texts = [.. grid.Values.Select(grid.TextsOn(axis))];
        double widest = texts.Max(text => TextWidth.Of(text, 1));
        double size = Math.Min(PlotFrame.TickSize, Math.Floor(Math.Min((width - 5) / widest, height - 4)));
        if (size < LeastText)
            return;
        for (int i = 0; i < texts.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            ChartColor ink = scale.StepOf(grid[row, column]) is int step ? HeatColors.InkOn(step) : Palette.Muted;
            canvas.Text(texts[i], new(plane.Frame.Left + (column + 0.5) * width, plane.Frame.Top + (row + 0.5) * height + 0.36 * size), size, ink,
                TextAnchor.Middle);
        }
    }
}
