using System.Text;

namespace Elucid.Reports;

/// <summary>Draws charts as text: curves in braille dots (2 × 4 to a character) or in ASCII, with axes and with names beside their ends. Of pictures
/// it says how many each row has.</summary>
public static class TerminalPlot
{
    const int SmallestWidth = 30, SmallestHeight = 6;
    const int CellDotsX = 2, CellDotsY = 4;
    const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";
    const string AsciiMarks = "*o+x#@%&";

    /// <summary>The chart as lines of text, without escape sequences, each ended by a line feed.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="width">Characters across, labels and names included; fewer than 30 count as 30.</param>
    /// <param name="height">
    /// Lines of the plot itself, for curves; fewer than 6, or than there are curves, count as that many. Title and axis come on top of it.
    /// </param>
    /// <param name="ascii">Whether to draw with ASCII only (names and titles are written as they are). False by default.</param>
    public static string Render(Chart chart, int width, int height, bool ascii = false)
    {
        width = Math.Max(width, SmallestWidth);
        height = Math.Max(height, SmallestHeight);
        var text = new StringBuilder();
        AppendLine(text, chart.Title);
        switch (chart)
        {
            case LineChart lines:
                Lines(text, lines, width, height, ascii);
                break;
            case ForestChart forest:
                Forest(text, forest, width, ascii);
                break;
            case ImageChart images:
                foreach (ImageRow row in images.Rows)
                    AppendLine(text, $"{row.Images.Count} {row.Name}" is var line && line.Length > width ? line[..width] : line);
                break;
        }
        return text.ToString();
    }

    static void Lines(StringBuilder text, LineChart chart, int width, int height, bool ascii)
    {
        height = Math.Max(height, chart.Series.Count);
        var y = new AxisScale(chart.Y, chart.Series.SelectMany(s => s.Y), Math.Max(2, height / 3));
        int left = y.Ticks.Select(t => t.Label.Length).DefaultIfEmpty(0).Max() + 1;
        string[] names = Names(chart.Series, y, height, Math.Max(4, width / 4), ascii);
        int columns = Math.Max(8, width - left - 1 - names.Max(n => n.Length));
        var x = new AxisScale(chart.X, chart.Series.SelectMany(s => s.X), Math.Max(2, columns / 7), tight: true);
        Grid grid = ascii ? new(columns, height, 1, 1) : new(columns, height, CellDotsX, CellDotsY);
        for (int i = 0; i < chart.Series.Count; i++)
            Draw(grid, chart.Series[i], x, y, i);

        char[,] cells = grid.ToCells(i => AsciiMarks[i % AsciiMarks.Length]);
        (char rule, char across, char corner, char tickX, char tickY) = ascii ? ('|', '-', '+', '+', '+') : ('│', '─', '└', '┬', '┤');
        Zero(cells, RowOf(y.Position(0), height), ColumnOf(x.Position(0), columns), ascii);

        var labels = new Dictionary<int, string>();
        foreach (Tick tick in y.Ticks)
            labels.TryAdd(RowOf(tick.Position, height), tick.Label);
        if (chart.Y.Label.Length > 0)
            AppendLine(text, new string(' ', left) + chart.Y.Label);
        for (int row = 0; row < height; row++)
        {
            bool isTick = labels.TryGetValue(row, out string? label);
            string line = string.Concat(Enumerable.Range(0, columns).Select(column => cells[row, column]));
            AppendLine(text, $"{Plain(label ?? "", ascii).PadLeft(left)}{(isTick ? tickY : rule)}{line}{names[row]}".TrimEnd());
        }
        AxisX(text, x, chart.X, left, columns, across, corner, tickX, ascii);
    }

    // What stands right of each row: the names of the curves that end near it, with a sample of their dots.
    static string[] Names(IReadOnlyList<Series> series, AxisScale y, int height, int longest, bool ascii)
    {
        (string Name, double Row)[] ends =
        [
            .. series.Select((s, i) => (Name: s.Name.Length == 0 ? "" : $" {Sample(i, ascii)} {s.Name[..Math.Min(s.Name.Length, longest)]}",
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

    static void Forest(StringBuilder text, ForestChart chart, int width, bool ascii)
    {
        int left = Math.Min(width / 3, chart.Rows.Select(r => r.Name.Length).DefaultIfEmpty(0).Max()) + 1;
        int right = Math.Min(width / 3, chart.Rows.Select(r => r.Note.Length).DefaultIfEmpty(0).Max()) + 1;
        int columns = Math.Max(8, width - left - 1 - right);
        IEnumerable<double> values = chart.Rows.SelectMany(r => r.Points.Append(r.Mean).Append(r.Lower).Append(r.Upper));
        var x = new AxisScale(chart.X, chart.Reference is double reference ? values.Append(reference) : values, Math.Max(2, columns / 7));
        (char rule, char across, char corner, char tick) = ascii ? ('|', '-', '+', '+') : ('│', '─', '└', '┬');
        (char dot, char from, char bar, char to, char mean, char mark) = ascii ? ('.', '[', '-', ']', 'O', ':') : ('∙', '├', '─', '┤', '●', '┊');
        foreach (ForestRow row in chart.Rows)
        {
            char[] cells = [.. Enumerable.Repeat(' ', columns)];
            void Put(double value, char c)
            {
                if (ColumnOf(x.Position(value), columns) is int column and >= 0)
                    cells[column] = c;
            }
            Put(chart.Reference ?? double.NaN, mark);
            foreach (double point in row.Points)
                Put(point, dot);
            (int first, int last) = (ColumnOf(x.Position(row.Lower), columns), ColumnOf(x.Position(row.Upper), columns));
            if (first >= 0 && last >= first)
                Array.Fill(cells, bar, first, last - first + 1);
            Put(row.Lower, from);
            Put(row.Upper, to);
            Put(row.Mean, mean);
            string name = row.Name.Length < left ? row.Name : row.Name[..(left - 1)];
            AppendLine(text, $"{name.PadLeft(left)}{rule}{new string(cells)} {Plain(row.Note, ascii)}".TrimEnd());
        }
        AxisX(text, x, chart.X, left, columns, across, corner, tick, ascii);
        if (chart.Reference is not null && chart.ReferenceLabel.Length > 0)
            AppendLine(text, $"{new string(' ', left + 1)}{mark} {chart.ReferenceLabel}");
    }

    static void Draw(Grid grid, Series series, AxisScale x, AxisScale y, int index)
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
            (double X, double Y) start = before ?? here;
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
        for (int r = 0; column > 0 && r < cells.GetLength(0); r++)
            cells[r, column] = cells[r, column] is ' ' or '┈' ? down : cells[r, column];
    }

    static void AxisX(StringBuilder text, AxisScale x, Axis axis, int left, int columns, char across, char corner, char mark, bool ascii)
    {
        char[] rule = [.. Enumerable.Repeat(across, columns)];
        char[] labels = [.. Enumerable.Repeat(' ', left + 1 + columns)];
        int free = 0;
        foreach (Tick tick in x.Ticks)
        {
            int column = ColumnOf(tick.Position, columns);
            if (column < 0)
                continue;
            rule[column] = mark;
            string label = Plain(tick.Label, ascii);
            int start = Math.Min(left + 1 + column - label.Length / 2, labels.Length - label.Length);
            if (start < free)
                continue;
            label.CopyTo(labels.AsSpan(start));
            free = start + label.Length + 1;
        }
        AppendLine(text, new string(' ', left) + corner + new string(rule));
        AppendLine(text, new string(labels).TrimEnd());
        AppendLine(text, new string(' ', left + 1 + Math.Max(0, (columns - axis.Label.Length) / 2)) + axis.Label);
    }

    static string Sample(int index, bool ascii)
    {
        const int Cells = 4;
        if (ascii)
            return AsciiMarks[index % AsciiMarks.Length].ToString();
        var grid = new Grid(Cells, 1, CellDotsX, CellDotsY);
        for (int dot = 0; dot < Cells * CellDotsX; dot++)
        {
            if (IsInk(index, dot))
                grid.Set(dot, 1, index);
        }
        char[,] cells = grid.ToCells(_ => ' ');
        return string.Concat(Enumerable.Range(0, Cells).Select(c => cells[0, c]));
    }

    static int ColumnOf(double position, int columns) => position is >= -1e-9 and <= 1 + 1e-9 ? (int)Math.Round(position * (columns - 1)) : -1;

    static int RowOf(double position, int rows) => ColumnOf(1 - position, rows);

    // 10⁻⁵ becomes 10^-5.
    static string Plain(string text, bool ascii)
    {
        if (!ascii)
            return text;
        var plain = new StringBuilder();
        bool isRaised = false;
        foreach (char c in text)
        {
            int raised = Raised.IndexOf(c);
            if (raised >= 0 && !isRaised)
                plain.Append('^');
            isRaised = raised >= 0;
            _ = c switch
            {
                _ when isRaised => plain.Append("0123456789-"[raised]),
                '\u2212' or '–' => plain.Append('-'),
                '±' => plain.Append("+-"),
                '∞' => plain.Append("inf"),
                _ => plain.Append(c),
            };
        }
        return plain.ToString();
    }

    static void AppendLine(StringBuilder text, string line) => text.Append(line).Append('\n');

    /// <summary>Characters made of dots: 2 × 4 in braille, 1 × 1 in ASCII.</summary>
    sealed class Grid(int columns, int rows, int cellX, int cellY)
    {
        // Bits of the dots of U+2800, by row and column within the cell.
        static ReadOnlySpan<byte> Bits => [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80];

        readonly byte[,] _dots = new byte[rows, columns];
        readonly int[,] _series = new int[rows, columns];

        public int DotsX => columns * cellX;

        public int DotsY => rows * cellY;

        /// <summary>Whether a dot is a whole character, and so too coarse for broken lines.</summary>
        public bool IsDense => cellX == 1;

        public void Set(double x, double y, int series)
        {
            if (!(x > -0.5 && x < DotsX - 0.5 && y > -0.5 && y < DotsY - 0.5))
                return;
            (int column, int row) = ((int)Math.Round(x), (int)Math.Round(y));
            _dots[row / cellY, column / cellX] |= Bits[row % cellY * CellDotsX + column % cellX];
            _series[row / cellY, column / cellX] = series;
        }

        public char[,] ToCells(Func<int, char> mark)
        {
            var cells = new char[rows, columns];
            for (int r = 0; r < rows; r++)
            {
                for (int c = 0; c < columns; c++)
                    cells[r, c] = _dots[r, c] == 0 ? ' ' : IsDense ? mark(_series[r, c]) : (char)(0x2800 + _dots[r, c]);
            }
            return cells;
        }
    }
}
