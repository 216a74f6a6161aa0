using System.Globalization;
using System.Text;

namespace Elucid.Tests.Data.Series;

/// <summary>Series are read with their frequency, and what is wrong with one is said in a sentence.</summary>
public sealed class SeriesReaderTests
{
    static readonly SeriesOptions Options = new() { Target = "y", Time = "t", Horizon = 2, Window = 3, Season = 1 };

    static readonly DateTime Start = new(2023, 1, 2);             // a Monday

    static SeriesTable Read(string csv, SeriesOptions? options = null) =>
        SeriesReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(csv)), options ?? Options, "sales.csv");

    static string Sentence(string csv, SeriesOptions? options = null) => Assert.ThrowsAny<Exception>(() => Read(csv, options)).Message;

    static string Csv(IEnumerable<string> times) => "t,y\n" + string.Concat(times.Select((time, i) => $"{time},{10 + (i * i % 7)}\n"));

    static string Dates(int count, Func<int, DateTime> date, string format = "yyyy-MM-dd") =>
        Csv(Enumerable.Range(0, count).Select(i => date(i).ToString(format, CultureInfo.InvariantCulture)));

    // Twenty-four days without those of the given numbers.
    static string Days(params int[] without) =>
        "t,y\n" + string.Concat(Enumerable.Range(0, 24).Except(without).Select(i => $"{Start.AddDays(i):yyyy-MM-dd},{10 + (2 * i)}\n"));

    [Fact]
    public void Months_are_steps_however_long_they_are()
    {
        SeriesTable table = Read(Dates(30, i => new DateTime(2023, 1, 31).AddMonths(i)));

        Assert.Equal("monthly", table.Schema.Grid.Name);
        Assert.Equal(12, table.Schema.Grid.Season);
        Assert.Equal("2025-07-31", table.Schema.Grid.TextOf(table.Series[0].End));
    }

    [Theory]
    [InlineData("quarterly", 4, "2030-07")]
    [InlineData("yearly", 1, "2053-01")]
    [InlineData("weekly", 52, "2023-07-31")]
    [InlineData("daily", 7, "2023-02-01")]
    [InlineData("hourly", 24, "2023-01-03 06:00")]
    [InlineData("every 15 minutes", 96, "2023-01-02 07:30")]
    public void The_frequency_is_found_from_the_times(string name, int season, string next)
    {
        Func<int, DateTime> date = name switch
        {
            "quarterly" => i => new DateTime(2023, 1, 1).AddMonths(3 * i),
            "yearly" => i => new DateTime(2023, 1, 1).AddYears(i),
            "weekly" => i => Start.AddDays(7 * i),
            "daily" => i => Start.AddDays(i),
            "hourly" => i => Start.AddHours(i),
            _ => i => Start.AddMinutes(15 * i),
        };
        TimeGrid grid = Read(Dates(30, date, "yyyy-MM-dd HH:mm")).Schema.Grid;

        Assert.Equal((name, season, next), (grid.Name, grid.Season, grid.TextOf(30)));
    }

    [Fact]
    public void Days_without_weekends_have_no_gaps()
    {
        SeriesTable table = Read(Dates(30, i => Start.AddDays((7 * (i / 5)) + (i % 5))));

        Assert.Equal("on weekdays", table.Schema.Grid.Name);
        Assert.Equal(30, table.Series[0].Values.Length);
        Assert.Equal("2023-02-13", table.Schema.Grid.TextOf(30));
    }

    [Fact]
    public void Months_as_decimals_of_years_are_months()
    {
        SeriesTable table = Read(Csv(Enumerable.Range(0, 30).Select(i => (1949 + Math.Round(i / 12.0, 4)).ToString(CultureInfo.InvariantCulture))));

        Assert.Equal(("monthly", 12), (table.Schema.Grid.Name, table.Schema.Grid.Season));
        Assert.Equal(30, table.Series[0].Values.Length);
    }

    [Fact]
    public void Rows_need_no_order()
    {
        string[] lines = Days().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        SeriesTable table = Read(string.Join('\n', [lines[0], .. lines[1..].Reverse()]));

        Assert.Equal(10, table.Series[0].Values[0]);
        Assert.Contains("Rows did not stand in the order of time and were put into it.", table.Notes);
    }

    [Fact]
    public void First_gap_is_named_with_what_fills_it() => Assert.Equal(
        "'sales.csv': expected a value of 'y' for every day, but 2023-01-07 has none, the first of 3 without. Add the value, or fill gaps in with "
            + "SeriesOptions.Gaps = GapFilling.Linear or SeriesOptions.Gaps = GapFilling.Last.", Sentence(Days(5, 6, 12)));

    [Theory]
    [InlineData(GapFilling.Linear, 20, 22)]
    [InlineData(GapFilling.Last, 18, 18)]
    public void Gaps_are_filled_where_that_is_asked_for(GapFilling gaps, double first, double second)
    {
        SeriesTable table = Read(Days(5, 6), Options with { Gaps = gaps });

        Assert.Equal((first, second), (table.Series[0].Values[5], table.Series[0].Values[6]));
        Assert.Contains($"2 steps without a value filled, the first is 2023-01-07 (SeriesOptions.Gaps = GapFilling.{gaps}).", table.Notes);
    }

    [Fact]
    public void An_empty_value_is_a_gap() => Assert.Contains(
        "but 2023-01-04 has none, the only gap.", Sentence(Days().Replace("2023-01-04,14", "2023-01-04,")));

    [Fact]
    public void Time_that_stands_twice_is_refused() => Assert.Equal(
        "'sales.csv', line 26: expected one row for each time, but 2023-01-03 stands on line 3 already. Remove one of the two, or name the column that "
            + "tells several series apart with SeriesOptions.Series = \"COLUMN\".", Sentence(Days() + "2023-01-03,5\n"));

    [Theory]
    [InlineData(-1, " stands on line 13 already. Remove one of the two, or name the column that tells several series apart with "
        + "SeriesOptions.Series = \"COLUMN\". Where clocks were set back, write times that know of no such change, such as those of UTC, or "
        + "behind each how far it is from UTC (+02:00).")]
    [InlineData(1, " has none, the only gap. Add the value, or fill gaps in with SeriesOptions.Gaps = GapFilling.Linear or SeriesOptions.Gaps = "
        + "GapFilling.Last. Where clocks were set forward, write times that know of no such change, such as those of UTC, or "
        + "behind each how far it is from UTC (+02:00).")]
    public void Hours_that_summer_time_repeats_or_skips_are_refused_with_what_to_write(int set, string end) => Assert.EndsWith(
        end, Sentence(Dates(48, i => Start.AddHours(i < 12 ? i : i + set), "yyyy-MM-dd HH:mm")),
        StringComparison.Ordinal);

    // From one hour to the next summer time may begin or end.
    static string Hours(Func<int, string> zone, Func<int, int> hours) =>
        Csv(Enumerable.Range(0, 48).Select(i => Start.AddHours(i + hours(i)).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + zone(i)));

    [Theory]
    [InlineData("+02:00", "+01:00", 2)]
    [InlineData("+0100", "+0200", 1)]
    [InlineData("Z", "-03", 0)]
    public void Times_that_say_how_far_they_are_from_UTC_are_of_UTC_where_that_changes(string before, string after, int first)
    {
        int change = first - (after is "-03" ? -3 : after.Contains('2') ? 2 : 1);
        SeriesTable table = Read(Hours(i => i < 12 ? before : after, i => i < 12 ? 0 : -change));

        Assert.Equal(48, table.Series[0].Values.Length);
        Assert.Equal(
            Start.AddHours(-first).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), table.Schema.Grid.TextOf(table.Series[0].First));
        Assert.Contains("t: not all times are as far from UTC, so they are converted to it.", table.Notes);
    }

    [Fact]
    public void Times_that_are_all_as_far_from_UTC_stay_as_they_are_written()
    {
        SeriesTable table = Read(Hours(_ => "+01:00", _ => 0));

        Assert.Equal("2023-01-02 00:00", table.Schema.Grid.TextOf(table.Series[0].First));
        Assert.DoesNotContain(table.Notes, note => note.Contains("UTC", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(" DST", "'sales.csv', line 2, column 't': expected when the row was, without a zone or with how far it is from UTC, but got "
        + "'2023-01-02 00:00 DST'. Names of zones mean several: write +02:00 or the like in its place, or times of UTC without one.")]
    [InlineData(" CET", "'sales.csv', line 2, column 't': expected when the row was, without a zone or with how far it is from UTC, but got "
        + "'2023-01-02 00:00 CET'. Names of zones mean several: write +02:00 or the like in its place, or times of UTC without one.")]
    [InlineData("+01:00", "'sales.csv', line 14, column 't': expected that all times say how far they are from UTC, as +02:00 does, or none, but "
        + "'2023-01-02 12:00' does not, unlike the first one. Write all alike.")]
    public void Zones_that_say_too_little_are_refused(string zone, string sentence) =>
        Assert.Equal(sentence, Sentence(Hours(i => i < 12 || zone[0] == ' ' ? zone : "", _ => 0)));

    [Fact]
    public void Time_between_steps_is_refused() => Assert.Equal(
        "'sales.csv', line 26: expected times that are daily, as between most rows, but 2023-01-26 12:00:00 is between 2023-01-26 and 2023-01-27. "
            + "Correct the time, or name the frequency with SeriesOptions.Frequency.", Sentence(Days() + "2023-01-26 12:00,5\n"));

    [Fact]
    public void Stated_frequency_takes_times_for_the_steps_that_they_lie_in() => Assert.Equal(
        25, Read(Days() + "2023-01-26 12:00,5\n", Options with { Frequency = SeriesFrequency.Daily }).Series[0].Values.Length);

    [Fact]
    public void Short_table_is_refused_with_a_remedy() => Assert.Equal(
        "'sales.csv': expected at least 40 steps to train and test forecasts of 8 steps from a window of 9, but there are 24. Choose a smaller "
            + "SeriesOptions.Horizon or SeriesOptions.Window, or add rows.", Sentence(Days(), Options with { Horizon = 8, Window = 9 }));

    [Fact]
    public void Short_series_is_named()
    {
        string csv = "t,y,store\n" + string.Concat(Enumerable.Range(0, 24).Select(i => $"{Start.AddDays(i):yyyy-MM-dd},{i},north\n"))
            + $"{Start:yyyy-MM-dd},1,south\n";

        Assert.Equal(
            "'sales.csv': expected at least 5 steps of each series, a window of 3 and a horizon of 2, but 'south' has 1. Choose a smaller "
                + "SeriesOptions.Window or SeriesOptions.Horizon, or leave such series out.", Sentence(csv, Options with { Series = "store" }));
    }

    [Fact]
    public void Mostly_empty_series_asks_for_the_frequency() => Assert.Equal(
        "'sales.csv': expected values that are daily, but of 356,477 steps only 25 have one. Name the frequency with SeriesOptions.Frequency, or "
            + "leave out rows before the gaps.", Sentence(Days() + "2999-01-01,1\n"));

    [Fact]
    public void Several_series_stand_in_one_table()
    {
        string csv = "store,t,y,promo\n" + string.Concat(Enumerable.Range(0, 30)
            .SelectMany(i => new[] { "north", "south" }.Select((store, s) => $"{store},{Start.AddDays(i):yyyy-MM-dd},{(100 * s) + i},{i % 3}\n")));
        SeriesTable table = Read(csv, Options with { Series = "store", Ahead = ["promo"] });

        Assert.Equal(["north", "south"], table.Series.Select(series => series.Name));
        Assert.Equal(129, table.Series[1].Values[^1]);
        Assert.Equal(3, table.Schema.Channels);
        Assert.Contains("Covariates: promo (known ahead).", table.Notes);
    }

    [Fact]
    public void Columns_that_are_not_there_are_named() => Assert.Equal(
        "'sales.csv': expected a time column 'when', but the columns are t, y.", Sentence(Days(), Options with { Time = "when" }));

    [Fact]
    public void Stated_frequency_needs_dates() => Assert.Equal(
        "'sales.csv': expected dates, as SeriesOptions.Frequency = SeriesFrequency.Daily is stated, but the times are plain numbers, whose steps are "
            + "found. Omit SeriesOptions.Frequency.",
        Sentence(Csv(Enumerable.Range(1, 30).Select(i => $"{i}")), Options with { Frequency = SeriesFrequency.Daily }));
}
