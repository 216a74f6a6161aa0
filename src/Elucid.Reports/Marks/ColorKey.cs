namespace Elucid.Reports;

/// <summary>What the colours of a heat map mean: a bar of them between the values of its ends, beside its name or, where there is no room, below
/// it.</summary>
internal sealed class ColorKey : IMark
{
    const double BarWidth = 120, BarHeight = 10, LineHeight = 18, Gap = 6, GapAfterName = 14;

    readonly HeatScale _scale;
    readonly string _label, _low, _high;
    readonly double _above, _start;

    /// <summary>The key of a scale.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="noteOf">How its ends are written.</param>
    /// <param name="label">What the values are.</param>
    /// <param name="width">The width of the drawing.</param>
    /// <param name="above">How far above the frame its last line stands.</param>
    public ColorKey(HeatScale scale, Func<double, string> noteOf, string label, double width, double above)
    {
        (_scale, _above) = (scale, above);
        _label = PlotFrame.Fit(label, width - 2 * PlotFrame.Edge);
        (_low, _high) = (noteOf(scale.Low), noteOf(scale.High));
        double name = TextWidth.Of(_label, PlotFrame.LabelSize) + (_label.Length > 0 ? GapAfterName : 0);
        double bar = TextWidth.Of(_low, PlotFrame.TickSize) + Gap + BarWidth + Gap + TextWidth.Of(_high, PlotFrame.TickSize);
        bool fits = PlotFrame.Edge + name + bar <= width;
        (_start, Height) = fits ? (PlotFrame.Edge + name, LineHeight) : (PlotFrame.Edge, 2 * LineHeight);
    }

    /// <summary>The height of its one line or two.</summary>
    public double Height { get; }

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        int[] steps = [.. _scale.Steps];
        double baseline = plane.Frame.Top - _above, x = _start;
        canvas.Text(_label, new(PlotFrame.Edge, baseline - Height + LineHeight), PlotFrame.LabelSize, Palette.Muted);
        if (steps.Length == 0)
            return;
        canvas.Text(_low, new(x, baseline), PlotFrame.TickSize, Palette.Ink);
        x += TextWidth.Of(_low, PlotFrame.TickSize) + Gap;
        // Each goes on below the next one, so that no paper shows between them.
        for (int i = 0; i < steps.Length; i++)
        {
            double start = i * BarWidth / steps.Length;
            canvas.Rectangles([new(x + start, baseline - BarHeight + 1, BarWidth - start, BarHeight)], HeatColors.Of(steps[i]));
        }
        canvas.Text(_high, new(x + BarWidth + Gap, baseline), PlotFrame.TickSize, Palette.Ink);
    }
}
