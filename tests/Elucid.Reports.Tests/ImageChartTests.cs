using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class ImageChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    // Two pictures of 4 × 2 pixels in a row of its own each.
    static readonly ImageChart Chart = ChartCases.Pictures(
        new ImageRow("first", [new PixelImage(4, 2, [0, 50, 100, 150, 200, 250, 255, 1])
        {
            Boxes = [new("true box", 1, 0, 3, 2) { Style = new(2) }, new("elu", 0, 0, 4, 1) { Style = SeriesStyle.Signature }],
        }]),
        new ImageRow("second", [new PixelImage(4, 2, new byte[8])]));

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
        Assert.Equal([0, 0, 128, 255, 255, 0], PixelImage.Of([2, 3], [-1, 0, 0.5f, 1, float.PositiveInfinity, float.NaN]).Pixels);

    [Fact]
    public void Colours_are_drawn_as_they_are()
    {
        PixelImage red = PixelImage.Of([3, 1, 2], [1, 0.5f, 0, 0, 0, 1]);

        Assert.Equal((3, 2, 1), (red.Channels, red.Width, red.Height));
        Assert.Equal([255, 0, 0, 128, 0, 255], red.Pixels);
        byte[] png = PngOf(ChartCases.Pictures(new ImageRow("", [red])));
        Assert.Equal(ImageGrid.Of(new Tensor([1, 3, 1, 2], [1, 0.5f, 0, 0, 0, 1])).ToPng(), png);
    }

    [Fact]
    public void Rows_of_a_dataset_are_pictures_as_they_stand()
    {
        Dataset data = new("pictures", [0, 1, 0.5f, 0, 1, 1, 1, 0], [1, 2, 2], [0, 1], ["a", "b"]);

        Assert.Equal([255, 255, 255, 0], PixelImage.Of(data, 1).Pixels);
        Assert.Equal([0, 255, 128, 0], PixelImage.Of(data, 0).Pixels);
    }

    [Fact]
    public void A_photograph_is_carried_in_the_size_in_which_it_is_seen()
    {
        byte[] pixels = new byte[900 * 600 * 3];
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = i % 3 == 0 ? (byte)240 : (byte)(i / 3 % 2 * 100);
        ImageChart chart = ChartCases.Pictures(new ImageRow("", [new PixelImage(900, 600, pixels) { Boxes = [new("all", 0, 0, 900, 600)] }]));
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(chart)).Root!;
        XElement image = svg.Descendants(Svg + "image").Single();

        Assert.Equal((96, 64), ((double)image.Attribute("width")!, (double)image.Attribute("height")!));
        Assert.Null(image.Attribute("style"));                                // its pixels are smaller than those of the screen
        Assert.InRange(PngOf(chart).Length, 0, 40_000);
        // The box still surrounds all of it.
        Assert.StartsWith($"M{image.Attribute("x")!.Value} {image.Attribute("y")!.Value}L{(double)image.Attribute("x")! + 96} ",
            svg.Descendants(Svg + "path").Last().Attribute("d")!.Value, StringComparison.Ordinal);
        PixelImage seen = chart.Rows[0].Images[0].Within(192);
        Assert.Equal((192, 128), (seen.Width, seen.Height));
        Assert.Equal(240, seen.Pixels[0]);
        Assert.InRange(seen.Pixels[1], 30, 70);
    }

    [Fact]
    public void Many_photographs_are_carried_with_fewer_pixels()
    {
        byte[] pixels = new byte[300 * 300 * 3];
        new Random(1).NextBytes(pixels);
        PixelImage photograph = new(300, 300, pixels);

        int one = Length(1), hundred = Length(100);
        Assert.InRange(one, 100_000, 200_000);                                // noise cannot be compressed
        Assert.InRange(hundred, 10 * one, 15 * one);

        int Length(int count) => ChartRenderer.ToSvg(
            ChartCases.Pictures(new ImageRow("", [.. Enumerable.Repeat(photograph with { Boxes = [new("a", 0, 0, 9, 9)] }, count)]))).Length;
    }

    [Fact]
    public void Names_stand_below_their_pictures_in_two_lines_at_most()
    {
        PixelImage image = new(1, 1, [7]);
        ImageChart chart = ChartCases.Pictures(
            new ImageRow("wrong", [image with { Name = "3, said 8" }, image, image with { Name = "an aeroplane that was taken for a bird" }]));
        XElement[] texts = [.. XDocument.Parse(ChartRenderer.ToSvg(chart)).Descendants(Svg + "text")];

        string[] written = [.. texts.Select(t => t.Value)];
        Assert.Equal(["Title", "wrong", "3, said 8", "an aeroplane that", "was taken for a bird", "Caption"], written);
        Assert.Equal(texts[2].Attribute("y")!.Value, texts[3].Attribute("y")!.Value);
        Assert.True((double)texts[4].Attribute("y")! < (double)texts[5].Attribute("y")! - 10);
        Assert.Equal("Title. Pictures: wrong 3 (3, said 8 · an aeroplane that was taken for a bird). Caption", chart.Description);
        Assert.Equal("Title\n3 wrong\n  3, said 8 · an aeroplane that was taken for a bird\n", TerminalPlot.Render(chart, 80, 10));
    }

    [Fact]
    public void Many_names_are_read_out_in_part()
    {
        PixelImage[] images = [.. Enumerable.Range(0, 20).Select(i => new PixelImage(1, 1, [7]) { Name = $"{i}" })];

        Assert.EndsWith("13 · 14 · 15 and 4 more). Caption", ChartCases.Pictures(new ImageRow("wrong", images)).Description);
    }

    [Fact]
    public void Values_that_are_no_picture_are_refused()
    {
        Assert.Equal("A picture: expected values of shape [height, width] or [1 or 3 channels, height, width], but got [2, 3, 3]. Give one image.",
            Assert.Throws<ShapeException>(() => PixelImage.Of([2, 3, 3], new float[18])).Message);
        Assert.Equal("A picture of shape [2, 3]: expected 6 values, but got 5. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => PixelImage.Of([2, 3], new float[5])).Message);
    }

    static byte[] PngOf(Chart chart) => Convert.FromBase64String(
        XDocument.Parse(ChartRenderer.ToSvg(chart)).Descendants(Svg + "image").Single().Attribute("href")!.Value["data:image/png;base64,".Length..]);

    [Fact]
    public void Pixels_that_do_not_fill_the_picture_are_refused() => Assert.Equal(
        "A picture of 2 × 3: expected 6 bytes, one for each pixel, or 18 with red, green and blue, but got 5. (Parameter 'pixels')",
        Assert.Throws<ArgumentException>(() => new PixelImage(2, 3, new byte[5])).Message);
}
