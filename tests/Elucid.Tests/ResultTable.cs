using System.Globalization;

namespace Elucid.Tests;

/// <summary>A table of a Markdown file, by its columns' names.</summary>
sealed class ResultTable
{
    readonly string[] _columns;

    ResultTable(string[] columns, string[][] rows) => (_columns, Rows) = (columns, rows);

    /// <summary>Its rows, cell by cell.</summary>
    public IReadOnlyList<string[]> Rows { get; }

    /// <summary>The first table below a heading.</summary>
    public static ResultTable Read(string path, string heading)
    {
        string[][] lines =
            [.. File.ReadLines(path).SkipWhile(l => l != "## " + heading).SkipWhile(l => !l.StartsWith('|')).TakeWhile(l => l.StartsWith('|'))
                .Select(Cells)];
        Assert.True(lines.Length > 2, $"{path} has no table below '{heading}'.");
        return new(lines[0], lines[2..]);
    }

    /// <summary>The one row that begins with this name and has these cells.</summary>
    public string[] Row(string name, params string[] cells) =>
        Assert.Single(Rows, row => row[0] == name && cells.All(cell => row.Contains(cell)));

    /// <summary>The number that a cell begins with.</summary>
    public double Number(string[] row, string column) =>
        double.Parse(row[Array.IndexOf(_columns, column)].Split(' ')[0], CultureInfo.InvariantCulture);

    static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim())];
}
