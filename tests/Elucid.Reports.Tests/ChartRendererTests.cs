using System.Text.RegularExpressions;
using System.Xml.Linq;
using CsCheck;

namespace Elucid.Reports.Tests;

public partial class ChartRendererTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly double[] Odd = [double.NaN, 0, double.MaxValue, -double.MaxValue, double.Epsilon];

    public static TheoryData<string> Cases => ChartCases.Names;

    [Fact]
    public void Svg_contains_title_caption_axes_ticks_and_names()
    {
        string[] texts = [.. Texts(ChartRenderer.ToSvg(SyntheticStudy.Loss()))];

        Assert.Equal(["Training loss by epoch", "training loss (cross-entropy)"], texts[..2]);
        Assert.Superset(new HashSet<string> { "0.01", "0.1", "1", "10", "20", "epoch" }, texts.ToHashSet());
        Assert.Equal("Logarithmic: equal distances are equal ratios.", texts[^1]);
        Assert.Superset(SyntheticStudy.Activations.ToHashSet(), texts.ToHashSet());
    }

    [Fact]
    public void Svg_of_rows_contains_names_notes_and_the_reference()
    {
        string[] texts = [.. Texts(ChartRenderer.ToSvg(SyntheticStudy.FinalAccuracy()))];

        Assert.Superset(new HashSet<string> { "leaky-relu", "97.88 ± 0.21 %", "97.6 %", "test accuracy" }, texts.ToHashSet());
        Assert.Equal(2, texts.Count(t => t == "relu"));
    }

    [Fact]
    public void Every_class_of_an_svg_has_a_rule_and_every_variable_a_light_and_a_dark_value()
    {
        XElement svg = XDocument.Parse(ChartRenderer.ToSvg(SyntheticStudy.FinalAccuracy())).Root!;
        string style = svg.Element(Svg + "style")!.Value;
        string[] parts = style.Split("@media (prefers-color-scheme: dark)");
        Assert.Equal(2, parts.Length);

        foreach (string name in svg.Descendants().Attributes("class").Select(a => a.Value).Distinct())
        {
            string property = name.Split('-')[0], variable = name[(property.Length + 1)..];
            Assert.Contains($".{name}{{{property}:var(--{variable})}}", style);
            Assert.Matches($"--{variable}: #[0-9a-f]{{6}};", parts[0]);
            Assert.Matches($"--{variable}: #[0-9a-f]{{6}};", parts[1]);
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Odd_values_give_a_complete_picture(string name)
    {
        Chart chart = ChartCases.Get(name);

        foreach (ChartSize size in (ChartSize[])[ChartSize.Wide, ChartSize.Narrow])
        {
            string svg = ChartRenderer.ToSvg(chart, size);
            Assert.Equal("Title", Texts(svg).First());
            AssertFinite(svg);
        }
    }

    // A title may be one word that is wider than the drawing.
    [Theory, MemberData(nameof(Cases))]
    public void Texts_stay_on_the_paper(string name)
    {
        foreach (ChartSize size in (ChartSize[])[ChartSize.Wide, ChartSize.Half, ChartSize.Narrow])
        {
            foreach (XElement text in XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Get(name), size)).Descendants(Svg + "text"))
            {
                bool isTurned = text.Attribute("transform") is not null;
                double x = (double)text.Attribute("x")!, length = TextWidth.Of(text.Value, (double)text.Attribute("font-size")!);
                double start = x - (isTurned ? 0 : text.Attribute("text-anchor")?.Value switch { "middle" => length / 2, "end" => length, _ => 0 });
                double end = isTurned ? start : start + length;
                Assert.True(start >= -1 && end <= size.Width + 1, $"{text.Value} from {start:0} to {end:0} of {size.Width}");
            }
        }
    }

    [Fact]
    public void Any_values_give_coordinates_on_or_near_the_paper()
    {
        Gen<double> value = Gen.OneOf(Gen.Double, Gen.Double[-1, 1], Gen.OneOf([.. Odd.Select(Gen.Const)]));
        Gen.Select(value.Array[0, 20], Gen.Bool, Gen.Bool).Sample((y, isLogarithmic, isPercent) =>
        {
            double[] x = [.. y.Select((_, i) => (double)i)];
            var axis = new Axis("y") { IsLogarithmic = isLogarithmic, IsPercent = isPercent };
            AssertFinite(ChartRenderer.ToSvg(ChartCases.Lines(new Series("a", x, y, y, y)) with { Y = axis }));
        }, iter: 300);
    }

    [Fact]
    public void A_gap_splits_a_curve_and_its_band()
    {
        double[] x = [.. Enumerable.Range(0, 20).Select(i => (double)i)], whole = [.. x.Select(_ => 1.0)];
        double[] broken = [.. whole.Select((v, i) => i == 10 ? double.NaN : v)];

        Assert.Equal((1, 1), Curves(new("a", x, whole, whole, whole)));
        Assert.Equal((2, 2), Curves(new("a", x, broken, broken, whole)));

        static (int Lines, int Bands) Curves(Series series)
        {
            XElement plot = XDocument.Parse(ChartRenderer.ToSvg(ChartCases.Lines(series))).Descendants(Svg + "svg").Last();
            return (plot.Elements().Attributes("stroke").Count(), plot.Elements().Attributes("fill-opacity").Count());
        }
    }

    [Fact]
    public void Elu_keeps_its_colour_and_the_first_eight_styles_differ()
    {
        IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Assign(["relu", "elu", "relu", "elu:alpha=0.5"]);

        Assert.Equal(new Dictionary<string, SeriesStyle> { ["relu"] = new(1), ["elu"] = SeriesStyle.Signature, ["elu:alpha=0.5"] = new(2) }, styles);
        (ChartColor, Dash)[] looks = [.. Enumerable.Range(0, 22).Select(i => (new SeriesStyle(i).Color, new SeriesStyle(i).Dash))];
        Assert.Equal(looks.Length, looks.Distinct().Count());
        Assert.Single(looks, l => l.Item1 == Palette.Series[0]);
    }

    [Fact]
    public void Hostile_names_stay_text()
    {
        const string Name = "<script>alert('1')</script> & \"\u0000\uD800\" 😀";
        LineChart chart = ChartCases.Lines(new Series(Name, [1, 2], [1, 2])) with { Title = Name, X = new(Name) };

        string svg = ChartRenderer.ToSvg(chart, new ChartSize(2000, 400));

        Assert.DoesNotContain("<script", svg);
        Assert.Contains("<script>alert('1')</script> & \"\uFFFD\uFFFD\" 😀", Texts(svg));
    }

    [Fact]
    public void The_same_chart_gives_the_same_bytes() =>
        Assert.Equal(ChartRenderer.ToSvg(SyntheticStudy.Loss()), ChartRenderer.ToSvg(SyntheticStudy.Loss()));

    [Fact]
    public void Impossible_sizes_and_lists_are_refused_with_a_reason()
    {
        Assert.Equal("The sides of a chart must be between 100 and 4000 pixels, but got 99 × 200. (Parameter 'size')",
            Assert.Throws<ArgumentOutOfRangeException>(() => ChartRenderer.ToSvg(ChartCases.Lines(), new ChartSize(99, 200))).Message);
        Assert.Equal("Series 'a': expected one y for each of 2 x, but got 1. (Parameter 'y')",
            Assert.Throws<ArgumentException>(() => new Series("a", [1, 2], [1])).Message);
        Assert.Equal("Series 'a': expected both edges of its band with 1 values, but got 1 lower and 0 upper ones. (Parameter 'lower')",
            Assert.Throws<ArgumentException>(() => new Series("a", [1], [1], lower: [1])).Message);
    }

    static IEnumerable<string> Texts(string svg) => XDocument.Parse(svg).Descendants(Svg + "text").Select(t => t.Value);

    static void AssertFinite(string svg)
    {
        IEnumerable<XAttribute> attributes = XDocument.Parse(svg).Descendants().Attributes();
        foreach (XAttribute attribute in attributes.Where(a => a.Name.LocalName is "d" or "x" or "y" or "cx" or "cy" or "width"))
        {
            foreach (Match number in Number().Matches(attribute.Value))
                Assert.InRange(double.Parse(number.Value), -30_000, 30_000);
        }
    }

    [GeneratedRegex(@"[^MLZhvlmz ]+")]
    private static partial Regex Number();
}
