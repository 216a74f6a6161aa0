namespace Elucid.Reports;

/// <summary>Points in a terminal: in each character the sign of the group that has most of its points there.</summary>
internal static class TerminalScatter
{
    const string AsciiSigns = "*o+x#@%&", Signs = "●○▲△■□◆◇";

    public static void Write(TerminalPage page, ScatterChart chart)
    {
        string signs = page.IsAscii ? AsciiSigns : Signs;
        IEnumerable<double> xs = chart.Groups.SelectMany(g => g.X), ys = chart.Groups.SelectMany(g => g.Y);
        var y = new AxisScale(chart.Y, chart.HasDiagonal ? ys.Concat(xs) : ys, Math.Max(2, page.Height / 3));
        int left = y.Ticks.Select(t => t.Label.Length).DefaultIfEmpty(0).Max() + 1, columns = Math.Max(8, page.Width - left - 1);
        var x = new AxisScale(chart.X, chart.HasDiagonal ? xs.Concat(ys) : xs, Math.Max(2, columns / 7));

        var cells = new char[page.Height, columns];
        for (int i = 0; i < cells.Length; i++)
            cells[i / columns, i % columns] = ' ';
        if (chart.HasDiagonal)
            Diagonal(cells, x, y, page.IsAscii ? '.' : '·', [.. xs.Concat(ys).Where(double.IsFinite)]);
        foreach (var cell in chart.Groups.SelectMany((group, g) => group.X.Zip(group.Y, (a, b) => (
                    Row: TerminalPage.RowOf(y.Position(b), page.Height), Column: TerminalPage.ColumnOf(x.Position(a), columns), Group: g)))
                .Where(point => point is { Row: >= 0, Column: >= 0 }).GroupBy(point => (point.Row, point.Column)))
            cells[cell.Key.Row, cell.Key.Column] = signs[cell.CountBy(point => point.Group).MaxBy(group => group.Value).Key % signs.Length];
        page.Rows(cells, y, chart.Y, left);
        page.AxisX(x, chart.X, left, columns);
        Legend(page, chart, signs);
    }

    static void Diagonal(char[,] cells, AxisScale x, AxisScale y, char mark, double[] values)
    {
        (int rows, int columns) = (cells.GetLength(0), cells.GetLength(1));
        if (values.Length == 0)
            return;
        (double from, double to) = (values.Min(), values.Max());
        for (int step = 0; step <= columns; step++)
        {
            double value = from + (to - from) * step / columns;
            (int row, int column) = (TerminalPage.RowOf(y.Position(value), rows), TerminalPage.ColumnOf(x.Position(value), columns));
            if (row >= 0 && column >= 0)
                cells[row, column] = mark;
        }
    }

    static void Legend(TerminalPage page, ScatterChart chart, string signs)
    {
        string line = "";
        foreach ((int i, PointGroup group) in chart.Groups.Index().Where(g => g.Item.Name.Length > 0))
        {
            string entry = TerminalPage.Cut($"{signs[i % signs.Length]} {group.Name}", page.Width - 1);
            if (line.Length > 0 && line.Length + entry.Length + 2 > page.Width)
            {
                page.Line(line);
                line = "";
            }
            line += line.Length > 0 ? "  " + entry : entry;
        }
        if (line.Length > 0)
            page.Line(line);
    }
}
