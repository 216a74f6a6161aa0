namespace Elucid.Reports;

/// <summary>One line of characters along an axis.</summary>
internal sealed class TerminalRow(AxisScale x, int columns)
{
    readonly char[] _cells = [.. Enumerable.Repeat(' ', columns)];

    /// <summary>Puts a character where a value stands, if it has a place.</summary>
    public void Put(double value, char c)
    {
        if (TerminalPage.ColumnOf(x.Position(value), columns) is int column and >= 0)
            _cells[column] = c;
    }

    /// <summary>Fills what lies between two values that both have a place.</summary>
    public void Fill(double lower, double upper, char c)
    {
        (int first, int last) = (TerminalPage.ColumnOf(x.Position(lower), columns), TerminalPage.ColumnOf(x.Position(upper), columns));
        if (first >= 0 && last >= first)
            Array.Fill(_cells, c, first, last - first + 1);
    }

    /// <summary>Fills from one value, or from the axis' start, to another, as far as the axis reaches.</summary>
    public void FillFrom(double? start, double end, char c)
    {
        if (double.IsNaN(x.Position(end)))
            return;
        double from = Math.Clamp(start is double value ? x.Position(value) : 0, 0, 1), to = Math.Clamp(x.Position(end), 0, 1);
        int first = TerminalPage.ColumnOf(Math.Min(from, to), columns), last = TerminalPage.ColumnOf(Math.Max(from, to), columns);
        // A bar of no length is not drawn.
        if (from != to)
            Array.Fill(_cells, c, first, last - first + 1);
    }

    public override string ToString() => new(_cells);
}
