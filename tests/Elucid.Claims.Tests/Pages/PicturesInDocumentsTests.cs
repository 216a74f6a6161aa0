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
            Rows = [new("elu", [new GreyImage(2, 1, [7, 250]) { Boxes = [new("true box", 0, 0.5, 1.5, 1) { Style = new(2) }] }])],
        };
        LedgerDocument document = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions());
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, LedgerFiles.Json);
        File.WriteAllText(path, LedgerFiles.ToJson(document with { Cards = [document.Cards[0] with { Charts = [chart] }] }));

        ImageChart read = Assert.IsType<ImageChart>(Assert.Single(LedgerFiles.Read(path).Cards[0].Charts));
        GreyImage image = Assert.Single(Assert.Single(read.Rows).Images);
        Assert.Equal(("Boxes", 2, 1), (read.Title, image.Width, image.Height));
        Assert.Equal([7, 250], image.Pixels);
        Assert.Equal(chart.Rows[0].Images[0].Boxes, image.Boxes);
    }

    [Fact]
    public void Pixels_that_do_not_fill_a_picture_are_refused_as_a_damaged_file()
    {
        ImageChart chart = new() { Title = "Boxes", Rows = [new("elu", [new GreyImage(2, 1, [7, 250])])] };
        LedgerDocument document = LedgerRecords.Of(PlantedClaim.Run(null, new T90Planted()), new LedgerOptions());
        using TemporaryDirectory directory = new();
        string path = Path.Combine(directory.Path, LedgerFiles.Json), json = LedgerFiles.ToJson(
            document with { Cards = [document.Cards[0] with { Charts = [chart] }] });
        Assert.Contains("\"width\": 2,", json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace("\"width\": 2,", "\"width\": 3,", StringComparison.Ordinal));
        Assert.Contains("expected 3 pixels, but got 2", Assert.Throws<DataFormatException>(() => LedgerFiles.Read(path)).Message);
    }
}
