using System.Text.Json;

namespace Elucid.Lab.Tests.Studies;

[AnyWidth]
public sealed class ScoredStudyTests : IDisposable
{
    static readonly Metric Accuracy = new("accuracy", HigherIsBetter: true, MetricScale.Raw);

    readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Its_numbers_are_those_of_the_same_scores_in_any_other_study()
    {
        ScoredTrials trials =
            ScoredTrials.Read(_directory.Write("a.csv", "arm,seed,score\nelu,1,0.9\nrelu,1,0.8\nrelu,0,0.7\nelu,0,0.9\nelu,2,0.6\nrelu,2,0.65\n"));
        ScoredStudy study = new(trials, Accuracy);
        StudyComparison expected = StudyComparison.Of(Accuracy, [new("elu", [0.9, 0.9, 0.6]), new("relu", [0.7, 0.8, 0.65])], "relu");
        Assert.Equal(["0", "1", "2"], trials.Seeds);
        Assert.Equal(expected.Ranking[0].AgainstBaseline!.Paired.Interval, study.Comparison.Ranking[0].AgainstBaseline!.Paired.Interval);
        Assert.Equal(PlainWords.Describe(expected), study.Conclusion);
        Assert.Empty(trials.Notes);
    }

    [Fact]
    public void A_table_with_a_decimal_comma_and_epochs_gives_final_scores_and_curves()
    {
        ScoredTrials trials = ScoredTrials.Read(_directory.Write(
            "b.csv", "epoch;arm;seed;score;remark\n2;elu;10;0,9;x\n1;elu;10;0,5;x\n1;relu;10;0,4;x\n3;relu;10;0,7;x\n2;elu;9;0,8;x\n2;relu;9;0,6;x\n"));
        ScoredStudy study = new(trials, Accuracy);
        Assert.Equal(["9", "10"], trials.Seeds);
        Assert.Equal([0.8, 0.9], trials.Final[0].Values.ToArray());
        Assert.Equal([0.6, 0.7], trials.Final[1].Values.ToArray());
        Assert.Equal("Runs end at different epochs, from 2 to 3: each counts with its last score.", Assert.Single(trials.Notes));
        Reports.LineChart curves = study.Charts.Select(chart => chart.Chart).OfType<Reports.LineChart>().Single();
        Assert.Equal([1, 2], curves.Series[0].X);
        Assert.Equal(0.85, curves.Series[0].Y[1], 12);
    }

    [Fact]
    public void It_leaves_the_files_of_a_study_with_documented_fields()
    {
        ScoredStudy study = new(ScoredTrials.Of("mine", [.. from arm in (string[])["a", "b"] from seed in Enumerable.Range(0, 8)
            select new ScoredTrial(arm, $"{seed}", seed + (arm == "b" ? 0.1 * seed : 0))]), Accuracy, "b");
        using OutputDirectory output = OutputDirectory.Open(_directory["out"]);
        string report = File.ReadAllText(study.Write(output, "elucid compare"));
        Assert.Contains(study.Conclusion[..20], report);
        Assert.Equal(["difference.svg", "score.svg"], Directory.GetFiles(output["plots"]).Select(Path.GetFileName).Order());
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(output["results.json"]));
        Assert.Equal("elucid-scores/1", json.RootElement.GetProperty("schema").GetString());
        string documentation = File.ReadAllText(Path.Combine(StudyFilesTests.Repository(), "docs", "results.md"));
        Assert.All(StudyFilesTests.Names(json.RootElement).Distinct(), name => Assert.Contains($"`{name}`", documentation));
    }

    [Fact]
    public void Seeds_that_lack_an_arm_are_left_out_and_said()
    {
        ScoredTrials trials = ScoredTrials.Of("mine", [new("a", "1", 1), new("b", "1", 2), new("a", "2", 1), new("a", "3", 1)]);
        Assert.Equal(["1"], trials.Seeds);
        Assert.Equal(
            "b has no score on seeds 2, 3, so they are left out for all arms. If a run failed there, give it the score of guessing.",
            Assert.Single(trials.Notes));
    }

    [Theory]
    [InlineData("a,1,1\na,1,2", "line 3: expected one score of 'a' on seed 1, but got a second one; the first is line 2. Number repetitions as other "
        + "seeds, or epochs in a column 'epoch'.")]
    [InlineData("a,1,NaN", "line 2: expected a finite score and epoch of 'a' on seed 1, but got NaN. Give a run that failed the score of guessing: "
        + "leaving it out would flatter what failed.")]
    [InlineData("a,1,good", "line 2, column 'score': expected a number, but got 'good'.")]
    [InlineData("a,1,", "line 2, column 'score': expected a number, but got nothing.")]
    [InlineData(",1,1", "line 2, column 'arm': expected a name of 1 to 80 characters on one line, but got nothing.")]
    [InlineData("\"a\tb\",1,1", "line 2, column 'arm': expected a name of 1 to 80 characters on one line, but got a control character.")]
    [InlineData("a,1,1,2", "line 2: expected 3 fields, as in the header, but got 4. Complete the row, or quote a field that holds the separator.")]
    public void What_cannot_be_compared_is_refused_with_its_line(string rows, string sentence)
    {
        string path = _directory.Write("c.csv", $"arm,seed,score\n{rows}\n");
        Refused.With<DataFormatException>($"'{path}', {sentence}", () => ScoredTrials.Read(path));
    }

    [Fact]
    public void Too_many_arms_and_no_common_seed_are_refused()
    {
        Refused.With<DataFormatException>(
            "'mine': expected at most 200 arms, but got 300. Check that the column 'arm' holds what it should.",
            () => ScoredTrials.Of("mine", [.. Enumerable.Range(0, 300).Select(i => new ScoredTrial($"{i}", "0", i))]));
        Assert.StartsWith(
            "'mine': expected seeds on which every arm has a score, but there is none, so nothing can be compared in pairs. a has no score on seed 2",
            Assert.Throws<DataFormatException>(() => ScoredTrials.Of("mine", [new("a", "1", 1), new("b", "2", 1)])).Message);
        Refused.With<ArgumentException>(
            "StudySettings.Baseline must be one of the arms (a, b), but got 'c'.",
            () => new ScoredStudy(ScoredTrials.Of("mine", [new("a", "1", 1), new("b", "1", 1)]), Accuracy, "c"));
    }

    [Fact]
    public void One_arm_and_one_seed_are_said_to_decide_nothing()
    {
        Assert.Equal(
            "Only a was studied: there is nothing to compare it with.",
                new ScoredStudy(ScoredTrials.Of("m", [new("a", "1", 1)]), Accuracy).Conclusion);
        ScoredStudy one = new(ScoredTrials.Of("m", [new("a", "1", 1), new("b", "1", 2)]), Accuracy);
        Assert.Equal(
            "One seed cannot decide anything. b has the highest accuracy; its lead over a is 1.00. At least 6 seeds are needed.", one.Conclusion);
        Assert.Equal("", one.Advice);
    }
}
