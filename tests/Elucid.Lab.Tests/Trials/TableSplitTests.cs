namespace Elucid.Lab.Tests.Trials;

[AnyWidth]
public sealed class TableSplitTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    // 100 days, the latest first; what is to be predicted grows with them.
    string Series =>
        _directory.Write(
            "series.csv",
            "day,x,y\n" + string.Concat(
                    Enumerable.Range(0, 100).Reverse().Select(i => $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{i % 7},{i}.5\n")));

    [Fact]
    public void The_last_fifth_is_test_data_for_all_seeds()
    {
        StudyData data = Read(Series, TableSplit.Time, out IReadOnlyList<string> notes);
        DataSplit first = data.Split(0, withValidation: true, out Standardizer? scales), second = data.Split(1, withValidation: true);

        Assert.Equal((68, 12, 20), (first.Train.Count, first.Validation!.Count, first.Test.Count));
        Assert.True(scales!.Targets!.Means[0] < 40);
        Assert.True(first.Train.Targets[^1] < first.Validation.Targets[0] && first.Validation.Targets[^1] < first.Test.Targets[0]);
        Assert.Same(first.Test, second.Test);
        Assert.Contains("day: taken for the time that orders the rows. Use CsvOptions.Time = \"COLUMN\" to overrule.", notes);
        Assert.Contains(
            "Split: the last fifth of the rows by day is test data, the same for all seeds, which differ in initial weights and the order of "
                + "examples only; standardised with the training part.", notes);
    }

    [Fact]
    public void Trials_on_another_split_are_not_those_of_this_one()
    {
        string file = _directory.Write("plain.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i}.25,{i % 7}.5\n")));
        StudyData byTime = Read(file, TableSplit.Time, out IReadOnlyList<string> notes);

        Assert.NotEqual(Read(file, TableSplit.Random, out _).Id, byTime.Id);
        Assert.Contains(
            "No column looks like a time: the rows are taken to stand in the order of time already. Use CsvOptions.Time = \"COLUMN\" if "
                + "one tells it.", notes);
        Assert.Contains("the last fifth of the rows is test data", byTime.SplitRule);
    }

    [Fact]
    public void A_column_that_looks_like_a_time_is_noticed_unless_a_split_was_asked_for()
    {
        const string Notice =
            "day: looks like a time, but test rows are drawn at random. Where rows follow one another, a network then learns from what came "
                + "after them: "
            + "use TableSplit.Time to test on the last fifth, or TableSplit.Random if they do not.";
        Read(Series, TableSplit.Unasked, out IReadOnlyList<string> notes);
        Assert.Contains(Notice, notes);
        Read(Series, TableSplit.Random, out notes);
        Assert.DoesNotContain(notes, note => note.Contains("looks like a time", StringComparison.Ordinal));
        Read(_directory.Write("plane.csv", Tiny.PlaneCsv), TableSplit.Unasked, out notes);
        Assert.DoesNotContain(notes, note => note.Contains("looks like a time", StringComparison.Ordinal));
    }

    [Fact]
    public void What_cannot_be_divided_by_time_is_refused()
    {
        Assert.Equal(
            "CsvOptions.Time and TableSplit.Random contradict each other: the one orders rows by a column, the other draws them. Use one of them.",
            Assert.Throws<ArgumentException>(() => Read(Series, TableSplit.Random, out _, "day")).Message);
        string two =
            _directory.Write(
                "two.csv", "sold,built,y\n"
                    + string.Concat(
                        Enumerable.Range(0, 40)
                            .Select(i =>
                                $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{new DateTime(2020, 1, 1).AddDays(-i):yyyy-MM-dd},{i}.5\n")));
        Assert.Equal(
            "TableSplit.Time: expected one column that looks like a time, but there are sold, built. Name the one that orders the rows with "
                + "CsvOptions.Time = \"COLUMN\".",
            Assert.Throws<ArgumentException>(() => Read(two, TableSplit.Time, out _)).Message);
        string sorted =
            _directory.Write("sorted.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i}.5,{(i < 36 ? "early" : "late")}\n")));
        Assert.Equal(
            "'sorted': expected training rows of several classes, but the earlier rows are all of class 'early'. Use TableSplit.Random, or add rows.",
            Assert.Throws<DataFormatException>(() => Read(sorted, TableSplit.Time, out _)).Message);
    }

    static StudyData Read(string path, TableSplit split, out IReadOnlyList<string> notes, string? time = null) =>
        DataSource.Load(new(path) { Csv = new() { Target = "y", Time = time }, Split = split }, out notes);
}
