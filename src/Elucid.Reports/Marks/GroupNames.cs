namespace Elucid.Reports;

/// <summary>The name of each group of points in their middle, by the medians of their coordinates.</summary>
internal sealed class GroupNames(IReadOnlyList<PointGroup> groups) : IMark
{
    public void Paint(IChartCanvas canvas, Plane plane)
    {
        foreach (PointGroup group in groups)
        {
            Place[] drawn = [.. group.X.Zip(group.Y, plane.At).Where(at => double.IsFinite(at.X) && double.IsFinite(at.Y))];
            if (drawn.Length == 0 || group.Name.Length == 0)
                continue;
            Place middle = new(Median(drawn.Select(at => at.X)), Median(drawn.Select(at => at.Y)));
            double length = TextWidth.Of(group.Name, PlotFrame.LabelSize);
            canvas.Rectangle(middle.X - length / 2 - 4, middle.Y - 9, length + 8, 18, Palette.Surface, opacity: 0.8, radius: 4);
            canvas.Text(group.Name, new(middle.X, middle.Y + 4), PlotFrame.LabelSize, Palette.Ink, TextAnchor.Middle, bold: true);
        }
    }

    static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
