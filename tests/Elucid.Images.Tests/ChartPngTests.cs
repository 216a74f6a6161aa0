using Elucid.Reports;
using Elucid.Reports.Tests;
using SkiaSharp;

namespace Elucid.Images.Tests;

public sealed class ChartPngTests
{
    public static TheoryData<string> Cases => ChartCases.Names;

    [Theory, MemberData(nameof(Cases))]
    public void Odd_values_give_a_complete_picture(string name)
    {
        using SKBitmap bitmap = SKBitmap.Decode(ChartPng.Encode(ChartCases.Get(name), scale: 1));
        Assert.Equal(1000, bitmap.Width);
    }

    [Fact]
    public void The_same_chart_gives_the_same_bytes() => Assert.Equal(ChartPng.Encode(SyntheticStudy.Loss()), ChartPng.Encode(SyntheticStudy.Loss()));

    // A font of the machine would betray itself by its width: an H takes 0.677 em in the embedded one, 0.72 to 0.75 in its likely replacements.
    [Fact]
    public void Png_is_written_in_the_embedded_font()
    {
        string title = new('H', 40);
        using SKBitmap bitmap = SKBitmap.Decode(ChartPng.Encode(ChartCases.Lines() with { Title = title }, scale: 2));

        int[] inked = [.. Enumerable.Range(0, bitmap.Width).Where(x => Enumerable.Range(28, 30).Any(y => bitmap.GetPixel(x, y).Red < 128))];

        Assert.InRange(inked[0], 2 * 14, 2 * 17);
        Assert.Equal(2 * (14 + TextWidth.Of(title, 15)), inked[^1], 6.0);
    }

    [Fact]
    public void Png_has_letters_beyond_ascii()
    {
        // A letter that the font lacks is drawn as a box: all of them would look alike.
        string[] letters = ["α", "β", "′", "±", "−", "≤", "²", "⁻"];
        IEnumerable<byte[]> pictures = letters.Select(letter => ChartPng.Encode(ChartCases.Lines() with { Title = letter }, scale: 1));
        Assert.Equal(letters.Length, pictures.Select(Convert.ToBase64String).Distinct().Count());
    }

    [Fact]
    public void Png_is_drawn_at_the_scale_and_in_the_colours_that_were_asked_for()
    {
        using SKBitmap light = SKBitmap.Decode(ChartPng.Encode(ChartCases.Lines(), ChartSize.Half, ChartTheme.Light, scale: 3));
        using SKBitmap dark = SKBitmap.Decode(ChartPng.Encode(ChartCases.Lines(), ChartSize.Half, ChartTheme.Dark, scale: 1));

        Assert.Equal((3 * 480, 3 * 350, new SKColor(0xFFFFFFFF)), (light.Width, light.Height, light.GetPixel(1, 1)));
        Assert.Equal((480, 350, new SKColor(0xFF15171C)), (dark.Width, dark.Height, dark.GetPixel(1, 1)));
    }

    [Fact]
    public void Pictures_have_their_colours()
    {
        PixelImage image = new(2, 1, [250, 10, 20, 10, 20, 250]);
        ImageChart chart = ChartCases.Pictures(new ImageRow("", [image])) with { Title = "", Caption = "" };
        using SKBitmap bitmap = SKBitmap.Decode(ChartPng.Encode(chart, ChartSize.Small, scale: 1));

        Assert.Equal(new SKColor(250, 10, 20), bitmap.GetPixel(14 + 20, 10 + 10));
        Assert.Equal(new SKColor(10, 20, 250), bitmap.GetPixel(14 + 70, 10 + 10));
    }

    [Fact]
    public void Widths_for_the_layout_are_those_of_the_embedded_font()
    {
        using SKTypeface typeface = SKTypeface.FromStream(typeof(ChartPng).Assembly.GetManifestResourceStream("DejaVuSansCondensed.ttf"));
        using var font = new SKFont(typeface, 1000) { Subpixel = true, Hinting = SKFontHinting.None, LinearMetrics = true };

        for (char c = ' '; c <= '~'; c++)
            Assert.Equal(font.MeasureText(c.ToString()), TextWidth.Of(c.ToString(), 1000), 1.0);
    }

    [Fact]
    public void Impossible_scales_are_refused_with_a_reason() =>
        Assert.Equal("The scale of a picture must be between 0.5 and 4, but got NaN. (Parameter 'scale')",
            Assert.Throws<ArgumentOutOfRangeException>(() => ChartPng.Encode(ChartCases.Lines(), scale: double.NaN)).Message);
}
