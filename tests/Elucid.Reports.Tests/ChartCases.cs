namespace Elucid.Reports.Tests;

/// <summary>Charts that break careless drawing code, by name.</summary>
static class ChartCases
{
    static readonly Dictionary<string, Chart> All = new()
    {
        ["no series"] = Lines(),
        ["empty series"] = Lines(new Series("empty", [], [])),
        ["one point"] = Lines(new Series("one", [1], [0.5], [0.4], [0.6])),
        ["only NaN"] = Lines(new Series("nan", [1, 2], [double.NaN, double.NaN], [double.NaN, 0], [1, double.NaN])),
        ["gap"] = Lines(new Series("gap", [1, 2, 3, 4, 5], [1, 2, double.NaN, 4, 5])),
        ["infinite"] = Lines(new Series("inf", [1, 2, 3], [1, double.PositiveInfinity, double.NegativeInfinity])),
        ["equal values"] = Lines(new Series("flat", [1, 2, 3], [7, 7, 7])),
        ["equal zeros"] = Lines(new Series("zero", [0, 0, 0], [0, 0, 0])),
        ["huge range"] = Lines(new Series("huge", [-1e308, 1e308], [-double.MaxValue, double.MaxValue])),
        ["tiny range"] = Lines(new Series("tiny", [1, 2], [1e15, 1e15 + 0.25])),
        ["subnormal"] = Lines(new Series("sub", [1, 2], [0, 5e-324])),
        ["logarithm of nothing"] = Lines(new Series("log", [1, 2, 3], [0, -1, double.NaN])) with { Y = new("y") { IsLogarithmic = true } },
        ["logarithm of 300 decades"] = Lines(new Series("log", [1, 2, 3], [1e-300, 1, 1e300], [-1, 0, 1], [1, 2, 1e301]))
            with
        { Y = new("y") { IsLogarithmic = true } },
        ["logarithm of one value"] = Lines(new Series("log", [1, 2], [3, 3])) with { Y = new("y") { IsLogarithmic = true } },
        ["logarithm within a digit"] = Lines(new Series("log", [1, 2], [3.1, 3.4])) with { Y = new("y") { IsLogarithmic = true } },
        ["limits the wrong way round"] = Lines(new Series("a", [1, 2], [3, 4])) with { Y = new("y") { Min = 9, Max = 1 } },
        ["values beyond the limits"] = Lines(new Series("a", [1, 2, 3], [-1e300, 0, 1e300])) with { Y = new("y") { Min = -1, Max = 1 } },
        ["forty names"] = Lines([.. Enumerable.Range(0, 40).Select(i => new Series($"series {i}", [1, 2], [i, 1]) { Style = new(i) })]),
        ["long name"] = Lines(new Series(new string('w', 500), [1, 2], [1, 2])),
        ["layers"] = Lines(new Series("a", [0, 1], [3, 4])) with { X = new("layer") { Categories = ["hidden", "output"] } },
        ["points without a line"] = Lines(
            new Series("seen", [1, 2, 3], [1, double.NaN, 3]) { IsPoints = true }, new Series("", [], []) { IsPoints = true }),
        ["rules everywhere"] = Lines(new Series("a", [1, 2], [3, 4])) with
        {
            Rules = [new(double.NaN, "nowhere"), new(1.5, ""), new(2, "here"), new(2, "here, too"), new(-1e300, new string('w', 500))],
        },
        ["rules alone"] = Lines() with { Rules = [new(1, "cutoff")] },
        ["no bars"] = Bars(),
        ["bars of nothing"] = Bars(new Bar("nan", double.NaN), new Bar("zero", 0), new Bar("infinite", double.PositiveInfinity)),
        ["bars of zeros"] = Bars(new Bar("a", 0), new Bar("b", 0) { Lower = 0, Upper = 0 }),
        ["bars to both sides"] = Bars(new Bar("up", 2) { Lower = 1, Upper = 3 }, new Bar("down", -1) { Lower = double.NaN, Upper = 3 }),
        ["bars downward"] = Bars(new Bar("a", -2), new Bar(new string('w', 500), -1) { Note = new string('n', 500) })
            with
        { Rules = [new(-3, "worst"), new(1e300, "far")] },
        ["bars of ratios"] = Bars(new Bar("a", 0.001), new Bar("b", 100), new Bar("c", 0)) with { X = new("x") { IsLogarithmic = true } },
        ["huge bars"] = Bars(new Bar("a", double.MaxValue), new Bar("b", -double.MaxValue) { Lower = double.NegativeInfinity, Upper = 1 }),
        ["no points"] = Points(),
        ["empty group"] = Points(new PointGroup("", [], [])) with { HasDiagonal = true, HasNamesInside = true },
        ["points of nothing"] = Points(new PointGroup("nan", [1, double.NaN], [double.NaN, double.PositiveInfinity]))
            with
        { HasDiagonal = true, HasNamesInside = true },
        ["one point of each shape"] = Points([.. Enumerable.Range(-1, 25).Select(i => new PointGroup($"group {i}", [i], [-i]) { Style = new(i) })])
            with
        { HasNamesInside = true },
        ["points upon each other"] = Points(new PointGroup(new string('w', 500), new double[5000], new double[5000])),
        ["huge points"] = Points(new PointGroup("huge", [-double.MaxValue, 1, double.MaxValue], [1e308, 0, -1e308])) with { HasDiagonal = true },
        ["points of ratios"] = Points(new PointGroup("log", [0, -1, 1e-5], [1, 10, 100]))
            with
        { HasDiagonal = true, X = new("x") { IsLogarithmic = true }, Y = new("y") { IsLogarithmic = true } },
        ["no cells"] = Cells([]),
        ["no columns"] = Cells([], new HeatMapRow("a", []), new HeatMapRow("b", [])),
        ["one cell"] = Cells(["c"], new HeatMapRow("r", [0.5])),
        ["cells without values"] = Cells(["c", "d"], new HeatMapRow("r", [double.NaN, double.NegativeInfinity])),
        ["equal cells"] = Cells(["c", "d"], new HeatMapRow("r", [7, 7])) with { Middle = 7 },
        ["huge cells"] = Cells(["c", "d"], new HeatMapRow("r", [-double.MaxValue, double.MaxValue])) with { Middle = 0 },
        ["cells of ratios"] = Cells(["c", "d"], new HeatMapRow("r", [0, 1e-9])) with { Value = new("v") { IsLogarithmic = true }, Middle = -1 },
        ["nineteen classes"] = HeatMapChart.Of("Title", ConfusionMatrix.Of(
            [.. Enumerable.Range(0, 190).Select(i => i % 19)], [.. Enumerable.Range(0, 190).Select(i => i / 7 % 20 - 1)], 19),
            [.. Enumerable.Range(0, 19).Select(i => $"class {i}")]),
        ["long names of cells"] = Cells([new string('w', 500), "d"], new HeatMapRow(new string('w', 500), [1, 2]))
            with
        { Value = new(new string('v', 500)) },
        ["many cells"] = Cells([.. Enumerable.Range(0, 300).Select(i => $"{i}")],
            [.. Enumerable.Range(0, 200).Select(r => new HeatMapRow($"{r}", [.. Enumerable.Range(0, 300).Select(c => Math.Sin(r * c))]))]),
        ["no rows"] = Forest(),
        ["failed row"] = Forest(new ForestRow("failed", double.NaN, double.NaN, double.NaN) { Note = "10 of 10 diverged", Points = [double.NaN] }),
        ["long notes"] = Forest(new ForestRow("a", 1, 0, 2) { Note = new string('n', 500), Detail = new string('d', 500) })
            with
        { Reference = 1, ReferenceLabel = new string('r', 500) },
        ["equal rows"] = Forest([.. Enumerable.Repeat(new ForestRow("same", 0, 0, 0) { Points = new double[100] }, 2)])
            with
        { Reference = 0, ReferenceLabel = "none" },
        ["no pictures"] = Pictures(),
        ["row without pictures"] = Pictures(new ImageRow("empty", [])),
        ["pictures of many sizes"] = Pictures(
            new ImageRow(new string('w', 500), [new(1, 1, [0]), new(1, 300, new byte[300]), new(300, 1, new byte[300])]),
            new ImageRow("", [.. Enumerable.Repeat(new PixelImage(2, 2, [0, 85, 170, 255]), 50)])),
        ["pictures with names"] = Pictures(
            new ImageRow("",
                [new(1, 1, [0]) { Name = new string('w', 500) }, new(1, 1, [0]) { Name = "" }, new(9, 1, new byte[27]) { Name = "a b" }]),
            new ImageRow("colours", [new(700, 3, new byte[6300]) { Name = string.Join(' ', Enumerable.Repeat("word", 99)) }])),
        ["boxes beyond the picture"] = Pictures(new ImageRow("boxes", [new(2, 2, new byte[4])
        {
            Boxes =
            [
                new("inside", 0, 0, 1, 1), new("beyond", -double.MaxValue, -1, 1e300, 9), new("the wrong way round", 2, 2, 0, 0),
                new("not a number", double.NaN, 0, double.PositiveInfinity, 1), new(new string('w', 500), 0, 0, 2, 2) { Style = new(9) },
            ],
        }])),
        ["huge rows"] = Forest(new ForestRow("huge", 0, double.NegativeInfinity, double.MaxValue) { Points = [-double.MaxValue, 1] }),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static Chart Get(string name) => All[name];

    public static LineChart Lines(params IReadOnlyList<Series> series) =>
        new() { Title = "Title", Caption = "Caption", X = new("x"), Y = new("y"), Series = series };

    public static BarChart Bars(params IReadOnlyList<Bar> bars) => new() { Title = "Title", Caption = "Caption", X = new("x"), Bars = bars };

    public static ScatterChart Points(params IReadOnlyList<PointGroup> groups) =>
        new() { Title = "Title", Caption = "Caption", X = new("x"), Y = new("y"), Groups = groups };

    public static HeatMapChart Cells(IReadOnlyList<string> columns, params IReadOnlyList<HeatMapRow> rows) =>
        new(columns, rows) { Title = "Title", Caption = "Caption", Value = new("value"), RowLabel = "row", ColumnLabel = "column" };

    public static ImageChart Pictures(params IReadOnlyList<ImageRow> rows) => new() { Title = "Title", Caption = "Caption", Rows = rows };

    public static ForestChart Forest(params IReadOnlyList<ForestRow> rows) =>
        new() { Title = "Title", Caption = "Caption", X = new("x"), Rows = rows };
}
