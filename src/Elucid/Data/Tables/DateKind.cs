using System.Text.Json;

namespace Elucid;

/// <summary>Dates, with or without times, in one of the orders of <see cref="DateOrder"/>.</summary>
internal sealed class DateKind : ColumnKind
{
    public static DateKind Instance { get; } = new();

    public override string Name => "date";

    /// <summary>The options that say the order of day and month.</summary>
    public static string Orders =>
        $"{Spelling.Of(nameof(CsvOptions.Dates), DateReading.DayFirst)} or {Spelling.Of(nameof(CsvOptions.Dates), DateReading.MonthFirst)}";

    public override string? Refusal(ColumnScan scan, TableContext table)
    {
        if (scan.IsNamedCategory || scan.Dates.Best is not { } best || best.Count == 0)
            return "its values are not dates";
        // Numbers of eight digits may be numbers after all.
        if (best.Order == DateOrder.Compact && best.Misfit.Exists)
            return "its values are not dates";
        RequireAll(best.Count, best.Misfit, $"a date such as {Example(best.Order)}", scan, table);
        return best.Count < scan.Present ? "its values are not dates" : null;
    }

    public override Column Fit(ColumnScan scan, TableContext table)
    {
        DateScan.OrderScan dates = scan.Dates.Best!;
        NumericKind.WeakAreMissing(scan, table);
        table.Notes.Add(
            scan.Name, $"taken for dates: days, and the place in year, week and day as sine and cosine. Use "
                + $"{Spelling.Of(nameof(CsvOptions.Dates), DateReading.Off)} to overrule.",
            $"{dates.First:yyyy-MM-dd} to {dates.Last:yyyy-MM-dd}");
        DateTime origin = dates.First.Date.AddDays(Math.Floor((dates.Last - dates.First).TotalDays / 2));
        return new DateColumn(scan.Name, dates.Order, origin, dates.HasTimes);
    }

    public override Column Read(string name, float[] fill, bool hasIndicator, JsonElement json) => new DateColumn(
        name,
        Enum.TryParse(json.GetProperty("order").GetString(), out DateOrder order) && Enum.IsDefined(order) ? order : throw new FormatException(),
        json.GetProperty("origin").GetDateTime(),
        json.GetProperty("times").GetBoolean(),
        fill, hasIndicator);

    /// <summary>A date as this order writes it.</summary>
    public static string Example(DateOrder order) => order switch
    {
        DateOrder.Compact => "20240131",
        DateOrder.DayMonthYear => "31/1/2024",
        DateOrder.MonthDayYear => "1/31/2024",
        _ => "2024-01-31",
    };
}
