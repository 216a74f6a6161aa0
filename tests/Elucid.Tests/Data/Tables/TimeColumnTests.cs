namespace Elucid.Tests.Data.Tables;

public sealed class TimeColumnTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData("2024-03-01,2024-01-01,2024-02-01,2024-01-01")]
    [InlineData("1/3/2024,1/1/2024,13/2/2024,1/1/2024")]
    [InlineData("1700000002,1700000000,1700000001,1700000000")]
    [InlineData("2003,2001,2002,2001")]
    public void Rows_are_put_in_the_order_of_time_and_those_of_one_time_stay_in_theirs(string times) =>
        Assert.Equal([20, 40, 30, 10], Read(times, "t").Dataset.Targets.ToArray());

    [Fact]
    public void A_time_that_is_no_feature_orders_rows_as_well()
    {
        CsvTable table = Read("2003,2001,2002,2001", "t", o => o with { Ignore = ["t"] });
        Assert.Equal([20, 40, 30, 10], table.Dataset.Targets.ToArray());
        Assert.Equal(["x"], table.Dataset.FeatureNames);
    }

    [Fact]
    public void Rows_of_one_time_are_not_parted()
    {
        Dataset data = Read("1,1,1,2,2,3", "t").Dataset;
        Assert.Equal([5, 3, 3, 3], new[] { 1, 2, 3, 4 }.Select(test => data.Split(Splitter.ByTime(Portion.Rows(test))).Train.Count));
        Refused.With<ArgumentException>(
            "Dataset 'table': expected rows of different times, to test on the later ones, but all 4 have the same. Divide them at random, or "
                + "choose another time column.",
            () => Read("5,5,5,5", "t").Dataset.Split(Splitter.ByTime(Portion.Rows(1))));
    }

    [Theory]
    [InlineData("day", "2024-03-01,2024-01-01,2024-02-01", true)]
    [InlineData("Year", "1990,1971,1982", true)]
    [InlineData("year", "1,2,3", false)]                                    // years since something
    [InlineData("created_ts", "1700000000,1700000005,1700000001", true)]
    [InlineData("timestamp", "1700000000000,1700000005000,1700000001000", true)]
    [InlineData("time", "3,5,9", true)]                                     // from row to row later
    [InlineData("reaction time", "0.31,0.22,0.27", false)]
    [InlineData("price", "3,5,9", false)]
    public void A_column_that_looks_like_a_time_is_named(string name, string values, bool isTime) =>
        Assert.Equal(
            isTime ? [name] : [], CsvReader.Read(File(values, name), new CsvOptions { Target = "y", Task = LearningTask.Regression }).TimeColumns);

    [Theory]
    [InlineData("a,b,a,b", "expected dates or numbers in time column 't', but its values are texts. Write them as 2024-01-31, 2024-01, 31.01.2024 "
        + "or the like, or as numbers, or choose another CsvOptions.Time.")]
    [InlineData("1/3/2024,1/1/2024,1/2/2024,4/1/2024",
        "expected time column 't' to say when a row was, but day and month could change places in its dates. Use CsvOptions.Dates = "
            + "DateReading.DayFirst or CsvOptions.Dates = DateReading.MonthFirst.")]
    public void A_column_that_cannot_say_when_a_row_was_is_refused(string times, string why) =>
        Refused.With<DataFormatException>($"'{_directory["table.csv"]}': {why}", () => Read(times, "t"));

    [Fact]
    public void A_row_without_a_time_is_refused() =>
        Refused.With<DataFormatException>(
            $"'{_directory["table.csv"]}', line 3, column 't': expected when the row was, as rows are put in the order of time, but got ''. Fill it "
                + $"in, or remove the row.",
            () => Read("1,,2", "t", o => o with { Missing = MissingValues.Mean }));

    [Fact]
    public void A_time_that_is_the_target_or_no_column_is_refused()
    {
        Refused.With<ArgumentException>("Column 'y' is both the target and the time. Drop one of the two.", () => Read("1,2", "y"));
        Refused.With<DataFormatException>(
            $"'{_directory["table.csv"]}': expected a time column 'tt', but the columns are t, x, y.", () => Read("1,2", "tt"));
    }

    string File(string times, string name = "t") =>
        _directory.Write("table.csv", $"{name},x,y\n" + string.Concat(times.Split(',').Select((time, i) => $"{time},{i % 2},{10 * (i + 1)}.0\n")));

    CsvTable Read(string times, string column, Func<CsvOptions, CsvOptions>? with = null) =>
        CsvReader.Read(File(times), (with ?? (o => o))(new CsvOptions { Target = "y", Task = LearningTask.Regression, Time = column }));
}
