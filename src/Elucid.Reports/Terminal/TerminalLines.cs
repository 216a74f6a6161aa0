namespace Elucid.Reports;

/// <summary>Curves in a terminal, with their names beside their ends.</summary>
internal static class TerminalLines
{
    const int CellDotsX = 2, CellDotsY = 4;
    const string AsciiMarks = "*o+x#@%&", PointMarks = "•∘▪▫";

    public static void Write(TerminalPage page, LineChart chart)
    {
        int height = Math.Max(page.Height, chart.Series.Count);
        var y = new AxisScale(chart.Y, chart.Series.SelectMany(s => s.Y), Math.Max(2, height / 3));
        int left = y.Ticks.Select(t => t.Label.Length).DefaultIfEmpty(0).Max() + 1;
        string[] names = Names(chart.Series, y, height, Math.Max(4, page.Width / 4), page.IsAscii);
        int columns = Math.Max(8, page.Width - left - 1 - names.Max(n => n.Length));
        var x = new AxisScale(
            chart.X, chart.Series.SelectMany(s => s.X).Concat(chart.Rules.Select(r => r.Value)), Math.Max(2, columns / 7), tight: true);
        DotGrid grid = page.IsAscii ? new(columns, height, 1, 1) : new(columns, height, CellDotsX, CellDotsY);
        for (int i = 0; i < chart.Series.Count; i++)
        {
            if (page.IsAscii || !chart.Series[i].IsPoints)
                Draw(grid, chart.Series[i], x, y, i);
        }
        char[,] cells = grid.ToCells(i => AsciiMarks[i % AsciiMarks.Length]);
        for (int i = 0; i < chart.Series.Count && !page.IsAscii; i++)
        {
            if (chart.Series[i].IsPoints)
                DrawPoints(cells, chart.Series[i], x, y, i);
        }
        foreach (ChartRule rule in chart.Rules)
            Upright(cells, TerminalPage.ColumnOf(x.Position(rule.Value), columns), page.Rule);
        Zero(cells, TerminalPage.RowOf(y.Position(0), height), TerminalPage.ColumnOf(x.Position(0), columns), page.IsAscii);
        page.Rows(cells, y, chart.Y, left, names);
        page.AxisX(x, chart.X, left, columns);
        page.RuleNames(chart.Rules.Select(rule => rule.Name), left);
    }

    // What stands right of each row: the names of the curves that end near it, with a sample of their dots.
    static string[] Names(IReadOnlyList<Series> series, AxisScale y, int height, int longest, bool ascii)
    {
        (string Name, double Row)[] ends =
        [
            .. series.Select((s, i) => (Name: s.Name.Length == 0 ? "" : $" {Sample(s, i, ascii)} {TerminalPage.Cut(s.Name, longest)}",
                    Row: (height - 1) * (1 - Math.Clamp(s.Y.Select(y.Position).LastOrDefault(p => !double.IsNaN(p), 0), 0, 1))))
                .OrderBy(e => e.Row)
        ];
        double[] rows = LabelSpread.Apart([.. ends.Select(e => e.Row)], 1, 0, height - 1);
        string[] names = [.. Enumerable.Repeat("", height)];
        // Places at least 1 apart, and within the height, stay apart when rounded down.
        for (int i = 0; i < ends.Length; i++)
            names[(int)(rows[i] + 1e-9)] = ends[i].Name;
        return names;
    }

    static void Draw(DotGrid grid, Series series, AxisScale x, AxisScale y, int index)
    {
        (double X, double Y)? before = null;
        int step = 0;
        for (int i = 0; i < series.X.Count; i++)
        {
            (double X, double Y) here = (x.Position(series.X[i]) * (grid.DotsX - 1), (1 - y.Position(series.Y[i])) * (grid.DotsY - 1));
            if (double.IsNaN(here.X) || double.IsNaN(here.Y))
            {
                before = null;
                continue;
            }
            (double X, double Y) start = series.IsPoints ? here : before ?? here;
            // Far outside, a curve is as steep as outside: the walk must not take its length in dots.
            double distance = Math.Max(Math.Abs(here.X - start.X), Math.Abs(here.Y - start.Y));
            int steps = (int)Math.Clamp(Math.Ceiling(distance), 1, 4 * (grid.DotsX + grid.DotsY));
            for (int s = 1; s <= steps; s++, step++)
            {
                if (grid.IsDense || IsInk(index, step))
                    grid.Set(start.X + (here.X - start.X) * s / steps, start.Y + (here.Y - start.Y) * s / steps, index);
            }
            before = here;
        }
    }

    // Where a curve runs, it is what stays.
    static void DrawPoints(char[,] cells, Series series, AxisScale x, AxisScale y, int index)
    {
        for (int i = 0; i < series.X.Count; i++)
        {
            int row = TerminalPage.RowOf(y.Position(series.Y[i]), cells.GetLength(0));
            int column = TerminalPage.ColumnOf(x.Position(series.X[i]), cells.GetLength(1));
            if (row >= 0 && column >= 0 && cells[row, column] == ' ')
                cells[row, column] = PointMarks[index % PointMarks.Length];
        }
    }

    // Braille has no colours: curves differ in how many of six dots they set.
    static bool IsInk(int series, int step) => (series % 4) switch
    {
        0 => true,
        1 => step % 3 == 0,
        2 => step % 8 < 5,
        _ => step % 6 == 0,
    };

    static void Zero(char[,] cells, int row, int column, bool ascii)
    {
        (char across, char down) = ascii ? ('.', '.') : ('┈', '┊');
        for (int c = 0; row >= 0 && c < cells.GetLength(1); c++)
            cells[row, c] = cells[row, c] == ' ' ? across : cells[row, c];
        if (column > 0)
            Upright(cells, column, down);
    }

    static void Upright(char[,] cells, int column, char mark)
    {
        for (int r = 0; column >= 0 && r < cells.GetLength(0); r++)
            cells[r, column] = cells[r, column] is ' ' or '┈' ? mark : cells[r, column];
    }

    static string Sample(Series series, int index, bool ascii)
    {
        const int Cells = 4;
        if (ascii)
            return AsciiMarks[index % AsciiMarks.Length].ToString();
        if (series.IsPoints)
            return $" {PointMarks[index % PointMarks.Length]}  ";
        var grid = new DotGrid(Cells, 1, CellDotsX, CellDotsY);
        for (int dot = 0; dot < Cells * CellDotsX; dot++)
        {
            if (IsInk(index, dot))
                grid.Set(dot, 1, index);
        }
        char[,] cells = grid.ToCells(_ => ' ');
        return string.Concat(Enumerable.Range(0, Cells).Select(c => cells[0, c]));
    }
}
