using System.Text.Json.Nodes;
using System.Xml;
using System.Xml.Linq;
using Elucid.Lab;
using Elucid.Lab.Tests.Experiments;
using Elucid.Reports;

namespace Elucid.Claims.Tests.Pages;

/// <summary>The document of a run and its three writers.</summary>
[AnyWidth]
public class LedgerDocumentTests
{
    const string Hostile = "</script><script>alert(1)</script> <img src=x onerror=\"y\"> | `a` **b** [c](d)\n# e \u0007";

    static readonly LedgerDocument Document = DocumentOf(new T90Planted(), new M90Proved());

    static LedgerDocument DocumentOf(params Card[] cards) => LedgerRecords.Of(PlantedClaim.Run(null, cards), new LedgerOptions());

    static string CommandOf(string id) => $"ledger {id}".Trim();

    static XElement PageOf(LedgerDocument document)
    {
        string html = ReportPage.Render(LedgerReport.Of(document, CommandOf));
        using XmlReader reader = XmlReader.Create(new StringReader(html), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader).Root!;
    }

    [Fact]
    public void The_page_holds_everything_of_a_card()
    {
        XElement page = PageOf(Document);
        XElement card = page.Descendants("section").Single(section => (string?)section.Attribute("id") == "T90");
        string text = card.Value;
        foreach (string expected in new[]
        {
            "With b the score is higher than with a.", "✓ supported", "against a", "Its score is higher.", "Nothing of networks.",
            "only an experiment can tell",
            "b is better than a in score by at least 0.5", "< 0.001", "ledger T90", "Experiment planted", "0 to 7", "Numbers",
        })
            Assert.Contains(expected, text, StringComparison.Ordinal);
        Assert.Equal(2, card.Descendants("figure").Count());
        Assert.Contains("1 + 1 = 2", page.Value, StringComparison.Ordinal);
        XElement claims = page.Descendants("table").First();
        Assert.Equal("area|verdict", (string?)claims.Attribute("data-filters"));
        Assert.Equal(
            ["mathematics|supported", "dynamics|supported"],
            claims.Element("tbody")!.Elements("tr").Select(row => (string?)row.Attribute("data-tags")));
        Assert.All(claims.Descendants("a").Attributes("href"), href =>
            Assert.Contains(page.Descendants("section"), section => $"#{(string?)section.Attribute("id")}" == href.Value));
    }

    [Fact]
    public void The_answers_tell_a_reader_when_to_use_it_and_are_made_of_the_verdicts_that_there_are()
    {
        static string Answer(Func<Finding, Finding> then) => Said(Assert.Single(DocumentOf(new T90Planted { Then = then }).Answers));
        static string Said(ReportNote answer) => $"{answer.Term}: {answer.Text}";
        static Finding Refuted(Finding finding, Verdict because) => finding with
        {
            Verdict = ClaimVerdict.Refuted,
            Conditions = [finding.Conditions[0] with { Verdict = because }],
        };
        Assert.Equal(2, Document.Answers.Count);
        Assert.Matches(
            @"^When to use ELU: Of 1 claim about training, networks and tasks 1 is supported: “planted” \(\+1\.0 \(.*\) against a\)\.$",
            Said(Document.Answers[0]));
        Assert.Equal("What the function is: Of 1 claim about the function 1 is supported: “proved”.", Said(Document.Answers[1]));
        Assert.Equal(
            "When to use ELU: Of 1 claim about training, networks and tasks 1 holds on a condition: “planted” (gain).",
            Answer(finding => finding with { Verdict = ClaimVerdict.Depends, Qualifier = "gain" }));
        Assert.StartsWith(
            "When not to: Of 1 claim about training, networks and tasks 1 comes out the other way round: “planted” (",
            Answer(finding => Refuted(finding, Verdict.RefutedOpposite)), StringComparison.Ordinal);
        Assert.StartsWith(
            "When not to: Of 1 claim about training, networks and tasks 1 is refuted: “planted” (",
            Answer(finding => Refuted(finding, Verdict.RefutedNegligible)), StringComparison.Ordinal);
        Assert.Equal(
            "When not to: Of 1 claim about training, networks and tasks 1 cannot be told by the data: “planted”.",
            Answer(finding => finding with { Verdict = ClaimVerdict.Inconclusive }));
        Assert.Empty(DocumentOf(new NC90Fails(trains: false), new M90Proved()).Answers);
    }

    [Fact]
    public void The_answers_count_the_pairs_of_arms_that_differ_in_gain_or_activation_alone()
    {
        static ArmRecord Arm(string name, Settings settings, double rate, double score) => new()
        {
            Name = name,
            Settings = settings,
            Tuned = rate,
            Values = new Dictionary<string, double[]> { ["loss"] = [score] },
        };
        ExperimentRecord experiment = new()
        {
            Id = "X",
            Revision = 1,
            Design = "",
            Baseline = "relu",
            Seeds = 1,
            FirstSeed = 0,
            FinishedSeeds = [0],
            Measures = ["loss"],
            Tuning = new TuningRecord("rate", TuningRule.Safe, [0.1, 0.3], "loss", [100]),
            Arms =
            [
                Arm("relu", Settings.Of(("activation", "relu")), 0.3, 2),
                Arm("elu", Settings.Of(("activation", "elu")), 0.1, 2),
                Arm("elu, unit", Settings.Of(("activation", "elu"), ("gain", "unit")), 0.3, 1),
                Arm("deep relu", Settings.Of(("activation", "relu"), ("depth", 8)), 0.3, 2),
                Arm("deep elu", Settings.Of(("activation", "elu"), ("depth", 8)), 0.3, 2),
                Arm("tanh, unit", Settings.Of(("activation", "tanh"), ("gain", "unit")), 0.3, 1),
                Arm("tanh", Settings.Of(("activation", "tanh")), 0.3, 2),
            ],
        };
        Assert.Equal(
            "with the gain that keeps its variance ELU did better than with He's in 1 of 1 pairs of networks", GainAndRate.Gain([experiment]));
        Assert.Equal(
            "with the gain that keeps its variance ELU did better than with He's in 0 of 1 pairs of networks",
            GainAndRate.Gain([experiment with { IsHigherBetter = true }]));
        Assert.Equal(
            "of 2 tuned pairs of networks, ELU's learning rate was below ReLU's in 1, the same in 1 and above it in 0",
                GainAndRate.Rate([experiment]));
        Assert.Equal("", GainAndRate.Gain([]) + GainAndRate.Rate([experiment with { Tuning = null }]));
    }

    [Fact]
    public void Hostile_names_stay_text_in_all_three_forms()
    {
        Experiment named = PlantedClaim.Experiment with
        {
            Arms = [Planted.Arm("a", 1), Planted.Arm(Hostile, 2)],
            Conditions = [new Superiority(Hostile, "a", "score", 0.5)],
        };
        LedgerDocument document = DocumentOf(new T90Planted
        {
            Said = Hostile,
            Trials = named,
            Then = finding => finding with
            {
                Answer = Hostile,
                Against = Hostile,
                Qualifier = Hostile,
                Checks = [new Check(Hostile, false, Hostile)],
            },
        });
        XElement page = PageOf(document);
        Assert.Single(page.Descendants("script"));
        Assert.Empty(page.Descendants("img"));

        string text = ReportMarkdown.Render(LedgerReport.Of(document, CommandOf), chart => "x.svg");
        foreach (string sign in new[] { "<script", "<img", "| `a`", " **b**", "[c](d)", "\n# e" })
            Assert.DoesNotContain(sign, text, StringComparison.Ordinal);

        LedgerDocument again = Read(LedgerFiles.ToJson(document));
        Assert.Equal(Hostile, again.Cards[0].Answer);
    }

    [Fact]
    public void What_is_read_back_gives_the_same_page_and_the_same_text()
    {
        LedgerDocument again = Read(LedgerFiles.ToJson(Document));
        Assert.Equal(LedgerFiles.ToJson(Document), LedgerFiles.ToJson(again));
        Assert.Equal(
            ReportPage.Render(LedgerReport.Of(Document, CommandOf)), ReportPage.Render(LedgerReport.Of(again, CommandOf)));
    }

    // As jq -S writes it: no field is where it was.
    [Fact]
    public void The_order_of_fields_says_nothing()
    {
        static JsonNode? Sorted(JsonNode? node) => node switch
        {
            JsonObject fields => new JsonObject(
                fields.OrderByDescending(field => field.Key, StringComparer.Ordinal)
                    .Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
            JsonArray items => new JsonArray([.. items.Select(Sorted)]),
            _ => node?.DeepClone(),
        };
        string json = LedgerFiles.ToJson(Document), sorted = Sorted(JsonNode.Parse(json))!.ToJsonString();
        Assert.NotEqual(json, sorted);
        Assert.Equal(json, LedgerFiles.ToJson(Read(sorted)));
    }

    [Fact]
    public void Every_kind_of_chart_can_be_stored()
    {
        Type[] kinds = [.. typeof(Chart).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Chart)))];
        Type[] stored = [.. typeof(Chart).GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), false)
            .Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(attribute => attribute.DerivedType)];
        Assert.Equal(kinds.OrderBy(kind => kind.Name), stored.OrderBy(kind => kind.Name));
    }

    [Fact]
    public void Failures_are_counted_and_tested_against_the_baseline()
    {
        Experiment failing = PlantedClaim.Experiment with
        {
            Arms = [Planted.Arm("a", 1), Planted.Faulty("fails")],
            Conditions = [new Superiority("fails", "a", "score", 0.5)],
        };
        ExperimentRecord record = DocumentOf(new T90Planted { Trials = failing }).Experiments[0];
        Assert.Equal((8, "planted", 2 / 256.0), (record.Arms[1].Failures, record.Arms[1].Failure, record.Arms[1].FailureP));
        Assert.Equal(double.NaN, record.Arms[0].FailureP);
        Assert.All(record.Arms[1].Values["score"], score => Assert.Equal(-1, score));
    }

    [Fact]
    public void Effects_are_flagged_over_all_cards_and_only_where_there_is_a_test()
    {
        Assert.True(Document.Cards.Single(card => card.Id == "T90").IsDiscovery);
        Assert.Null(Document.Cards.Single(card => card.Id == "M90").IsDiscovery);
        Assert.False(DocumentOf(new T90Planted { Trials = PlantedClaim.Failing }).Cards[0].IsDiscovery);
    }

    [Fact]
    public void Cards_that_a_run_did_not_judge_are_those_of_the_run_before()
    {
        LedgerDocument before = LedgerRecords.Of(
            PlantedClaim.Run(null, [.. ClaimCatalog.Find(["M01", "M02"])]), new LedgerOptions());
        LedgerDocument after = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions(), before);
        Assert.Equal(["M01", "M02", "T90"], after.Cards.Select(card => card.Id));

        // Of another revision, or of no card that there is, they are dropped.
        LedgerDocument old = before with { Cards = [before.Cards[0] with { Revision = 77 }, before.Cards[1] with { Id = "M99" }] };
        Assert.Equal(["T90"], LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions(), old).Cards.Select(card => card.Id));
    }

    [Fact]
    public void A_run_that_is_stopped_does_not_take_back_what_the_one_before_it_found()
    {
        LedgerDocument before = LedgerRecords.Of(PlantedClaim.Run(null, [.. ClaimCatalog.Find(["M01"])]), new LedgerOptions());
        LedgerEntry unfinished = new(ClaimCatalog.Find(["M01"])[0], Finding.NotRun("Stopped before its turn came."), [], 0);
        LedgerDocument stopped = LedgerRecords.Of([unfinished], new LedgerOptions(), before, isStopped: true);
        Assert.Equal(ClaimVerdict.Supported, stopped.Cards[0].Verdict);
        Assert.StartsWith("Not finished: ", LedgerReport.Of(stopped, CommandOf).Notice, StringComparison.Ordinal);
    }

    static LedgerDocument Read(string json)
    {
        using TemporaryDirectory directory = new();
        return LedgerFiles.Read(directory.Write("claims.json", json));
    }

    [Theory]
    [InlineData("[]", "but it cannot be read as one: ")]
    [InlineData("{", "but it cannot be read as one: ")]
    [InlineData("null", "but it cannot be read as one: ")]
    [InlineData("{\"schema\":\"x\"}", "but it cannot be read as one: ")]
    public void What_is_no_ledger_is_refused(string json, string sentence)
    {
        using TemporaryDirectory directory = new();
        string path = directory.Write("claims.json", json);
        Assert.StartsWith(
            $"'{path}': expected the claims.json of a run of the ledger, {sentence}",
            Assert.Throws<DataFormatException>(() => LedgerFiles.Read(path)).Message, StringComparison.Ordinal);
        Assert.Null(LedgerFiles.Find(directory.Path));
    }

    [Fact]
    public void A_ledger_of_a_version_to_come_is_refused()
    {
        string json = LedgerFiles.ToJson(Document with { Version = 2 });
        Assert.EndsWith(
            "expected version 1 of elucid-claims, but it is of another form. Use the Elucid that wrote it, or run the ledger again.",
            Assert.Throws<DataFormatException>(() => Read(json)).Message, StringComparison.Ordinal);
    }
}
