using System.Text.Json;

namespace Elucid;

/// <summary>Numbers, in one of the formats of <see cref="NumberFormat"/>.</summary>
internal sealed class NumericKind : ColumnKind
{
    const int FewRows = 20;

    // Whole names, or the last word of one: user_id, rowNumber.
    static readonly string[] IdentifierWords = ["id", "ids", "nr", "no", "number", "index", "key", "code", "uid", "row", "rownum"];

    // Words whose numbers mean no quantity, even if they occur again.
    static readonly string[] CodeWords = ["id", "ids", "code", "key", "uid", "zip", "zipcode", "postcode", "plz"];

    public static NumericKind Instance { get; } = new();

    public override string Name => "number";

    public override string? Refusal(ColumnScan scan, TableContext table)
    {
        if (scan.IsNamedCategory)
            return "it is named a category";
        NumberFormat format = scan.Numbers.Best(table.Dialect.Separator);
        int count = scan.Numbers.Of(format).Count;
        RequireAll(count, scan.Numbers.Misfit(format), $"a number{format.Suffix}", scan, table);
        if (count == 0 || count < scan.Present)
            return "its values are not numbers";
        if (scan.Numbers.Of(format).Infinite is { Exists: true } infinite)
            throw new DataFormatException($"'{table.Path}', line {infinite.Line}, column '{Excerpt.Of(scan.Name)}': expected a finite number within "
                + $"±3.4e38, but got '{infinite.Text}'. Correct the value, or leave it empty if it is unknown.");
        return null;
    }

    public override Column Fit(ColumnScan scan, TableContext table)
    {
        NumberFormat format = Format(scan, table);
        NumberOffset offset = NumberOffset.Of(scan, format);
        offset.Tell(scan.Name, table.Notes);
        NumberStats stats = scan.Numbers.Of(format);
        bool neverRepeats = stats.AreWhole && scan.Present >= FewRows && (scan.TooMany ? scan.Numbers.AreInOrder : scan.Distinct == scan.Counted);
        bool countsRows = stats.Low is 0 or 1 && stats.High - stats.Low + 1 == scan.Present;
        if (neverRepeats && (countsRows || IdentifierWords.Contains(LastWord(scan.Name))))
            table.Notes.Add(
                scan.Name, $"looks like an identifier, a different number in every row. It stays a feature. Use "
                    + $"{Spelling.OfList(nameof(CsvOptions.Ignore), ["COLUMN"])} to leave it out.");
        else if (scan.Numbers.Code.Exists
            || (stats.AreWhole && scan.Present >= FewRows && scan.Distinct > 2 && CodeWords.Contains(LastWord(scan.Name))))
            table.Notes.Add(
                scan.Name, $"looks like a code. It stays a number. Use {Spelling.OfList(nameof(CsvOptions.CategoryColumns), ["COLUMN"])} if its "
                    + $"values are names, or "
                + $"{Spelling.OfList(nameof(CsvOptions.Ignore), ["COLUMN"])} to leave it out.",
                scan.Numbers.Code.Exists ? $"'{scan.Numbers.Code.Text}'" : "");
        return new NumericColumn(scan.Name, format, offset.Value, [], hasIndicator: false);
    }

    public override Column Read(string name, float[] fill, bool hasIndicator, JsonElement json) => new NumericColumn(
        name,
        new NumberFormat(Mark(json, "decimal") ?? '.', Mark(json, "thousands"), Mark(json, "unit")),
        json.TryGetProperty("offset", out JsonElement offset) ? offset.GetDouble() : 0,
        fill, hasIndicator);

    /// <summary>The format of a column of numbers; what is unusual about it, or counts as missing, is said.</summary>
    public static NumberFormat Format(ColumnScan scan, TableContext table)
    {
        NumberFormat format = scan.Numbers.Best(table.Dialect.Separator);
        if (format.Unit is { } unit)
            table.Notes.Add(
                scan.Name, $"numbers are read without their '{unit}'{(format.Options.Length > 0 ? $", and with {format.Options}" : "")}. Use "
                + $"{Spelling.OfList(nameof(CsvOptions.CategoryColumns), ["COLUMN"])} if they are names.",
                    $"'{scan.Numbers.Sample.Text}' is {Excerpt.Of(format.Parse(scan.Numbers.Sample.Text))}");
        else if (format != NumberFormat.Plain && table.Options.Decimal is null && table.Options.Thousands is null
            && scan.Numbers.Sample is { Exists: true } sample)
            table.Notes.Add(
                scan.Name, $"numbers are read with {format.Options}. Use {Spelling.Of(nameof(CsvOptions.Decimal))} or "
                    + $"{Spelling.Of(nameof(CsvOptions.Thousands))} to overrule.", $"'{sample.Text}' is {Excerpt.Of(format.Parse(sample.Text))}");
        // As tables with decimal commas are separated.
        if (format.Decimal == '.' && format.Thousands is null && table.Options is { Decimal: null, Thousands: null } && table.Dialect.Separator == ';'
            && scan.Numbers.LooksGrouped is { Exists: true } grouped)
            table.Notes.Add(
                scan.Name, $"points are taken for decimal ones. If they stand between thousands, use "
                    + $"{Spelling.Of(nameof(CsvOptions.Thousands), '.')}.", $"'{grouped.Text}' is {Excerpt.Of(format.Parse(grouped.Text))}");
        WeakAreMissing(scan, table);
        return format;
    }

    /// <summary>Says which texts count as missing values.</summary>
    public static void WeakAreMissing(ColumnScan scan, TableContext table)
    {
        if (scan.WeakCount > 0)
            table.Notes.Add(
                scan.Name, $"taken for missing values. Use {Spelling.OfList(nameof(CsvOptions.MissingMarks), ["MARK", "…"])} to name the "
                    + $"marks yourself.",
                string.Join(", ", scan.Weak.Select(mark => $"{mark.Count} × '{mark.Mark}'")));
    }

    static char? Mark(JsonElement json, string name) => json.TryGetProperty(name, out JsonElement mark) ? mark.GetString()!.Single() : null;

    /// <summary>The last word of a name in small letters: <c>rowNumber</c> is a number.</summary>
    public static string LastWord(string name)
    {
        int begin = name.Length;
        while (begin > 0 && char.IsLetter(name[begin - 1]) && (begin == name.Length || !(char.IsLower(name[begin - 1]) && char.IsUpper(name[begin]))))
            begin--;
        return name[begin..].ToLowerInvariant();
    }
}
