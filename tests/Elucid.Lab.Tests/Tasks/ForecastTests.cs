using System.Globalization;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>What holds of every task, for forecasts.</summary>
[AnyWidth]
public sealed class ForecastTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    static readonly Recipe Small = new() { Hidden = [8], Epochs = 3 };

    public void Dispose() => _directory.Dispose();

    static SeriesTable Table(Func<int, double> value, int steps = 80) => SeriesReader.Read(
        new MemoryStream(System.Text.Encoding.UTF8.GetBytes(Csv(value, steps))),
        new SeriesOptions { Target = "sold", Time = "day", Horizon = 3, Window = 7 }, "shop.csv");

    static string Csv(Func<int, double> value, int steps) => "day,sold\n" + string.Concat(Enumerable.Range(0, steps).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{value(i)}\n")));

    static double Wave(int day) => Math.Round(50 + (10 * Math.Sin(2 * Math.PI * day / 7)) + (0.1 * day) + (day * 7919 % 13 / 5.0), 3);

    RunResult Train(SeriesTable table, string name, Recipe? recipe = null)
    {
        StudyData data = StudyData.Forecast(ForecastWindows.Of(table));
        using OutputDirectory directory = OutputDirectory.Open(_directory[name]);
        return new TrainingRun(new RunSettings(data.Id, recipe ?? Small, "elu", Seed: 0), data, directory).Run(null, default)!;
    }

    byte[] ModelOf(string name) => File.ReadAllBytes(Path.Combine(_directory[name], "model.safetensors"));

    [Fact]
    public void What_came_after_the_first_cutoff_of_the_test_changes_no_bit_of_the_model()
    {
        SeriesTable table = Table(Wave);
        long cut = ForecastWindows.Of(table).FirstTest;
        RunResult first = Train(table, "a"), other = Train(Table(day => day < cut ? Wave(day) : 1000 - day), "b");

        Assert.Equal(ModelOf("a"), ModelOf("b"));
        Assert.Equal(
            Backtest.Of(first.File, first.Network, first.Split).Take(3).Select(row => row.Network),
            Backtest.Of(other.File, other.Network, other.Split).Take(3).Select(row => row.Network));
    }

    [Fact]
    public void A_model_file_answers_as_the_model_that_was_trained()
    {
        RunResult run = Train(Table(Wave), "a");
        TrainedModel read = TrainedModel.Load(Path.Combine(_directory["a"], "model.safetensors"));

        Assert.Equal(new TrainedModel(run.File, run.Network).Forecast(Table(Wave)), read.Forecast(Table(Wave)));
        Assert.Equal(3, read.File.Series!.IntervalRadii.Count);
    }

    [Fact]
    public void A_committee_says_of_each_step_how_far_its_members_differ()
    {
        RunResult run = Train(Table(Wave), "a", Small with { Members = 3 });
        ForecastStep step = new TrainedModel(run.File, run.Network).Forecast(Table(Wave))[1];
        double[] alone = [.. run.Members.Select(member =>
            new TrainedModel(run.File with { Committee = null }, member.Network).Forecast(Table(Wave))[1].Value)];

        Assert.Equal(alone.Average(), step.Value, 1e-4);
        Assert.Equal(Math.Sqrt(alone.Sum(value => Math.Pow(value - alone.Average(), 2)) / 2), step.Disagreement!.Value, 1e-4);
        File.WriteAllText(_directory["shop.csv"], Csv(Wave, 80));
        TrainedModel read = TrainedModel.Load(Path.Combine(_directory["a"], "model.safetensors"));
        Assert.StartsWith("time,step,forecast,lower,upper,disagreement\n", ForecastCsv.Of(read, _directory["shop.csv"]).Csv);
    }

    [Fact]
    public void A_forecast_that_repeats_the_season_is_said_to_win_over_a_network_that_is_worse()
    {
        RunResult run = Train(Table(day => day % 7), "a");

        Assert.StartsWith("A naive forecast wins: the seasonal naive forecast (7) has a test MAE of 0, and the network one of ", run.Caution);
    }

    [Fact]
    public void The_backtest_stands_beside_the_report()
    {
        RunResult run = Train(Table(Wave), "a");
        using OutputDirectory directory = OutputDirectory.Open(_directory["a"]);
        RunFiles.Write(run, directory, "elucid train");

        string[] lines = File.ReadAllLines(directory["backtest.csv"]);
        Assert.Equal("series,cutoff,time,step,actual,network,lower,upper,naive,seasonal_naive,linear_autoregression", lines[0]);
        Assert.Equal(run.Split.Test.Count * 3, lines.Length - 1);
        Assert.Contains("How far ahead can it see?", File.ReadAllText(directory["report.html"]));
    }

    [Fact]
    public void Intervals_of_errors_that_stay_alike_hold_what_they_say()
    {
        RandomStream random = new(1);
        double[] noise = [.. Enumerable.Range(0, 2000).Select(_ => random.NextGaussian())];
        RunResult run = Train(Table(day => Math.Round(noise[day], 4), 2000), "a");

        IReadOnlyList<BacktestRow> rows = Backtest.Of(run.File, run.Network, run.Split);
        Assert.InRange(rows.Count(row => row.IsCovered) / (double)rows.Count, 0.75, 0.85);
    }
}
