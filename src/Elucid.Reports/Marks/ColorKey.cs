namespace Elucid.Reports;

/// <summary>What the colours of a heat map mean: a bar of them between the values of its ends.</summary>
internal sealed class ColorKey(HeatScale scale, Func<double, string> noteOf, string label, double above) : IMark
{
    const double BarWidth = 120, BarHeight = 10;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        int[] steps = [.. scale.Steps];
        double baseline = plane.Frame.Top - above, x = PlotFrame.Edge;
        canvas.Text(label, new(x, baseline), PlotFrame.LabelSize, Palette.Muted);
        if (steps.Length == 0)
            return;
        x += TextWidth.Of(label, PlotFrame.LabelSize) + (label.Length > 0 ? 14 : 0);
        string low = noteOf(scale.Low), high = noteOf(scale.High);
        canvas.Text(low, new(x, baseline), PlotFrame.TickSize, Palette.Ink);
        x += TextWidth.Of(low, PlotFrame.TickSize) + 6;
        // Each goes on below the next one, so that no paper shows between them.
        for (int i = 0; i < steps.Length; i++)
        {
            double start = i * BarWidth / steps.Length;
            canvas.Rectangles([new(x + start, baseline - BarHeight + 1, BarWidth - start, BarHeight)], HeatColors.Of(steps[i]));
        }
        canvas.Text(high, new(x + BarWidth + 6, baseline), PlotFrame.TickSize, Palette.Ink);
    }
}
