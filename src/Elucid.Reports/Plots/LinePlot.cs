namespace Elucid.Reports;

/// <summary>Curves with bands, their names beside their ends.</summary>
internal static class LinePlot
{
    const double Header = 28, RuleLine = 18, LeastHeight = 80, AboveAxis = 13;
    const double BandOpacity = 0.13;
    const int FewBands = 4;             // more of them, one over the other, are mud: they only tint

    public static MarkPlot Of(LineChart chart, double width)
    {
        // ELU's curve comes last, over the others.
        (Series Series, int Index)[] inDrawingOrder = [.. chart.Series.Select((s, i) => (s, i)).OrderBy(s => s.s.Style.IsSignature)];
        double ink = chart.Series.Count(s => s.Lower is not null) > FewBands ? BandOpacity / 3 : BandOpacity;
        double names = Math.Min(width / 3, chart.Series.Select(s => TextWidth.Of(s.Name, PlotFrame.LabelSize)).DefaultIfEmpty(0).Max());
        double rules = chart.Rules.Any(rule => rule.Name.Length > 0) ? RuleLine : 0;
        RuleMark ruled = new(chart.Rules);
        IMark[] data =
        [
            .. inDrawingOrder.Select(s => new BandMark(s.Series, s.Index, chart.Y.IsLogarithmic, ink)),
            .. inDrawingOrder.Select(s => new CurveMark(s.Series, s.Index)),
        ];
        var x = new AxisScale(chart.X, [.. data.SelectMany(mark => mark.X), .. ruled.X], (int)(width / 90), tight: true);
        var y = new AxisScale(chart.Y, data.SelectMany(mark => mark.Y), 5);
        return new MarkPlot(
            x, y, new VerticalAxis(chart.Y, AboveAxis + rules), new HorizontalAxis(chart.X), new OriginMark(chart.X, chart.Y), ruled,
            ClipMark.ToFrame(3, data), new CurveNames(chart, names))
        {
            Across = (VerticalAxis.Room(y), width - PlotFrame.Edge - (names > 0 ? CurveNames.Leader + 10 + names : 0)),
            Around = (Header + rules, PlotFrame.Footer),
            Heights = (Math.Max(LeastHeight, CurveNames.Gap * chart.Series.Count), double.PositiveInfinity),
        };
    }
}
