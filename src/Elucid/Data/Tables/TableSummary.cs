using System.Text;

namespace Elucid;

/// <summary>What a table holds and what becomes of it, for people to check before they train.</summary>
/// <param name="Name">The table's name.</param>
/// <param name="Rows">Rows that are used.</param>
/// <param name="Separator">What separates fields, in words.</param>
/// <param name="Columns">All columns, in the order of the file.</param>
public sealed record TableSummary(string Name, int Rows, string Separator, IReadOnlyList<ColumnSummary> Columns)
{
    const int Width = 80, LongestName = 22, MostRows = 24, Gap = 2;

    /// <summary>A table for a terminal of 80 columns. Of many columns the first are shown, the target, and how many more there are.</summary>
    public override string ToString()
    {
        ColumnSummary[] shown = Columns.Count <= MostRows ? [.. Columns]
            : [.. Columns.Take(MostRows - 2), .. Columns.Skip(MostRows - 2).Where(c => c.Role == ColumnRole.Target)];
        string[][] cells = [["column", "kind", "values", "missing", "becomes"], .. shown.Select(Cells)];
        int[] widths = [.. Enumerable.Range(0, 4).Select(i => cells.Max(row => row[i].Length))];
        int rest = Width - widths.Sum() - (4 * Gap);
        StringBuilder text = new();
        text.AppendLine($"{Excerpt.Of(Name)}: {Rows:N0} rows, {Columns.Count:N0} columns, separated by {Separator}").AppendLine();
        foreach (string[] row in cells)
            text.AppendLine(
                $"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}  {row[3].PadLeft(widths[3])}  "
                    + $"{CutBetweenWords(row[4], rest)}");
        if (shown.Length < Columns.Count)
            text.AppendLine($"and {Rest([.. Columns.Except(shown)])}");
        return text.ToString().TrimEnd();
    }

    static string[] Cells(ColumnSummary column) =>
    [
        Cut(Excerpt.Of(column.Name), LongestName), column.Kind, column.HasMoreValues ? $"> {column.Values - 1:N0}"
            : Count(column.Values), Count(column.Missing), column.Becomes,
    ];

    static string Rest(ColumnSummary[] columns) =>
        $"{columns.Length:N0} more: "
            + string.Join(
                ", ", columns.GroupBy(c => c.Role == ColumnRole.LeftOut ? "left out" : $"of kind {c.Kind}").Select(g => $"{g.Count():N0} {g.Key}"));

    static string Count(int count) => count == 0 ? "–" : $"{count:N0}";

    static string Cut(string text, int most) => text.Length <= most ? text : text[..(most - 1)].TrimEnd() + "…";

    // A list ends after one of its members; a word that takes more than half of the room is cut itself.
    static string CutBetweenWords(string text, int most)
    {
        if (text.Length <= most)
            return text;
        int space = text.LastIndexOf(' ', most - 2);
        return 2 * space > most ? $"{text[..space]}{(text[space - 1] == ',' ? " …" : "…")}" : Cut(text, most);
    }
}
