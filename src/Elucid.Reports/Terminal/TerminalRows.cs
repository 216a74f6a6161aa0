namespace Elucid.Reports;

/// <summary>Rows of a plot in a terminal, each with its name and a note: observations with intervals, and bars.</summary>
internal static class TerminalRows
{
    public static void Write(TerminalPage page, ForestChart chart)
    {
        (char dot, char from, char bar, char to, char mean) = page.IsAscii ? ('.', '[', '-', ']', 'O') : ('∙', '├', '─', '┤', '●');
        IEnumerable<double> values = chart.Rows.SelectMany(r => r.Points.Append(r.Mean).Append(r.Lower).Append(r.Upper));
        ChartRule[] rules = chart.Reference is double reference ? [new(reference, chart.ReferenceLabel)] : [];
        Write(page, chart.X, values, rules, [.. chart.Rows.Select(r => (r.Name, r.Note))], (line, i) =>
        {
            ForestRow row = chart.Rows[i];
            foreach (double point in row.Points)
                line.Put(point, dot);
            line.Fill(row.Lower, row.Upper, bar);
            line.Put(row.Lower, from);
            line.Put(row.Upper, to);
            line.Put(row.Mean, mean);
        });
    }

    public static void Write(TerminalPage page, BarChart chart)
    {
        (char fill, char from, char to) = page.IsAscii ? ('#', '[', ']') : ('█', '├', '┤');
        bool isLogarithmic = chart.X.IsLogarithmic;
        double[] values =
        [
            .. chart.Bars.SelectMany(b => (double[])[b.Value, b.Lower ?? b.Value, b.Upper ?? b.Value]).Concat(chart.Rules.Select(r => r.Value))
                .Where(double.IsFinite)
        ];
        Axis axis = BarPlot.StartingAtZero(chart.X, values);
        Write(page, axis, isLogarithmic ? values : values.Append(0), chart.Rules, [.. chart.Bars.Select(b => (b.Name, chart.NoteOf(b)))], (line, i) =>
        {
            Bar bar = chart.Bars[i];
            line.FillFrom(isLogarithmic ? null : 0, bar.Value, fill);
            line.Put(bar.Lower ?? double.NaN, from);
            line.Put(bar.Upper ?? double.NaN, to);
        });
    }

    static void Write(
        TerminalPage page, Axis axis, IEnumerable<double> values, IReadOnlyList<ChartRule> rules, IReadOnlyList<(string Name, string Note)> rows,
        Action<TerminalRow, int> draw)
    {
        int left = Math.Min(page.Width / 3, rows.Select(r => r.Name.Length).DefaultIfEmpty(0).Max()) + 1;
        int right = Math.Min(page.Width / 3, rows.Select(r => r.Note.Length).DefaultIfEmpty(0).Max()) + 1;
        int columns = Math.Max(8, page.Width - left - 1 - right);
        var x = new AxisScale(axis, values.Concat(rules.Select(r => r.Value)), Math.Max(2, columns / 7));
        for (int i = 0; i < rows.Count; i++)
        {
            TerminalRow line = new(x, columns);
            foreach (ChartRule rule in rules)
                line.Put(rule.Value, page.Rule);
            draw(line, i);
            string name = TerminalPage.Cut(rows[i].Name, left - 1).PadLeft(left), note = TerminalPage.Cut(page.Plain(rows[i].Note), right - 1);
            page.Line($"{name}{page.Upright}{line} {note}".TrimEnd());
        }
        page.AxisX(x, axis, left, columns);
        page.RuleNames(rules.Select(rule => rule.Name), left);
    }
}
