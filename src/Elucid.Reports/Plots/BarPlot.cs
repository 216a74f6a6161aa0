namespace Elucid.Reports;

/// <summary>Horizontal bars with their names and values.</summary>
internal static class BarPlot
{
    const double Header = 12, RuleLine = 14;

    public static MarkPlot Of(BarChart chart, double width)
    {
        RowText[] texts = [.. chart.Bars.Select(b => new RowText(b.Name, chart.NoteOf(b), ""))];
        RowLayout layout = new(texts, width);
        bool fromZero = !chart.X.IsLogarithmic;
        BarMark[] bars = [.. chart.Bars.Select((bar, i) => new BarMark(bar, i, fromZero))];
        RuleMark rules = new(chart.Rules);
        double[] values = [.. bars.SelectMany(bar => bar.X).Concat(rules.X).Where(double.IsFinite)];
        var x = new AxisScale(StartingAtZero(chart.X, values), values, layout.Ticks);
        return new MarkPlot(
            x, RowLayout.Scale(layout.Count),
            [
                new HorizontalAxis(chart.X), ClipMark.ToFrame(2, bars), new OriginMark(chart.X), rules,
                .. texts.Select((text, i) => new RowNames(layout, text, i))
            ])
        {
            Across = layout.Across,
            Around = (Header + (chart.Rules.Any(rule => rule.Name.Length > 0) ? RuleLine : 0), PlotFrame.Footer),
            Heights = (layout.Height, layout.Height),
        };
    }

    /// <summary>An axis whose bars stand on its edge where all point to one side.</summary>
    internal static Axis StartingAtZero(Axis axis, IReadOnlyList<double> values) => axis.IsLogarithmic || values.Count == 0 ? axis
        : axis with
        {
            Min = axis.Min ?? (values.All(v => v >= 0) ? 0 : null),
            Max = axis.Max ?? (values.All(v => v <= 0) ? 0 : null),
        };
}
