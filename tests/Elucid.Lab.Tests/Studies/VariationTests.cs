using System.Text.Json;
using Elucid.Lab.Tests.Trials;
using Elucid.Reports;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public sealed class VariationTests
{
    static readonly Variation Inits = new(
        ["init"], [new(["he"], Tiny.Recipe), new(["lecun"], Tiny.Recipe with { Init = "lecun" })]);

    static readonly StudySettings Settings = Tiny.Settings with { Variation = Inits, Baseline = "relu" };

    static StudySummary Invent(int seeds, Func<string, string, int, double> accuracy)
    {
        StudySettings settings = Settings with { Seeds = seeds };
        return StudySummary.Of(Invented.Study(settings, Tiny.Classes,
            [.. from arm in StudyArm.Of(settings) from seed in Enumerable.Range(0, seeds)
                select Invented.Trial(
                    Tiny.Key(arm.Activation, seed, recipe: arm.Variant!.Recipe), [2, 1], accuracy(arm.Activation, arm.Variant.Levels[0], seed))]))!;
    }

    [Fact]
    public void Each_activation_is_trained_in_each_variant()
    {
        Assert.Equal(["elu, init he", "elu, init lecun", "relu, init he", "relu, init lecun"], Settings.Arms.Select(arm => arm.Name));
        Assert.Equal("relu, init he", Settings.BaselineArm);
        Assert.Equal("activation=elu, init=lecun", Settings.Arms[1].Settings.ToString());
    }

    [Fact]
    public void What_a_variant_changes_beside_its_level_belongs_to_the_arm()
    {
        StudySettings settings = Settings with
        {
            Variation = new(["optimizer"], [new(["adam"], Tiny.Recipe), new(["sgd"], Tiny.Recipe with { Optimizer = "sgd", LearningRate = 0.1 })]),
            TunesLearningRate = true,
        };
        Assert.Equal("activation=elu, learningRate=0.01, optimizer=adam", settings.Arms[0].Settings.ToString());
        Assert.Equal(
            OptimizerCatalog.Find("adam").LearningRates.Concat(OptimizerCatalog.Find("sgd").LearningRates).Distinct().Order(),
            NetworkExperiment.Of(settings, Tiny.Classes).Tuning!.Grid);
    }

    [Fact]
    public void A_variant_has_the_trials_of_the_plain_study_with_its_recipe()
    {
        TrialIndex index = Study.IndexOf(new MemoryTrialLog());
        CancellationToken token = TestContext.Current.CancellationToken;
        new Study(Tiny.Settings with { Recipe = Tiny.Recipe with { Init = "lecun" } }, Tiny.Classes).Run(1, index, cancellation: token);
        Recorder recorder = new();
        new Study(Settings, Tiny.Classes).Run(1, index, recorder, token);
        Assert.Equal((4, 4), (recorder.Stored, recorder.Started.Count));
    }

    [Fact]
    public void The_norm_that_a_network_has_anyway_is_no_setting_of_its_arm()
    {
        StudySettings settings = Tiny.Settings with
        {
            Variation = new(["norm"], [new(["none"], Tiny.Recipe), new(["layer"], Tiny.Recipe with { Norm = "layer" })]),
        };
        Assert.Equal(
            ["activation=elu", "activation=elu, norm=layer"], settings.Arms.Take(2).Select(arm => arm.Settings.ToString()));
        Assert.Equal(Tiny.Settings.Arms[0].Settings, settings.Arms[0].Settings);
        StudyResult result = new Study(settings, Tiny.Classes).Run(2, cancellation: TestContext.Current.CancellationToken);
        Assert.All(result.Trials, trial => Assert.NotEqual(FailureKind.Threw, trial.Failure?.Kind));
    }

    [Fact]
    public void A_parameter_is_varied_in_the_activations_that_have_it()
    {
        StudySettings settings = Tiny.Settings with
        {
            Variation = new(
                ["alpha"], [.. from alpha in (string[])["1", "0.5", "learn"] select new Variant(
                    [alpha], Tiny.Recipe) { Parameters = $"alpha={alpha}" }]),
            Baseline = "relu",
        };
        Assert.Equal(
            ["elu, alpha 1: activation=elu", "elu, alpha 0.5: activation=elu:alpha=0.5", "elu, alpha learn: activation=elu:alpha=learn",
                "relu, alpha 1: activation=relu", "relu, alpha 0.5: activation=relu", "relu, alpha learn: activation=relu"],
            settings.Arms.Select(arm => $"{arm.Name}: {arm.Settings}"));
        // relu is the same in each of them, and trained once.
        Recorder recorder = new();
        StudyResult result = new Study(settings, Tiny.Classes).Run(1, observer: recorder, cancellation: TestContext.Current.CancellationToken);
        Assert.True(result.IsComplete);
        Assert.Equal(4 * settings.Seeds, recorder.Started.Count);
        StudySummary summary = StudySummary.Of(result)!;
        Assert.Equal(3, summary.Leads.Count);
        Assert.Equal(
            summary.Comparison.Ranking.Single(arm => arm.Name == "relu, alpha 1").Scores.Values,
            summary.Comparison.Ranking.Single(arm => arm.Name == "relu, alpha learn").Scores.Values);
    }

    [Fact]
    public void Parameters_that_no_activation_has_or_one_has_already_are_refused()
    {
        StudySettings With(string parameters) => Tiny.Settings with
        {
            Variation = new(["x"], [new(["1"], Tiny.Recipe), new(["2"], Tiny.Recipe) { Parameters = parameters }]),
        };
        Refused.With<ArgumentException>(
            "StudySettings.Variation must set parameters that a compared activation has, but 'slope' is none of elu, relu.", With("slope=1").Check);
        Refused.With<ArgumentException>(
            "Parameter 'alpha' of elu is given twice.",
            (With("alpha=2") with { Activations = ["elu:alpha=0.5", "relu"], Baseline = "relu" }).Check);
    }

    [Fact]
    public void A_lead_and_its_change_are_those_computed_by_hand()
    {
        // elu leads by 0.02 with he and by 0.05 with lecun, a little more on later seeds.
        StudySummary summary = Invent(8, (activation, init, seed) =>
            0.7 + 0.01 * seed + (activation == "relu" ? 0 : init == "he" ? 0.02 : 0.05 + 0.0002 * seed));
        Assert.Equal(["he", "lecun"], summary.Leads.Select(lead => lead.Variant.Levels[0]));
        Assert.Equal(0.02, summary.Leads[0].Over.Paired.Mean, 12);
        Assert.Equal(0.0507, summary.Leads[1].Over.Paired.Mean, 12);
        Assert.Null(summary.Leads[0].Change);
        Assert.Equal(0.0307, summary.Leads[1].Change!.Paired.Mean, 12);
        Assert.Equal(Standing.Better, summary.Leads[1].Change!.Standing);
        Assert.Equal(2.0 / 256, summary.Leads[1].Change!.WilcoxonP, 12);
        Assert.EndsWith(
            "The lead of elu over relu is 3.07 percentage points larger with init lecun than with init he (p = 0.008).", summary.Conclusion);

        ReportTable table = StudyTable.Leads(summary)!;
        Assert.Equal("Does the lead over relu depend on init? (percentage points)", table.Caption);
        Assert.Equal(["elu, init he", "+2.00", "–", "–"], new[] { 0, 1, 3, 6 }.Select(i => table.Rows[0].Cells[i].Text));
        Assert.Equal(["elu, init lecun", "larger lead"], new[] { 0, 6 }.Select(i => table.Rows[1].Cells[i].Text));
    }

    [Fact]
    public void A_change_that_the_seeds_do_not_show_is_left_open() => Assert.EndsWith(
        "Whether a lead over relu depends on init, these seeds cannot tell.",
        Invent(8, (activation, init, seed) => 0.7 + (activation == "elu" && init == "he" ? 0.01 * (seed % 2) : 0.005)).Conclusion);

    [Fact]
    public void Tables_stand_in_groups_and_a_picture_has_a_line_for_each_activation()
    {
        StudySummary summary = Invent(3, (activation, init, seed) => (init == "he" ? 0.5 : 0.7) + (activation == "elu" ? 0.1 : 0) + 0.01 * seed);
        StudyCharts charts = new(summary);
        Assert.Equal(
            ["elu, init he", "relu, init he", "elu, init lecun", "relu, init lecun"],
            StudyTable.Results(summary, charts).Rows.Select(row => row.Cells[0].Text));
        LineChart chart = Assert.IsType<LineChart>(Assert.Single(charts.ByLevel));
        Assert.Equal("Test accuracy by init", chart.Title);
        Assert.Equal(["he", "lecun"], chart.X.Categories);
        Assert.Equal(["elu", "relu"], chart.Series.Select(series => series.Name));
        Assert.Equal([0.61, 0.81], chart.Series[0].Y.Select(y => Math.Round(y, 9)));
        Assert.StartsWith("activation,init,seed,epoch,", StudyFiles.History(summary));
    }

    [Fact]
    public void A_study_of_two_factors_is_written_whole()
    {
        Variant[] variants =
            [.. from hidden in (int[][])[[4], [4, 4, 4]] from batch in (int[])[8, 16]
                select new Variant([string.Join('-', hidden), $"{batch}"], Tiny.Recipe with { Hidden = hidden, Batch = batch, Epochs = 1 })];
        StudySettings settings = Tiny.Settings with { Variation = new(["hidden", "batch"], variants) };
        settings.Check();
        StudySummary summary = StudySummary.Of(
            new Study(settings, Tiny.Classes).Run(2, cancellation: TestContext.Current.CancellationToken))!;
        using TemporaryDirectory directory = new();
        using OutputDirectory output = OutputDirectory.Open(directory.Path);
        string report = File.ReadAllText(StudyFiles.Write(summary, output, "elucid compare"));

        Assert.Contains("Does the lead depend on the setting?", report);
        Assert.Contains("2 activations × 4 variants × 2 seeds", report);
        Assert.True(File.Exists(output["plots/levels-2.svg"]));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(output["results.json"]));
        JsonElement lead = json.RootElement.GetProperty("leads")[3];
        Assert.Equal(["4-4-4", "16"], lead.GetProperty("levels").EnumerateArray().Select(level => level.GetString()));
        string documentation = File.ReadAllText(Path.Combine(Repository.Root, "docs", "results.md"));
        Assert.All(
            (string[])["variation", "factors", "variants", "levels", "leads", "over", "change"], name => Assert.Contains($"`{name}`", documentation));
        string[] history = File.ReadAllLines(output["history.csv"]);
        Assert.Single(history.Select(line => line.Split(',').Length).Distinct());
        Assert.StartsWith("activation,hidden,batch,seed,epoch,", history[0]);
        Assert.EndsWith(",dead_share_3,mean_3,spread_3", history[0]);
    }

    [Fact]
    public void Variants_that_cannot_be_told_apart_are_refused()
    {
        Refused.With<ArgumentException>(
            "StudySettings.Variation holds 'init he' twice; name each level once.",
            (Settings with { Variation = new(["init"], [new(["he"], Tiny.Recipe), new(["he"], Tiny.Recipe)]) }).Check);
        Refused.With<ArgumentException>(
            "StudySettings.Variation must have variants with one level of each factor, but got 2 factors and 1 variants.",
            (Settings with { Variation = new(["init", "batch"], [new(["he"], Tiny.Recipe)]) }).Check);
    }
}
