using System.Text;

namespace Elucid.Reports;

/// <summary>Lines of text as they are written, and what all kinds of charts need in a terminal.</summary>
internal sealed class TerminalPage(int width, int height, bool isAscii)
{
    const string Raised = "⁰¹²³⁴⁵⁶⁷⁸⁹⁻";

    readonly StringBuilder _text = new();

    /// <summary>Characters across.</summary>
    public int Width => width;

    /// <summary>Lines of a plot whose height is free.</summary>
    public int Height => height;

    /// <summary>Whether only ASCII may be drawn.</summary>
    public bool IsAscii => isAscii;

    /// <summary>What was written.</summary>
    public string Text => _text.ToString();

    public void Line(string line) => _text.Append(line).Append('\n');

    /// <summary>What marks a vertical line.</summary>
    public char Rule => isAscii ? ':' : '┊';

    /// <summary>What an axis at the left is drawn of.</summary>
    public char Upright => isAscii ? '|' : '│';

    /// <summary>The horizontal axis below so many columns, with tick labels as far as they do not touch.</summary>
    public void AxisX(AxisScale x, Axis axis, int left, int columns)
    {
        (char across, char corner, char mark) = isAscii ? ('-', '+', '+') : ('─', '└', '┬');
        char[] rule = [.. Enumerable.Repeat(across, columns)];
        char[] labels = [.. Enumerable.Repeat(' ', left + 1 + columns)];
        int free = 0;
        foreach (Tick tick in x.Ticks)
        {
            int column = ColumnOf(tick.Position, columns);
            if (column < 0)
                continue;
            rule[column] = mark;
            string label = Plain(tick.Label);
            int start = Math.Min(left + 1 + column - label.Length / 2, labels.Length - label.Length);
            if (start < free)
                continue;
            label.CopyTo(labels.AsSpan(start));
            free = start + label.Length + 1;
        }
        Line(new string(' ', left) + corner + new string(rule));
        Line(new string(labels).TrimEnd());
        Line(new string(' ', left + 1 + Math.Max(0, (columns - axis.Label.Length) / 2)) + axis.Label);
    }

    /// <summary>Rows of characters with the vertical axis at their left.</summary>
    /// <param name="cells">[rows, columns].</param>
    /// <param name="y">The scale.</param>
    /// <param name="axis">The axis, whose label stands above.</param>
    /// <param name="left">How wide the tick labels are.</param>
    /// <param name="notes">What stands right of each row.</param>
    public void Rows(char[,] cells, AxisScale y, Axis axis, int left, IReadOnlyList<string>? notes = null)
    {
        (int rows, int columns) = (cells.GetLength(0), cells.GetLength(1));
        var labels = new Dictionary<int, string>();
        foreach (Tick tick in y.Ticks)
            labels.TryAdd(RowOf(tick.Position, rows), tick.Label);
        if (axis.Label.Length > 0)
            Line(new string(' ', left) + axis.Label);
        for (int row = 0; row < rows; row++)
        {
            bool isTick = labels.TryGetValue(row, out string? label);
            string line = string.Concat(Enumerable.Range(0, columns).Select(column => cells[row, column]));
            Line($"{Plain(label ?? "").PadLeft(left)}{(isTick ? isAscii ? '+' : '┤' : Upright)}{line}{notes?[row]}".TrimEnd());
        }
    }

    /// <summary>Names of vertical lines, each once.</summary>
    public void RuleNames(IEnumerable<string> names, int left)
    {
        foreach (string name in names.Where(name => name.Length > 0).Distinct())
            Line(Cut($"{new string(' ', left + 1)}{Rule} {name}", width));
    }

    /// <summary>Text cut to a length.</summary>
    public static string Cut(string text, int length) => text.Length <= length ? text : text[..Math.Max(0, length)];

    /// <summary>The character in which a position along an axis lies; −1 for none.</summary>
    public static int ColumnOf(double position, int columns) =>
        position is >= -1e-9 and <= 1 + 1e-9 ? (int)Math.Round(position * (columns - 1)) : -1;

    /// <summary>The line in which a position along the vertical axis lies; −1 for none.</summary>
    public static int RowOf(double position, int rows) => ColumnOf(1 - position, rows);

    /// <summary>A text of the chart's own making, in ASCII where only that may be drawn: 10⁻⁵ becomes 10^-5.</summary>
    public string Plain(string text)
    {
        if (!isAscii)
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
}
