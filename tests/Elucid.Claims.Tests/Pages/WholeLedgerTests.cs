using System.Globalization;
using Elucid.Lab;
using Elucid.Lab.Tests.Experiments;
using Elucid.Reports;

namespace Elucid.Claims.Tests.Pages;

/// <summary>A ledger of the size that it will have.</summary>
[AnyWidth]
public class WholeLedgerTests
{
    static LedgerDocument Document()
    {
        Experiment experiment = Planted.Of([.. Enumerable.Range(0, 6).Select(i => Planted.Arm($"activation-{i}", i))]) with
        {
            Seeds = 15,
            Conditions = [new Superiority("activation-1", "activation-0", "score", 0.5)],
            RunTrial = trial => new Measured { { "score", trial.Seed + trial.Settings.Number("value") }, { "course", Enumerable.Range(0, 120)
                .Select(i => trial.Settings.Number("value") + Math.Sin(i + trial.Seed)) } },
        };
        LedgerDocument one = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted { Trials = experiment }), new LedgerOptions());
        CardRecord card = one.Cards[0];
        return one with
        {
            Cards = [.. Enumerable.Range(1, 100).Select(i => card with
            {
                Id = i <= 60 ? $"T{i:00}" : $"M{i}",
                Area = i <= 60 ? Area.Dynamics : Area.Mathematics,
                Charts = i <= 60 ? card.Charts : [],
                Experiments = i <= 60 ? card.Experiments : [],
            })],
        };
    }

    [Fact]
    public void A_page_of_a_hundred_cards_is_no_larger_than_two_megabytes()
    {
        string page = ReportPage.Render(LedgerReport.Of(Document(), id => $"ledger {id}"));
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(page), 500_000, 2_000_000);
    }

    [Fact]
    public void The_language_of_the_system_changes_nothing()
    {
        LedgerDocument document = Document() with { Written = new DateTime(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc) };
        ReportModel Model() => LedgerReport.Of(document, id => $"ledger {id}");
        (string Page, string Json, string Text) Written() =>
            (ReportPage.Render(Model()), LedgerFiles.ToJson(document), ReportMarkdown.Render(Model(), chart => "x.svg"));
        (string Page, string Json, string Text) here = Written();
        CultureInfo before = CultureInfo.CurrentCulture, comma = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (comma.NumberFormat.NumberDecimalSeparator, comma.NumberFormat.NumberGroupSeparator, comma.NumberFormat.NegativeSign) = (",", " ", "~");
        comma.DateTimeFormat.TimeSeparator = ".";
        try
        {
            CultureInfo.CurrentCulture = comma;
            (string Page, string Json, string Text) there = Written();
            Assert.Equal(here.Page, there.Page);
            Assert.Equal(here.Json, there.Json);
            Assert.Equal(here.Text, there.Text);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Curves_on_the_page_have_few_points_and_keep_their_ends()
    {
        LedgerDocument document = Document();
        LineChart whole = document.Cards[0].Charts.OfType<LineChart>().Single();
        LineChart shown = LedgerReport.Of(document, id => id).Sections.First(section => section.Place == "T01").Charts.OfType<LineChart>().Single();
        Assert.Equal((120, 20), (whole.Series[0].X.Count, shown.Series[0].X.Count));
        Assert.Equal((whole.Series[0].X[0], whole.Series[0].Y[^1]), (shown.Series[0].X[0], shown.Series[0].Y[^1]));
        Assert.Equal(whole.Series[3].Style, shown.Series[3].Style);
    }
}
