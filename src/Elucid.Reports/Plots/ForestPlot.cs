namespace Elucid.Reports;

/// <summary>Rows with one dot per observation, and over them the mean with its interval.</summary>
internal static class ForestPlot
{
    const double Header = 26;

    public static MarkPlot Of(ForestChart chart, double width)
    {
        RowText[] texts = [.. chart.Rows.Select(r => new RowText(r.Name, r.Note, r.Detail))];
        RowLayout layout = new(texts, width);
        IMark[] data =
        [
            new RuleMark(chart.Reference is double reference ? [new(reference, chart.ReferenceLabel)] : []),
            .. chart.Rows.SelectMany((row, i) => (IMark[])
                [
                    new RowNames(layout, texts[i], i),
                    new ClipMark(
                        plane => layout.BoxOf(plane, i, IntervalMark.MeanRadius + 2), new SwarmMark(row.Points, i, row.Style.Color),
                        new IntervalMark(row.Lower, row.Mean, row.Upper, i, row.Style.Color)),
                ]),
        ];
        var x = new AxisScale(chart.X, data.SelectMany(mark => mark.X), layout.Ticks);
        return new MarkPlot(x, RowLayout.Scale(layout.Count), [new HorizontalAxis(chart.X), .. data])
        {
            Across = layout.Across,
            Around = (Header, PlotFrame.Footer),
            Heights = (layout.Height, layout.Height),
        };
    }
}
