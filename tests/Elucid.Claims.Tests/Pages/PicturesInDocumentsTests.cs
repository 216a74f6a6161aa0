using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims.Tests.Pages;

/// <summary>Pictures in <c>claims.json</c>.</summary>
[AnyWidth]
public class PicturesInDocumentsTests
{
    [Fact]
    public void Pictures_and_their_boxes_come_back_as_they_were_written()
    {
        ImageChart chart = new()
        {
            Title = "Boxes",
            Rows = [new("elu", [new PixelImage(2, 1, [7, 250]) { Boxes = [new("true box", 0, 0.5, 1.5, 1) { Style = new(2) }] }])],
        };
        LedgerDocument document = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions());
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, LedgerFiles.Json);
        File.WriteAllText(path, LedgerFiles.ToJson(document with { Cards = [document.Cards[0] with { Charts = [chart] }] }));

        ImageChart read = Assert.IsType<ImageChart>(Assert.Single(LedgerFiles.Read(path).Cards[0].Charts));
        PixelImage image = Assert.Single(Assert.Single(read.Rows).Images);
        Assert.Equal(("Boxes", 2, 1), (read.Title, image.Width, image.Height));
        Assert.Equal([7, 250], image.Pixels);
        Assert.Equal(chart.Rows[0].Images[0].Boxes, image.Boxes);
    }

    public static TheoryData<Chart> Kinds =>
    [
        new LineChart
        {
            Title = "Lines",
            X = new("x"),
            Y = new("y"),
            Series = [new("seen", [1, 2], [1, double.NaN]) { IsPoints = true }, new("foretold", [2, 3], [1, 2], [0, 1], [2, 3])],
            Rules = [new(2, "cutoff")],
        },
        new ImageChart
        {
            Title = "Pictures",
            Rows = [new("colours", [new(1, 2, [1, 2, 3, 4, 5, 6]) { Name = "3, said 8" }]), new("grey", [new(2, 1, [7, 8])])],
        },
        new BarChart
        {
            Title = "Bars",
            X = new("x"),
            Bars = [new("a", 1) { Lower = 0.5, Upper = 2, Note = "one" }, new("b", double.NaN)],
            Rules = [new(1, "all")],
        },
        new ScatterChart
        {
            Title = "Points",
            X = new("x"),
            Y = new("y"),
            Groups = [new("a", [1, double.NaN], [2, 3]) { Style = new(9) }],
            HasDiagonal = true,
        },
        new HeatMapChart(["c", "d"], [new("r", [1, double.NaN])])
        {
            Title = "Cells",
            Value = new("v") { IsPercent = true },
            Middle = 0.5,
            RowLabel = "rows",
        },
    ];

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_of_chart_comes_back_as_it_was_written(Chart chart) => Assert.Equal(
        ChartRenderer.ToSvg(chart), ChartRenderer.ToSvg(Read(Written(chart))));

    [Fact]
    public void Charts_of_documents_from_before_there_were_rules_have_none()
    {
        LineChart chart = new() { Title = "Lines", X = new("x"), Y = new("y"), Series = [new("a", [1, 2], [1, 2])] };
        string json = Written(chart);
        Assert.Contains("\"rules\": [],", json, StringComparison.Ordinal);

        LineChart read = Assert.IsType<LineChart>(Read(json.Replace("\"rules\": [],", "", StringComparison.Ordinal)));
        Assert.Empty(read.Rules);
        Assert.False(Assert.Single(read.Series).IsPoints);
    }

    static string Written(Chart chart)
    {
        LedgerDocument document = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions());
        return LedgerFiles.ToJson(document with { Cards = [document.Cards[0] with { Charts = [chart] }] });
    }

    static Chart Read(string json)
    {
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, LedgerFiles.Json);
        File.WriteAllText(path, json);
        return Assert.Single(LedgerFiles.Read(path).Cards[0].Charts);
    }

    [Fact]
    public void Pixels_that_do_not_fill_a_picture_are_refused_as_a_damaged_file()
    {
        ImageChart chart = new() { Title = "Boxes", Rows = [new("elu", [new PixelImage(2, 1, [7, 250])])] };
        LedgerDocument document = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions());
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, LedgerFiles.Json), json = LedgerFiles.ToJson(
            document with { Cards = [document.Cards[0] with { Charts = [chart] }] });
        Assert.Contains("\"width\": 2,", json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace("\"width\": 2,", "\"width\": 3,", StringComparison.Ordinal));
        Assert.Contains("expected 3 bytes, one for each pixel, or 9 with red, green and blue, but got 2",
            Assert.Throws<DataFormatException>(() => LedgerFiles.Read(path)).Message);
    }
}
