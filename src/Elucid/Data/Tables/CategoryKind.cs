using System.Text.Json;

namespace Elucid;

/// <summary>Names, of which there are few. Whatever is no date and no number comes here.</summary>
internal sealed class CategoryKind : ColumnKind
{
    /// <summary>Each becomes a feature.</summary>
    public const int Most = 1000;

    const int FewRows = 20;

    public static CategoryKind Instance { get; } = new();

    public override string Name => "category";

    public override string? Refusal(ColumnScan scan, TableContext table)
    {
        bool isWanted = scan.IsNamedCategory || table.Options.Keep.Contains(scan.Name);
        if (scan.TooMany && isWanted)
            throw new DataFormatException(
                $"'{table.Path}': expected at most {Most} different texts in column '{Excerpt.Of(scan.Name)}', each of which "
                + "becomes a feature, but there are more. Leave the column out if it identifies rows, or group its values.");
        int values = scan.Present + scan.WeakCount, distinct = scan.Distinct + scan.Weak.Count;
        return isWanted ? null
            : scan.TooMany ? $"over {Most:N0} texts"
            : values >= FewRows && 2 * distinct > values ? $"{distinct:N0} different texts"
            : null;
    }

    public override Column Fit(ColumnScan scan, TableContext table)
    {
        if (scan.WeakCount > 0 && !scan.IsNamedCategory)
            table.Notes.Add(
                scan.Name, $"taken for a value, as it stands among texts. If it means a missing one, use "
                    + $"{Spelling.OfList(nameof(CsvOptions.MissingMarks), ["MARK"])}.",
                string.Join(", ", scan.Weak.Select(mark => $"{mark.Count} × '{mark.Mark}'")));
        if (scan.FirstMark is { Exists: true } mark)
            table.Notes.Add(
                scan.Name, $"taken for a missing value. If it is a name, put it in quotes or use "
                    + $"{Spelling.OfList(nameof(CsvOptions.CategoryColumns), ["COLUMN"])}.", $"'{mark.Text}' in line {mark.Line}");
        string[] texts = scan.Texts();
        if (LookAlikes.Of(texts).FirstOrDefault() is { } alike)
            table.Notes.Add(
                scan.Name, $"taken for different values, {LookAlikes.Difference}. Write them alike if they are one.", LookAlikes.Quoted(alike));
        return new CategoryColumn(scan.Name, texts, scan.IsNamedCategory, [], hasIndicator: false);
    }

    /// <summary>Says so where numbers are taken for texts.</summary>
    public static void TellOfNumbers(ColumnScan scan, TableContext table)
    {
        if (!scan.IsNamedCategory && scan.Present > 0 && scan.Readable == scan.Present)
            table.Notes.Add(
                scan.Name, $"numbers that are not written alike, or not as {Spelling.Of(nameof(CsvOptions.Decimal))} and "
                    + $"{Spelling.Of(nameof(CsvOptions.Thousands))} say, are "
                + "taken for texts. Write them alike, or say how they are written.", $"'{scan.Numbers.Sample.Text}'");
    }

    // Before it had `fill`, the file named the category that stands for a missing value.
    public override Column Read(string name, float[] fill, bool hasIndicator, JsonElement json)
    {
        string[] categories =
            [.. json.GetProperty("categories").EnumerateArray().Select(category => category.GetString() ?? throw new FormatException())];
        if (fill.Length == 0 && json.TryGetProperty("mostFrequent", out JsonElement frequent))
        {
            fill = new float[categories.Length];
            fill[Array.IndexOf(categories, frequent.GetString()) is >= 0 and int i ? i : throw new FormatException()] = 1;
        }
        return new CategoryColumn(name, categories, json.TryGetProperty("named", out JsonElement named) && named.GetBoolean(), fill, hasIndicator);
    }
}
