namespace Elucid.Tests.Text;

public sealed class SpellingTests
{
    [Fact]
    public void Members_and_values_stand_in_sentences_as_in_CSharp()
    {
        Assert.Equal("CsvOptions.Keep", Spelling.Of(nameof(CsvOptions.Keep)));
        Assert.Equal("CsvOptions.Keep", Spelling.Of("CsvOptions.Keep"));
        Assert.Equal("CsvOptions.Keep", Spelling.Of(nameof(Elucid.CsvOptions.Keep)));
        Assert.Equal("CsvOptions", Spelling.Of(nameof(CsvOptions)));
        Assert.Equal("""CsvOptions.Time = "day" """.TrimEnd(), Spelling.Of(nameof(CsvOptions.Time), "day"));
        Assert.Equal("""CsvOptions.MissingMarks = ["MARK", "…"]""", Spelling.OfList(nameof(CsvOptions.MissingMarks), ["MARK", "…"]));
        Assert.Equal("CsvOptions.Decimal = ','", Spelling.Of(nameof(CsvOptions.Decimal), ','));
        Assert.Equal("CsvOptions.Task = LearningTask.Regression", Spelling.Of(nameof(CsvOptions.Task), LearningTask.Regression));
        Assert.Equal("Recipe.LearningRate = 0.001", Spelling.Of("Recipe.LearningRate", 0.001));
        bool isStrict = true;
        Assert.Equal("isStrict: true", Spelling.Of(nameof(isStrict), isStrict));
    }

    [Fact]
    public async Task A_program_spells_them_its_own_way_and_so_do_the_threads_that_it_starts()
    {
        Spelling.Current = new Shouted();
        Assert.Equal("KEEP", Spelling.Of(nameof(CsvOptions.Keep)));
        Assert.Equal("KEEP!", await Task.Run(() => Spelling.OfList(nameof(CsvOptions.Keep), ["a"]), TestContext.Current.CancellationToken));
        string? inThread = null;
        Thread thread = new(() => inThread = Spelling.Of(nameof(CsvOptions.Time), "day"));
        thread.Start();
        thread.Join();
        Assert.Equal("TIME!", inThread);
    }

    [Fact]
    public async Task The_spelling_of_one_flow_is_not_that_of_another()
    {
        await Task.Run(() => Spelling.Current = new Shouted(), TestContext.Current.CancellationToken);
        Assert.Same(Spelling.CSharp, Spelling.Current);
    }

    sealed class Shouted : Spelling
    {
        public override string Name(string member) => member.Split('.')[^1].ToUpperInvariant();

        public override string Setting(string member, object value) => Name(member) + "!";
    }
}
