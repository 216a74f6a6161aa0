namespace Elucid.Reports;

/// <summary>Dashed vertical lines with their names above the frame, as far as these do not touch.</summary>
internal sealed class RuleMark(IReadOnlyList<ChartRule> rules) : IMark
{
    public IEnumerable<double> X => rules.Select(rule => rule.Value);

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        double free = double.NegativeInfinity;
        foreach (ChartRule rule in rules.OrderBy(rule => rule.Value))
        {
            if (plane.X.Position(rule.Value) is not (>= 0 and <= 1 and double position))
                continue;
            Place at = plane.Frame.At(position, 1);
            canvas.Line([at, plane.Frame.At(position, 0)], Palette.Rule, 1.2, Dash.Dashed);
            TextAnchor anchor = position < 0.15 ? TextAnchor.Start : position > 0.85 ? TextAnchor.End : TextAnchor.Middle;
            string name = PlotFrame.Fit(rule.Name, plane.Frame.Width, PlotFrame.TickSize);
            double length = TextWidth.Of(name, PlotFrame.TickSize);
            double start = at.X - (anchor switch { TextAnchor.Start => 0, TextAnchor.End => length, _ => length / 2 });
            if (start < free || length == 0)
                continue;
            canvas.Text(name, new(at.X, at.Y - 8), PlotFrame.TickSize, Palette.Muted, anchor);
            free = start + length + 6;
        }
    }
}
