namespace Elucid.Reports;

/// <summary>Horizontal bars from 0, in the order in which they are given: scores by class, the importance of columns.</summary>
public sealed record BarChart : Chart
{
    /// <summary>The horizontal axis. It begins at 0, unless its own limits say otherwise or it is logarithmic.</summary>
    public required Axis X { get; init; }

    /// <summary>The bars from top to bottom.</summary>
    public required IReadOnlyList<Bar> Bars { get; init; }

    /// <summary>Dashed vertical lines with a name, such as what a constant answer reaches; none by default.</summary>
    public IReadOnlyList<ChartRule> Rules { get; init; } = [];

    private protected override string Content =>
        $"{X.Label}: {string.Join("; ", Bars.Select(ResultOf).DefaultIfEmpty("no bar"))}."
            + string.Concat(Rules.Where(r => r.Name.Length > 0).Select(r => $" A line marks {r.Name} at {X.ValueText(r.Value)}."));

    internal override IPlot Plot(double width) => BarPlot.Of(this, width);

    internal override void WriteTo(TerminalPage page) => TerminalRows.Write(page, this);

    /// <summary>What stands at a bar's end.</summary>
    internal string NoteOf(Bar bar) => bar.Note.Length > 0 ? bar.Note : double.IsNaN(bar.Value) ? "no value" : X.ValueText(bar.Value);

    string ResultOf(Bar bar) => bar is { Lower: { } lower, Upper: { } upper } && double.IsFinite(lower) && double.IsFinite(upper)
        ? $"{bar.Name} {NoteOf(bar)} ({X.ValueText(lower)} to {X.ValueText(upper)})"
        : $"{bar.Name} {NoteOf(bar)}";
}

/// <summary>One bar of a <see cref="BarChart"/>. A value that is NaN leaves its row empty but for its note.</summary>
/// <param name="Name">What it stands for.</param>
/// <param name="Value">How long it is.</param>
public sealed record Bar(string Name, double Value)
{
    /// <summary>The interval's lower end; none by default.</summary>
    public double? Lower { get; init; }

    /// <summary>The interval's upper end; none by default.</summary>
    public double? Upper { get; init; }

    /// <summary>What stands at the row's end; the value by default.</summary>
    public string Note { get; init; } = "";

    /// <summary>The colour of the bar.</summary>
    public SeriesStyle Style { get; init; } = new(1);
}
