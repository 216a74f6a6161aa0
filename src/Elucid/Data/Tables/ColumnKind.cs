using System.Text.Json;

namespace Elucid;

/// <summary>A kind of column: knows its own values, or says why they are not.</summary>
internal abstract class ColumnKind
{
    /// <summary>In the order in which they are asked: the first that accepts a column has it.</summary>
    public static IReadOnlyList<ColumnKind> All { get; } = [DateKind.Instance, NumericKind.Instance, CategoryKind.Instance];

    /// <summary>The kind in a word.</summary>
    public abstract string Name { get; }

    /// <summary>Null if the values are of this kind; otherwise why they are not.</summary>
    /// <exception cref="DataFormatException">Most values are of this kind and some are not: one of them is named.</exception>
    public abstract string? Refusal(ColumnScan scan, TableContext table);

    /// <summary>The column, and what the user should know of the decision.</summary>
    public abstract Column Fit(ColumnScan scan, TableContext table);

    /// <summary>A column that was stored.</summary>
    public abstract Column Read(string name, float[] fill, bool hasIndicator, JsonElement json);

    /// <summary>Most values have this kind; those that have not are an error, not another kind.</summary>
    private protected static void RequireAll(int count, Sighting misfit, string expected, ColumnScan scan, TableContext table)
    {
        if (2 * count > scan.Present && misfit.Exists)
            throw new DataFormatException(
                $"'{table.Path}', line {misfit.Line}, column '{Excerpt.Of(scan.Name)}': expected {expected}, as in {count} of "
                + $"{scan.Present} rows, but got '{misfit.Text}'. Correct the value, leave it empty if it is unknown (or use "
                + $"{Spelling.Of(nameof(CsvOptions.MissingMarks))}), or name the column a "
                + $"category ({Spelling.OfList(nameof(CsvOptions.CategoryColumns), [Excerpt.Of(scan.Name)])}).");
    }
}
