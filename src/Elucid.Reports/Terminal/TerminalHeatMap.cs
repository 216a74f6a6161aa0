namespace Elucid.Reports;

/// <summary>Cells of a heat map in a terminal: a shade and, where there is room, the value.</summary>
internal static class TerminalHeatMap
{
    // More rows or columns than that are drawn as means of blocks.
    const int MostRows = 36;
    const int LeastName = 4, MostUpright = 10;
    const string Shades = " ░▒▓█", AsciiShades = " .:+#";

    public static void Write(TerminalPage page, HeatMapChart chart)
    {
        int left = Math.Min(page.Width / 3, chart.Rows.Select(r => r.Name.Length).DefaultIfEmpty(0).Max()) + 1;
        HeatGrid grid = HeatGrid.Of(chart, Math.Min(page.Width - left - 1, MostRows));
        HeatScale scale = new(chart.Value, grid.Values, chart.Middle);
        if (chart.RowLabel.Length > 0)
            page.Line(TerminalPage.Cut(chart.RowLabel, page.Width));
        int columns = grid.Columns.Count, room = (page.Width - left - 1) / Math.Max(1, columns);
        string[] texts = [.. grid.Values.Select(grid.TextsOn(chart.Value)).Select(page.Plain)];
        int widest = texts.Select(text => text.Length).DefaultIfEmpty(0).Max(), longest = grid.Columns.Select(c => c.Length).DefaultIfEmpty(0).Max();
        bool hasTexts = widest + 2 <= room;
        int width = hasTexts ? Math.Min(room, Math.Max(widest + 2, longest + 1)) : Math.Min(room, 2);
        for (int row = 0; row < grid.Rows.Count; row++)
        {
            string cells = string.Concat(Enumerable.Range(0, columns).Select(column => Cell(
                ShadeOf(scale.StepOf(grid[row, column]), page.IsAscii), hasTexts ? texts[row * columns + column] : null, width)));
            page.Line($"{TerminalPage.Cut(grid.Rows[row], left - 1).PadLeft(left)}{page.Upright}{cells}".TrimEnd());
        }
        string blank = new(' ', left + 1);
        bool haveRoom = width > LeastName || longest < width;
        foreach (string line in haveRoom ? [ColumnNames(grid.Columns, width)] : UprightNames(grid.Columns, width, hasTexts))
            page.Line((blank + line).TrimEnd());
        if (chart.ColumnLabel.Length > 0)
            page.Line(blank + TerminalPage.Cut(chart.ColumnLabel, page.Width - blank.Length));
        page.Line(Key(page, chart, grid, scale));
    }

    static string Cell(char shade, string? text, int width) =>
        text is null ? new string(shade, width) : $"{text.PadLeft(width - 1)}{shade}";

    static char ShadeOf(int? step, bool isAscii)
    {
        string shades = isAscii ? AsciiShades : Shades;
        return shades[step is int known ? (int)Math.Round(Math.Abs(known) * (shades.Length - 1.0) / HeatColors.Steps) : 0];
    }

    // Right aligned, as values are, and cut to their columns.
    static string ColumnNames(IReadOnlyList<string> names, int width) =>
        string.Concat(names.Select(name => TerminalPage.Cut(name, width - 1).PadLeft(width - 1) + " "));

    // One letter below the other, where columns are too narrow for names.
    static IEnumerable<string> UprightNames(IReadOnlyList<string> names, int width, bool hasTexts)
    {
        int before = hasTexts ? width - 2 : 0, lines = Math.Min(names.Max(name => name.Length), MostUpright);
        return Enumerable.Range(0, lines).Select(line => string.Concat(names.Select(name =>
            new string(' ', before) + (line < name.Length ? name[line] : ' ') + new string(' ', width - before - 1))));
    }

    static string Key(TerminalPage page, HeatMapChart chart, HeatGrid grid, HeatScale scale)
    {
        Func<double, string> note = grid.NotesOn(chart.Value);
        string Value(double value) => page.Plain(note(value));
        string ends = scale.IsParted && chart.Middle is double middle
            ? $"{Value(scale.Low)} to {Value(scale.High)}, without shade at {Value(middle)}"
            : $"{Value(scale.Low)} ({Name(scale.Low)}) to {Value(scale.High)} ({Name(scale.High)})";
        string blocks = grid.Block == 1 ? "" : $", means of {grid.Block} x {grid.Block}";
        return TerminalPage.Cut($"{chart.Value.Label}{blocks}: {ends}", page.Width);

        string Name(double value) => ShadeOf(scale.StepOf(value), page.IsAscii) is var shade and not ' ' ? shade.ToString() : "no shade";
    }
}
