using Elucid.Lab;
using Elucid.Lab.Tests;
using Elucid.Reports;

namespace Elucid.Claims.Tests.Pages;

[AnyWidth]
public sealed class NearestClaimsTests
{
    static readonly LedgerVerdict Planted = new(
        "ELU learns faster.", ClaimVerdict.Supported, "", LearningTask.Classification, "mlp", "8 × 128 units", "adam", "he", "fashion-mnist", 10,
        "elu",
        "relu", "training loss", 3.4, 2.1, 4.6, " %");

    // ELU's training loss is far lower than sigmoid's on every seed: the recipe's defaults are adam and he.
    static readonly Lazy<StudySummary> Summary = new(() => Run(new()));

    static StudySummary Run(StudySettings settings) => StudySummary.Of(new Study(
        settings with
        {
            Activations = ["sigmoid", "elu", "relu"],
            Seeds = 4,
            Recipe = settings.Recipe with { Epochs = 3, Hidden = [8], LearningRate = 0.01 },
        },
        StudyData.Digits()).Run(2, cancellation: TestContext.Current.CancellationToken))!;

    static IReadOnlyList<string> Of(params (string Id, LedgerVerdict Verdict)[] verdicts) =>
        [.. NearestClaims.Of(Summary.Value, verdicts.ToDictionary(verdict => verdict.Id, verdict => verdict.Verdict))
            .Select(note => $"{note.Term}. {note.Text}")];

    [Fact]
    public void A_near_card_is_told_with_both_answers_and_whether_they_agree()
    {
        LedgerVerdict sure = Planted with { Activation = "elu", Over = "sigmoid" };
        string line = Assert.Single(Of(("T01", sure)));
        Assert.StartsWith(
            "T01, supported. ELU learns faster. Lead of elu over sigmoid in training loss there +3.40 % [+2.10, +4.60] "
                + "(fashion-mnist, "
                + "8 × 128 units, adam, he weights, 10 seeds), here +", line);
        Assert.EndsWith("]: they agree.", line);
        Assert.EndsWith("]: they disagree.", Assert.Single(Of(("T01", sure with { Lower = -4.6, Upper = -2.1 }))));
        Assert.EndsWith("]: the ledger's seeds could not tell.", Assert.Single(Of(("T01", sure with { Lower = -1 }))));
        Assert.EndsWith("]: they disagree.", Assert.Single(Of(("T01", sure with { Activation = "sigmoid", Over = "elu" }))));
    }

    [Fact]
    public void A_lead_has_the_interval_that_the_study_gives_it()
    {
        string name = Summary.Value.Comparison.Baseline, metric = Summary.Value.Comparison.Metric.Name;
        RankedArm arm = Summary.Value.Comparison.Ranking.First(ranked => ranked.Name == "elu");
        (double lower, double upper) = arm.AgainstBaseline!.Paired.Interval;
        string line = Assert.Single(Of(("T19", Planted with { Over = name, Measure = metric })));
        Assert.Contains(
            $"[{Reports.Format.Signed(Summary.Value.Comparison.Metric.Readable(lower))}, "
                + $"{Reports.Format.Signed(Summary.Value.Comparison.Metric.Readable(upper))}]: ", line);
    }

    [Fact]
    public void The_report_ends_with_what_is_near_and_with_nothing_where_nothing_is()
    {
        Assert.Empty(NearestClaims.Section([]));
        using TemporaryDirectory temporary = new();
        using OutputDirectory output = OutputDirectory.Open(temporary.Path);
        IReadOnlyList<ReportNote> notes = NearestClaims.Of(Summary.Value, new Dictionary<string, LedgerVerdict> { ["T01"] = Planted });
        string page = File.ReadAllText(
            StudyFiles.Write(Summary.Value, output, "elucid compare", more: NearestClaims.Section(notes)));
        Assert.Contains("What does the ledger say?", page);
        Assert.Contains("ELU learns faster. Lead of elu over relu in training loss there +3.40 %", page);
    }

    [Fact]
    public void Another_optimizer_and_gain_are_said_and_come_later()
    {
        IReadOnlyList<string> lines = Of(
            ("T01", Planted with { Optimizer = "sgd", Gain = "lecun" }), ("T02", Planted with { Optimizer = "sgd" }), ("T03", Planted),
            ("T04", Planted with { Gain = "", Qualifier = "the initial gain", Verdict = ClaimVerdict.Depends, Measure = "test accuracy" }));
        Assert.Equal(["T03", "T02", "T04"], lines.Select(line => line[..3]));             // three at most, the most alike first
        Assert.Contains("] (with adam): ", lines[1]);
        Assert.StartsWith("T04, depends: the initial gain. ", lines[2]);
        Assert.Contains(" (with adam and he weights): ", Assert.Single(Of(("T01", Planted with { Optimizer = "sgd", Gain = "lecun" }))));
    }

    [Fact]
    public void Another_task_network_activation_or_question_is_not_near()
    {
        Assert.Empty(Of());
        Assert.Empty(Of(
            ("A", Planted with { Task = LearningTask.Regression }), ("B", Planted with { Model = "cnn" }), ("C", Planted with { Over = "selu" }),
            ("D", Planted with { Measure = "longest memory" }), ("E", Planted with { Measure = "test MAE" })));
        StudySummary varied = Run(new StudySettings
        {
            Variation = new(
                ["init"], [new(["he"], new Recipe { Epochs = 1, Hidden = [8] }),
                    new(["lecun"], new Recipe { Epochs = 1, Hidden = [8], Init = "lecun" })]),
        });
        Assert.Empty(NearestClaims.Of(varied, new Dictionary<string, LedgerVerdict> { ["T01"] = Planted }));
    }

    [Fact]
    public void What_is_committed_can_be_read_and_a_document_gives_back_what_it_holds()
    {
        Assert.All(CommittedVerdicts.All.Keys, id => Assert.Contains(ClaimCatalog.All, card => card.Id == id && card.Like is not null));
        LedgerDocument document = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted(), new M90Proved()), new LedgerOptions());
        Assert.Equal("{}\n", CommittedVerdicts.Write(document));
        document = document with { Cards = [.. document.Cards.Select(card => card.Id == "T90" ? card with { Near = Planted } : card)] };
        Assert.StartsWith(
            "{\n  \"T90\": {\n    \"sentence\": \"ELU learns faster.\",\n    \"verdict\": \"Supported\",", CommittedVerdicts.Write(document));
        Assert.Equal(Planted, CommittedVerdicts.Read(CommittedVerdicts.Write(document))["T90"]);
        Assert.Equal(
            ["A01", "A03", "A04", "A09", "A11", "P02", "P04", "P12", "P14", "P19", "T01", "T18", "T19", "T20"],
            ClaimCatalog.All.Where(card => card.Like is not null).Select(card => card.Id).Order(StringComparer.Ordinal));
        Assert.All(ClaimCatalog.All.Select(card => card.Like).OfType<LikeStudy>(), like =>
        {
            NetworkKind.Find(like.Model);
            OptimizerCatalog.Find(like.Optimizer);
        });
    }
}
