using System.Globalization;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Tasks;

/// <summary>What holds of rows that are put out again.</summary>
[AnyWidth]
public sealed class ReconstructTests : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    static readonly Recipe Small = new() { Hidden = [16], Latent = 2, Epochs = 30, LearningRate = 0.01 };

    public void Dispose() => _directory.Dispose();

    // Two columns that go together, one that does not; rows of another kind break the rule.
    static string Table(int rows, int odd, int seed = 1)
    {
        RandomStream random = new((ulong)seed);
        return "speed,power,noise,kind\n" + string.Concat(Enumerable.Range(0, rows + odd).Select(row =>
        {
            double speed = random.NextGaussian(), power = row < rows ? 2 * speed : -2 * speed + (speed < 0 ? 6 : -6);
            return string.Create(CultureInfo.InvariantCulture, $"{speed:F4},{power:F4},{random.NextGaussian():F4},{(row < rows ? "good" : "odd")}\n");
        }));
    }

    StudyData Read(string csv, string? test = null) => DataSource.Load(
        new DataRequest(_directory.Write("table.csv", csv))
        {
            Csv = new CsvOptions { Target = "kind", Task = LearningTask.Reconstruct },
            Test = test is null ? null : _directory.Write("test.csv", test),
        }, out _);

    RunResult Train(StudyData data, Recipe? recipe = null)
    {
        using OutputDirectory output = OutputDirectory.Open(_directory["run"]);
        return new TrainingRun(new(data.Id, recipe ?? Small, "elu", 0), data, output).Run(null, TestContext.Current.CancellationToken)!;
    }

    string ModelPath => Path.Combine(_directory["run"], "model.safetensors");

    [Fact]
    public void Rows_that_break_the_rule_stand_out_and_the_column_that_does_is_named()
    {
        RunResult run = Train(Read(Table(300, 0), Table(100, 20, seed: 2)));
        Predictions said = Predictions.Of(new(ModelPath, _directory["test.csv"]));
        Prediction[] answers = [.. said.Answers.OfType<Prediction>()];

        Assert.InRange(answers.Take(100).Count(answer => answer.IsAnomaly == true), 0, 15);
        Assert.InRange(answers.Skip(100).Count(answer => answer.IsAnomaly == true), 17, 20);
        Assert.All(answers.Skip(100), answer => Assert.Contains(answer.StrangestColumn, new[] { "speed", "power", "noise" }));
        Assert.StartsWith("row,anomaly_score,above_threshold,strangest_column,speed,power,noise\n1,", said.ToCsv());
        ReportTable scores = said.Scores();
        Assert.Equal(["all rows", "kinds of training", "other kinds"], scores.Rows.Select(row => row.Cells[0].Text));
        Assert.InRange(double.Parse(scores.Rows[2].Cells[4].Text, CultureInfo.InvariantCulture), 0.9, 1);
        Assert.Contains("stand out with an AUC of", run.TaskSentences[0]);
    }

    [Fact]
    public void A_row_of_which_no_kind_is_said_is_of_no_other_kind()
    {
        string test = Table(100, 0, seed: 2) + "9,-9,0,\n";
        Assert.DoesNotContain("AUC", Train(Read(Table(300, 0), test)).TaskSentences[0]);
        Assert.Single(Predictions.Of(new(ModelPath, _directory["test.csv"])).Scores().Rows);
        Directory.Delete(_directory["run"], recursive: true);
        Assert.Contains("AUC", Train(Read(Table(300, 0), test + "9,-9,0,odd\n")).TaskSentences[0]);
    }

    [Fact]
    public void The_threshold_is_a_quantile_of_validation_rows()
    {
        RunResult run = Train(Read(Table(300, 0)));
        double threshold = TrainedModel.Load(ModelPath).File.Reconstruction!.Threshold!.Value;
        double[] errors = [.. ReconstructionErrors.Of(run.Network, run.Split.Validation!).Rows.Order()];

        Assert.Equal(errors[(int)Math.Ceiling(0.95 * (errors.Length + 1)) - 1], threshold);
        Assert.Equal(5, ReconstructionSchema.Quantile([1, 2, 3, 4, 5], 0.95));
        Assert.Equal(3, ReconstructionSchema.Quantile([5, 4, 3, 2, 1], 0.5));
    }

    [Fact]
    public void The_report_of_a_table_shows_columns_anomalies_and_codes()
    {
        RunResult run = Train(Read(Table(300, 0), Table(100, 20, seed: 2)));
        ReportModel report = RunReport.Of(run, "elucid train");

        Assert.Equal(
            ["How did it learn?", "Which columns come back?", "What is unlike the rest?", "How do codes lie?"],
            report.Sections.Select(section => section.Heading));
        Assert.Equal(["validation", "test, kinds of training", "test, other kinds"], report.Sections[2].Charts.OfType<LineChart>().Single().Series
            .Select(series => series.Name));
        Assert.Equal("threshold", report.Sections[2].Charts.OfType<LineChart>().Single().Rules.Single().Name);
        using OutputDirectory output = OutputDirectory.Open(_directory["files"]);
        RunFiles.Write(run, output, "elucid train");
        Assert.Equal(1 + run.Split.Validation!.Count + 120, File.ReadAllLines(output["anomaly_scores.csv"]).Length);
        Assert.Equal("feature,error,error_pca", File.ReadAllLines(output["features.csv"])[0]);
    }

    [Fact]
    public void The_report_of_images_shows_them_with_noise_and_as_they_come_back()
    {
        RunResult run = Train(
            StudyData.Digits().WithoutAnswers(), new Recipe { Hidden = [16], Latent = 4, Epochs = 1, Augment = "noise:0.3" });
        ReportModel report = RunReport.Of(run, "elucid train");

        Assert.Equal(
            ["How did it learn?", "What comes back?", "What is unlike the rest?", "How do codes lie?"],
            report.Sections.Select(section => section.Heading));
        Assert.Equal(
            ["as they are", "changed (noise:0.3)", "what the network makes of those", "reconstructed", "by PCA, 4 components"],
            report.Sections[1].Charts.OfType<ImageChart>().Single().Rows.Select(row => row.Name));
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"], report.Sections[3].Charts.OfType<ScatterChart>().Single().Groups
            .Select(group => group.Name));
        Assert.Equal(["after the network", "after PCA", "as changed"], run.TaskTables[0].Rows.Select(row => row.Cells[0].Text));
        Assert.InRange(double.Parse(run.TaskTables[0].Rows[2].Cells[1].Text, CultureInfo.InvariantCulture), 0.085, 0.095);
    }

    [Fact]
    public void A_code_as_long_as_the_rows_is_warned_about()
    {
        RunResult run = Train(Read(Table(300, 0)), Small with { Latent = 3, Epochs = 2 });

        Assert.EndsWith(
            "Such a score is often too good to be true: a code as long as the rows compresses nothing, and columns that follow from others "
                + "need no numbers of their own.", run.Caution);
    }

    [Fact]
    public void Validation_rows_that_are_too_few_for_a_quantile_are_said_to_be() => Assert.Contains(
        " lie (by 5 validation rows, which are too few to say so: it is the largest of their errors). Of 8 test rows ",
        Train(Read(Table(40, 0)), Small with { Epochs = 1 }).TaskSentences[0]);

    [Fact]
    public void Texts_and_series_are_not_put_out_again() => Assert.Equal(
        "passengers: the task reconstruct is for images and for tables of numbers and names, not for forecast.",
        Assert.Throws<ArgumentException>(() => StudyData.Forecast(ForecastWindows.Of(Passengers.Load())).WithoutAnswers()).Message);
}
