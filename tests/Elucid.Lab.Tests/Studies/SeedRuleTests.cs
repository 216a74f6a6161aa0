using Elucid.Lab.Tests.Trials;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public sealed class SeedRuleTests
{
    static readonly StudySettings Settings = Tiny.Settings with { Activations = ["elu", "elu#2", "relu"], Baseline = "elu", Rule = new(16), };

    static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void The_looks_double_up_to_the_most()
    {
        Assert.Equal([10, 20, 40], new SeedRule().Looks);
        Assert.Equal([10, 20, 40, 80, 100], new SeedRule(100).Looks);
        Assert.Equal([10, 11], new SeedRule(11).Looks);
        Refused.With<ArgumentException>(
            "StudySettings.Rule must look again after its first 10 seeds, but got at most 10.", (Settings with { Rule = new(10) }).Check);
    }

    [Theory]
    [InlineData(2, 1500)]
    [InlineData(8, 300)]
    public void Among_equal_arms_any_look_decides_falsely_in_at_most_5_percent_of_studies(int arms, int studies)
    {
        (int corrected, int naive) = (0, 0);
        Random random = new(2026);
        for (int study = 0; study < studies; study++)
        {
            double[][] scores = [.. Enumerable.Range(0, arms).Select(_ => (double[])[.. Enumerable.Range(0, 40).Select(_ => Normal(random))])];
            bool Decides(int looks) => new SeedRule().Looks.Any(seeds => StudyComparison.Of(
                Metric.TestR2, [.. scores.Select((s, i) => new ArmScores($"{i}", s.AsSpan(0, seeds)))], "0", looks).Ranking.Any(arm =>
                    arm.AgainstBaseline is { Standing: Standing.Better or Standing.Worse }));
            corrected += Decides(new SeedRule().Looks.Count) ? 1 : 0;
            naive += Decides(1) ? 1 : 0;
        }
        Assert.InRange(corrected / (double)studies, 0, 0.05);
        Assert.True(naive > corrected);                     // looking thrice at 5 % each is not 5 %
        if (arms == 2)
            Assert.InRange(naive / (double)studies, 0.07, 0.14);
    }

    [Fact]
    public void A_study_takes_seeds_until_all_is_decided_or_the_most_is_reached_and_says_what_it_saw()
    {
        Recorder recorder = new();
        StudyResult result = new Study(Settings, Tiny.Classes).Run(2, observer: recorder, cancellation: Token);
        Assert.Equal([10, 16], result.Looks.Select(look => look.Seeds));
        Assert.All(result.Looks, look => Assert.Equal(["relu"], look.Open));               // elu#2 ties, which is decided
        Assert.Equal((16, 16, true), (result.Settings.Seeds, result.Outcome.Seeds.Count, result.IsComplete));
        Assert.Equal((48, 48, 48, 0), (recorder.Queued.Count, recorder.Started.Count, recorder.Finished.Count, recorder.Stored));

        StudySummary summary = StudySummary.Of(result)!;
        Assert.Equal(2, summary.Comparison.Looks);
        string json = StudyFiles.ToJson(summary);
        Assert.Matches("(?s)\"rule\": \\{\\s+\"most\": 16,\\s+\"looks\": \\[\\s+10,\\s+16\\s+\\]", json);
        Assert.Matches("(?s)\"looks\": \\[\\s+\\{\\s+\"seeds\": 10,\\s+\"open\": \\[\\s+\"relu\"", json);
        StudyReport.Of(summary, new StudyCharts(summary), "elucid compare");

        StudyResult tie = new Study(Settings with { Activations = ["elu", "elu#2"] }, Tiny.Classes).Run(2, cancellation: Token);
        Assert.Equal((10, 1), (tie.Settings.Seeds, tie.Looks.Count));
    }

    [Fact]
    public void Its_seeds_are_those_that_would_have_been_asked_for_at_once()
    {
        StudyResult byRule = new Study(Settings, Tiny.Classes).Run(2, cancellation: Token);
        StudyResult atOnce = new Study(Settings with { Rule = null, Seeds = 16 }, Tiny.Classes).Run(1, cancellation: Token);
        Assert.Equal(
            StudyDocument.Of(StudySummary.Of(atOnce)!).ResultHash, StudyDocument.Of(StudySummary.Of(byRule)!).ResultHash);
    }

    [Fact]
    public void It_has_no_parts() => Refused.With<ArgumentException>(
        "StudySettings.Rule looks at all seeds together, so its study has no parts: fix the number of seeds.",
        () => new Study(Settings, Tiny.Classes) { Shard = (1, 2) }.Run(1, cancellation: Token));

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
