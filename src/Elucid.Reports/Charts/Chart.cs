using System.Text.Json.Serialization;

namespace Elucid.Reports;

/// <summary>
/// What a chart shows, free of pixels: <see cref="ChartRenderer"/> draws it as SVG, a <see cref="ChartDrawing"/> on any canvas,
/// <see cref="TerminalPlot"/> as text. The kinds are <see cref="LineChart"/>, <see cref="ForestChart"/>, <see cref="BarChart"/>,
/// <see cref="ScatterChart"/>, <see cref="HeatMapChart"/> and <see cref="ImageChart"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(LineChart), "lines")]
[JsonDerivedType(typeof(ForestChart), "forest")]
[JsonDerivedType(typeof(BarChart), "bars")]
[JsonDerivedType(typeof(ScatterChart), "scatter")]
[JsonDerivedType(typeof(HeatMapChart), "heatmap")]
[JsonDerivedType(typeof(ImageChart), "images")]
public abstract record Chart
{
    private protected Chart() { }

    /// <summary>A short heading, also the chart's name for screen readers.</summary>
    public required string Title { get; init; }

    /// <summary>One line that says what to see; empty by default.</summary>
    public string Caption { get; init; } = "";

    /// <summary>What the chart shows, in words and numbers, for those who do not see it.</summary>
    public string Description => Caption.Length > 0 ? $"{Title}. {Content} {Caption}" : $"{Title}. {Content}";

    /// <summary>The colours of which its drawing may make use.</summary>
    internal virtual IReadOnlyList<ChartColor> Colors => Palette.Common;

    private protected abstract string Content { get; }

    /// <summary>Lays out what stands between title and caption.</summary>
    internal abstract IPlot Plot(double width);

    /// <summary>Writes what stands below the title in a terminal.</summary>
    internal abstract void WriteTo(TerminalPage page);
}

/// <summary>Curves over a common axis, each with an optional band: losses by epoch, functions, gradient norms by layer.</summary>
public sealed record LineChart : Chart
{
    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>The curves. A later one is drawn over an earlier one, and ELU's over all.</summary>
    public required IReadOnlyList<Series> Series { get; init; }

    /// <summary>Dashed vertical lines with a name, such as where a forecast begins; none by default.</summary>
    public IReadOnlyList<ChartRule> Rules
    {
        get;
        init => field = value ?? [];                // documents of earlier versions have none
    } = [];

    private protected override string Content =>
        $"{Y.Label} by {X.Label}: {string.Join("; ", Series.Where(s => !s.Style.IsBackground).Select(EndsOf).DefaultIfEmpty("no curve"))}."
            + string.Concat(Rules.Where(r => r.Name.Length > 0).Select(r => $" A line marks {r.Name} at {X.ValueText(r.Value)}."));

    internal override IPlot Plot(double width) => LinePlot.Of(this, width);

    internal override void WriteTo(TerminalPage page) => TerminalLines.Write(page, this);

    string EndsOf(Series series)
    {
        int first = series.Y.TakeWhile(y => !double.IsFinite(y)).Count();
        if (first == series.Y.Count)
            return $"{series.Name} no value";
        int last = series.Y.Count - 1 - series.Y.Reverse().TakeWhile(y => !double.IsFinite(y)).Count();
        return $"{series.Name} {Y.ValueText(series.Y[first])} at {X.ValueText(series.X[first])}"
            + (last > first ? $", {Y.ValueText(series.Y[last])} at {X.ValueText(series.X[last])}" : "");
    }
}

/// <summary>One row per category with its observations, mean and interval: accuracies by activation, differences from a baseline.</summary>
public sealed record ForestChart : Chart
{
    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The categories from top to bottom.</summary>
    public required IReadOnlyList<ForestRow> Rows { get; init; }

    /// <summary>Where a dashed vertical line marks the value to compare with (0 for differences); none by default.</summary>
    public double? Reference { get; init; }

    /// <summary>The name of <see cref="Reference"/>, such as "no difference".</summary>
    public string ReferenceLabel { get; init; } = "";

    private protected override string Content =>
        $"{X.Label}: {string.Join("; ", Rows.Select(r => $"{r.Name} {ResultOf(r)}").DefaultIfEmpty("no row"))}.";

    internal override IPlot Plot(double width) => ForestPlot.Of(this, width);

    internal override void WriteTo(TerminalPage page) => TerminalRows.Write(page, this);

    string ResultOf(ForestRow row)
    {
        string interval = double.IsFinite(row.Lower) && double.IsFinite(row.Upper) ? $" ({X.ValueText(row.Lower)} to {X.ValueText(row.Upper)})" : "";
        string[] parts = [double.IsFinite(row.Mean) ? X.ValueText(row.Mean) + interval : "no value", row.Note, row.Detail];
        return string.Join(", ", parts.Where(p => p.Length > 0));
    }
}

/// <summary>One axis of a chart.</summary>
/// <param name="Label">The quantity with its unit, in words.</param>
public sealed record Axis(string Label)
{
    /// <summary>Whether distances show ratios; values of 0 and less then become gaps. False by default.</summary>
    public bool IsLogarithmic { get; init; }

    /// <summary>Whether the values are fractions to be written as percentages (0.97 as 97 %). False by default.</summary>
    public bool IsPercent { get; init; }

    /// <summary>Where the axis starts; by default a little below the smallest value.</summary>
    public double? Min { get; init; }

    /// <summary>Where the axis ends; by default a little above the largest value.</summary>
    public double? Max { get; init; }

    /// <summary>Names to write at 0, 1, 2, … in place of numbers (layers, for example); none by default.</summary>
    public IReadOnlyList<string> Categories { get; init; } = [];

    /// <summary>A value on this axis as text: a category's name, a percentage or a number.</summary>
    internal string ValueText(double value) =>
        value >= 0 && value < Categories.Count && value == Math.Floor(value) ? Categories[(int)value] : IsPercent ? Format.Percent(value)
            : Format.Number(value);
}

/// <summary>One curve. A value that is NaN or infinite interrupts it.</summary>
public sealed record Series
{
    /// <summary>A curve, with a band around it when <paramref name="lower"/> and <paramref name="upper"/> are given.</summary>
    /// <param name="name">What the legend calls it.</param>
    /// <param name="x">The positions, in increasing order.</param>
    /// <param name="y">The values, one per position.</param>
    /// <param name="lower">The lower edge of the band, one per position.</param>
    /// <param name="upper">The upper edge of the band, one per position.</param>
    /// <exception cref="ArgumentException">The lists differ in length, or only one edge of the band is given.</exception>
    public Series(string name, IReadOnlyList<double> x, IReadOnlyList<double> y,
        IReadOnlyList<double>? lower = null, IReadOnlyList<double>? upper = null)
    {
        if (y.Count != x.Count)
            throw new ArgumentException($"Series '{name}': expected one y for each of {x.Count} x, but got {y.Count}.", nameof(y));
        if ((lower ?? upper) is not null && (lower?.Count != x.Count || upper?.Count != x.Count))
        {
            throw new ArgumentException($"Series '{name}': expected both edges of its band with {x.Count} values, but got "
                + $"{lower?.Count ?? 0} lower and {upper?.Count ?? 0} upper ones.", nameof(lower));
        }
        (Name, X, Y, Lower, Upper) = (name, x, y, lower, upper);
    }

    /// <summary>What the legend calls it.</summary>
    public string Name { get; }

    /// <summary>The positions.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The values.</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>The lower edge of the band; null without one.</summary>
    public IReadOnlyList<double>? Lower { get; }

    /// <summary>The upper edge of the band; null without one.</summary>
    public IReadOnlyList<double>? Upper { get; }

    /// <summary>Whether each value is a dot and no line runs through them: what was observed, beside what was foretold. False by default.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPoints { get; init; }

    /// <summary>Colour and dashes; the first free style by default, see <see cref="SeriesStyle.Assign"/>.</summary>
    public SeriesStyle Style { get; init; } = new(1);
}

/// <summary>A vertical line that marks a place on the horizontal axis.</summary>
/// <param name="Value">Where.</param>
/// <param name="Name">What stands above it; may be empty.</param>
public sealed record ChartRule(double Value, string Name);

/// <summary>One row of a <see cref="ForestChart"/>. A mean that is NaN leaves the row empty but for its note.</summary>
/// <param name="Name">The category.</param>
/// <param name="Mean">The estimate.</param>
/// <param name="Lower">The interval's lower end.</param>
/// <param name="Upper">The interval's upper end.</param>
public sealed record ForestRow(string Name, double Mean, double Lower, double Upper)
{
    /// <summary>The single observations, one per seed; none by default.</summary>
    public IReadOnlyList<double> Points { get; init; } = [];

    /// <summary>What stands at the row's end, such as "97.1 ± 0.3 %"; empty by default.</summary>
    public string Note { get; init; } = "";

    /// <summary>A second, smaller line below the note, such as "p = 0.012"; empty by default.</summary>
    public string Detail { get; init; } = "";

    /// <summary>The colour of the row.</summary>
    public SeriesStyle Style { get; init; } = new(1);
}
