using System.Globalization;
using System.Xml.Linq;

namespace Elucid.Reports.Tests;

public class HeatMapChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    static readonly HeatMapChart Confusion = new(["cat", "dog"], [new("cat", [30, 2]), new("dog", [0, 28])])
    {
        Title = "Who is taken for whom",
        Value = new("images"),
        RowLabel = "true class",
        ColumnLabel = "answered class",
    };

    [Fact]
    public void Cells_hold_their_values_and_rows_and_columns_their_names() => Assert.Equal(
        ["Who is taken for whom", "images", "0", "30", "true class", "answered class", "cat", "dog", "cat", "dog", "30", "2", "0", "28"],
        Texts(Confusion, ChartSize.Half));

    [Fact]
    public void Greater_values_have_stronger_colours_and_a_missing_one_has_none()
    {
        HeatMapChart chart = new(["a", "b", "c", "d"], [new("r", [0, 1, 0.5, double.NaN])]) { Title = "T", Value = new("v") };

        Assert.Equal(["stroke-heat-0", "stroke-heat-8", "stroke-heat-16"], CellColors(chart));
        Assert.Contains("–", Texts(chart, ChartSize.Half));
    }

    [Fact]
    public void Two_colours_part_at_the_middle_and_are_equally_strong_at_equal_distances()
    {
        HeatMapChart chart = new(["a", "b", "c", "d"], [new("r", [-0.5, 0, 0.5, 1])]) { Title = "T", Value = new("v"), Middle = 0 };

        Assert.Equal(["stroke-below-8", "stroke-heat-0", "stroke-heat-8", "stroke-heat-16"], CellColors(chart));
    }

    [Fact]
    public void A_scale_has_the_limits_of_its_axis()
    {
        HeatMapChart chart = new(["a", "b"], [new("r", [0.5, 7])]) { Title = "T", Value = new("v") { Min = 0, Max = 1 } };

        Assert.Equal(["stroke-heat-8", "stroke-heat-16"], CellColors(chart));
    }

    [Theory]
    [InlineData(false, "0.9712 0.9740", 0.9712, 0.974)]
    [InlineData(true, "97.12 97.40", 0.9712, 0.974)]
    [InlineData(true, "5 98", 0.05, 0.977)]
    [InlineData(false, "−0.50 0.25", -0.5, 0.25)]
    [InlineData(false, "12 1700", 12, 1700)]
    [InlineData(false, "1e−6 0.100", 1e-6, 0.1, true)]
    public void Values_have_the_digits_that_tell_them_apart(bool isPercent, string expected, double first, double second, bool isLogarithmic = false)
    {
        HeatMapChart chart = new(["a", "b"], [new("r", [first, second])])
        {
            Title = "T",
            Value = new("v") { IsPercent = isPercent, IsLogarithmic = isLogarithmic },
        };

        Assert.Equal(expected, string.Join(' ', Texts(chart, ChartSize.Half)[^2..]));
    }

    [Fact]
    public void Names_that_have_no_room_are_turned_and_values_that_have_none_are_left_out()
    {
        string[] names = [.. Enumerable.Range(1, 40).Select(i => $"word {i}")];
        HeatMapChart chart = new(names, [.. names.Select(n => new HeatMapRow(n, [.. names.Select((_, i) => (double)i)]))])
        {
            Title = "T",
            Value = new("v"),
        };
        XElement[] texts = [.. XDocument.Parse(ChartRenderer.ToSvg(chart, ChartSize.Half)).Descendants(Svg + "text")];

        Assert.All(texts.Where(t => t.Attribute("transform") is not null), t => Assert.StartsWith("rotate(-90 ", t.Attribute("transform")!.Value));
        Assert.Contains(texts, t => t.Attribute("transform") is not null && t.Value == "word 1");
        Assert.DoesNotContain(texts, t => t.Value == "17");
    }

    [Fact]
    public void A_map_of_half_a_million_cells_is_drawn_as_means_and_stays_small()
    {
        string[] names = [.. Enumerable.Range(0, 700).Select(i => i.ToString(CultureInfo.InvariantCulture))];
        HeatMapChart chart = new(names, [.. names.Select((n, row) => new HeatMapRow(n, [.. names.Select((_, column) => Math.Sin(row * column))]))])
        {
            Title = "T",
            Value = new("v"),
        };
        string svg = ChartRenderer.ToSvg(chart);

        Assert.Contains("v, means of 6 × 6", svg, StringComparison.Ordinal);
        Assert.InRange(svg.Length, 0, 250_000);
    }

    [Fact]
    public void Who_does_not_see_it_is_told_all_values_of_a_small_one_and_the_extremes_and_mistakes_of_a_large_one()
    {
        Assert.Equal("Who is taken for whom. images by true class and answered class, 2 rows of 2. cat: cat 30, dog 2; dog: cat 0, dog 28.",
            Confusion.Description);

        string[] names = [.. Enumerable.Range(0, 9).Select(i => $"{i}")];
        static double Count(int row, int column) => row == column ? 50 + row : row == 3 ? column : 0;
        HeatMapChart large = new(names, [.. names.Select((n, row) => new HeatMapRow(n, [.. names.Select((_, column) => Count(row, column))]))])
        {
            Title = "T",
            Value = new("images"),
        };
        Assert.Equal("T. images by row and column, 9 rows of 9. Least 0 at 0 and 1; greatest 58 at 8 and 8, 57 at 7 and 7, 56 at 6 and 6; "
            + "off the diagonal 8 at 3 and 8, 7 at 3 and 7, 6 at 3 and 6.", large.Description);
    }

    [Fact]
    public void A_terminal_writes_values_with_shades() => Assert.Equal("""
        Who is taken for whom
        true class
         cat│ 30█  2
         dog│  0  28█
             cat dog
             answered class
        images: 0 (no shade) to 30 (█)

        """, TerminalPlot.Render(Confusion, 60, 10));

    [Fact]
    public void A_confusion_matrix_is_drawn_as_counts_or_as_shares_of_its_rows()
    {
        var confusion = ConfusionMatrix.Of([0, 0, 0, 1], [0, 0, 1, 1], 3);

        Assert.Equal("T. rows by true class and answered class, 3 rows of 3. a: a 2, b 1, c 0; b: a 0, b 1, c 0; c: a 0, b 0, c 0.",
            HeatMapChart.Of("T", confusion, ["a", "b", "c"]).Description);
        Assert.Equal("T. share of the true class by true class and answered class, 3 rows of 3. a: a 66.7 %, b 33.3 %, c 0 %; "
            + "b: a 0 %, b 100 %, c 0 %; c: a –, b –, c –.", HeatMapChart.Of("T", confusion, ["a", "b", "c"], asShares: true).Description);
    }

    [Fact]
    public void Rows_without_an_answer_have_a_column_of_their_own() => Assert.Equal(
        ["a", "b", "no answer"], HeatMapChart.Of("T", ConfusionMatrix.Of([0, 1], [-1, 1], 2), ["a", "b"]).Columns);

    [Fact]
    public void Names_that_do_not_fit_the_classes_are_refused() => Assert.Equal(
        "Expected a name for each of 2 classes, but got 1. (Parameter 'classNames')",
        Assert.Throws<ArgumentException>(() => HeatMapChart.Of("T", ConfusionMatrix.Of([0], [0], 2), ["a"])).Message);

    [Fact]
    public void A_row_that_does_not_fit_the_columns_is_refused() => Assert.Equal(
        "Row 'dog' of a heat map: expected 2 values, one for each column, but got 1. (Parameter 'rows')",
        Assert.Throws<ArgumentException>(() => new HeatMapChart(["a", "b"], [new("cat", [1, 2]), new("dog", [1])]) { Title = "T", Value = new("v") })
            .Message);

    static string[] Texts(Chart chart, ChartSize size) =>
        [.. XDocument.Parse(ChartRenderer.ToSvg(chart, size)).Descendants(Svg + "text").Select(t => t.Value)];

    // The key comes first and has each step of the scale; the cells are the last paths.
    static string[] CellColors(HeatMapChart chart)
    {
        XElement[] paths = [.. XDocument.Parse(ChartRenderer.ToSvg(chart, ChartSize.Half)).Descendants(Svg + "path")];
        int cells = chart.Rows.SelectMany(r => r.Values).Where(double.IsFinite).Distinct().Count();
        return [.. paths[^cells..].Select(p => p.Attribute("class")!.Value)];
    }
}
