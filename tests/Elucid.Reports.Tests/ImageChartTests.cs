using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class ImageChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // Two pictures of 4 × 2 pixels in a row of its own each.
    static readonly ImageChart Chart = ChartCases.Pictures(
        new ImageRow("first", [new GreyImage(4, 2, [0, 50, 100, 150, 200, 250, 255, 1])
        {
            Boxes = [new("true box", 1, 0, 3, 2) { Style = new(2) }, new("elu", 0, 0, 4, 1) { Style = SeriesStyle.Signature }],
        }]),
        new ImageRow("second", [new GreyImage(4, 2, new byte[8])]));

    [Fact]
    public void A_picture_stands_in_the_drawing_as_png_of_its_pixels()
    {
        XElement image = XDocument.Parse(ChartRenderer.ToSvg(Chart)).Descendants(Svg + "image").First();

        byte[] png = Convert.FromBase64String(image.Attribute("href")!.Value["data:image/png;base64,".Length..]);
        Assert.Equal(ImageGrid.Of(new Tensor([1, 1, 2, 4], [0, 50, 100, 150, 200, 250, 255, 1]), highest: 255).ToPng(), png);
        Assert.Equal(2 * (double)image.Attribute("height")!, (double)image.Attribute("width")!);
    }

    [Fact]
    public void Boxes_lie_where_their_pixels_are_and_the_legend_names_each_kind_once()
    {
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(Chart)).Root!;
        XElement image = svg.Descendants(Svg + "image").First();
        double x = (double)image.Attribute("x")!, y = (double)image.Attribute("y")!, pixel = (double)image.Attribute("width")! / 4;

        string outline = FormattableString.Invariant(
            $"M{x + pixel:0.##} {y:0.##}L{x + 3 * pixel:0.##} {y:0.##}L{x + 3 * pixel:0.##} {y + 2 * pixel:0.##}");
        Assert.Equal(2, svg.Descendants(Svg + "path").Count(path => path.Attribute("d")!.Value.StartsWith(outline, StringComparison.Ordinal)));
        Assert.Equal(["Title", "true box", "elu", "first", "second", "Caption"], svg.Descendants(Svg + "text").Select(text => text.Value));
    }

    [Fact]
    public void Its_description_counts_pictures_and_boxes() => Assert.Equal(
        "Title. Pictures: first 1 with boxes, 1 of true box, 1 of elu; second 1. Caption", Chart.Description);

    [Fact]
    public void A_page_shows_it_and_a_terminal_says_how_many_there_are()
    {
        string page = ReportPage.Render(new ReportModel { Title = "T", Conclusion = "C.", Sections = [new("S", "E.", [Chart])] });
        Assert.Contains("img-src data:", page, StringComparison.Ordinal);
        Assert.Contains("href=\"data:image/png;base64,", page, StringComparison.Ordinal);
        Assert.Equal("Title\n1 first\n1 second\n", TerminalPlot.Render(Chart, 80, 10));
    }

    [Fact]
    public void Shades_beyond_black_and_white_are_black_and_white() =>
        Assert.Equal([0, 0, 128, 255, 255, 0], GreyImage.Of(3, [-1, 0, 0.5f, 1, float.PositiveInfinity, float.NaN]).Pixels);

    [Fact]
    public void Pixels_that_do_not_fill_the_picture_are_refused() => Assert.Equal(
        "A picture of 2 × 3: expected 6 pixels, but got 5. (Parameter 'pixels')",
        Assert.Throws<ArgumentException>(() => new GreyImage(2, 3, new byte[5])).Message);
}
