namespace Elucid.Reports;

/// <summary>Rows of pictures, each below its name; boxes in them are told apart by a legend above all.</summary>
internal sealed class ImagePlot : IPlot
{
    const double Edge = PlotFrame.Edge, Gap = 5, NameLine = 20, RowGap = 10, Largest = 96;

    // What is marked needs more room than what is only seen.
    const double Smallest = 40, SmallestMarked = 72;

    readonly ImageChart _chart;
    readonly double _tile;
    readonly int _columns;
    readonly Legend _legend;

    public ImagePlot(ImageChart chart, double width)
    {
        _chart = chart;
        double space = width - 2 * Edge;
        int most = chart.Rows.Select(row => row.Images.Count).DefaultIfEmpty(1).Max();
        double smallest = chart.Rows.Any(row => row.Images.Any(image => image.Boxes.Count > 0)) ? SmallestMarked : Smallest;
        _columns = Math.Clamp((int)((space + Gap) / (smallest + Gap)), 1, Math.Max(1, most));
        _tile = Math.Min(Largest, (space + Gap) / _columns - Gap);
        _legend = new Legend(
            chart.Rows.SelectMany(row => row.Images).SelectMany(image => image.Boxes).DistinctBy(box => box.Name)
                .Select(box => (box.Name, box.Style)), width, isDots: false);
    }

    public double HeightFor(double offered) => RowGap + _legend.Height + _chart.Rows.Sum(HeightOf) + Edge;

    public void Paint(IChartCanvas canvas, double top, double height)
    {
        double y = top + RowGap;
        _legend.Paint(canvas, y);
        y += _legend.Height;
        foreach (ImageRow row in _chart.Rows)
        {
            if (row.Name.Length > 0)
                canvas.Text(PlotFrame.Fit(row.Name, _columns * (_tile + Gap) - Gap), new(Edge, y + 14), PlotFrame.LabelSize, Palette.Ink);
            for (int i = 0; i < row.Images.Count; i++)
                Paint(canvas, row.Images[i], new(Edge + i % _columns * (_tile + Gap), y + NameOf(row) + i / _columns * (_tile + Gap)));
            y += HeightOf(row);
        }
    }

    // The longer side fills the tile.
    void Paint(IChartCanvas canvas, GreyImage image, Place at)
    {
        double pixel = _tile / Math.Max(image.Width, image.Height);
        canvas.Image(image, at.X, at.Y, image.Width * pixel, image.Height * pixel);
        foreach (ImageBox box in image.Boxes)
        {
            double X(double column) => at.X + Math.Clamp(column, 0, image.Width) * pixel;
            double Y(double row) => at.Y + Math.Clamp(row, 0, image.Height) * pixel;
            if (!double.IsFinite(box.Left + box.Top + box.Right + box.Bottom))
                continue;
            Place[] outline =
                [new(X(box.Left), Y(box.Top)), new(X(box.Right), Y(box.Top)), new(X(box.Right), Y(box.Bottom)), new(X(box.Left), Y(box.Bottom)),
                    new(X(box.Left), Y(box.Top))];
            // A halo of the paper's colour keeps it apart from pixels of any shade.
            canvas.Line(outline, Palette.Surface, 2.6);
            canvas.Line(outline, box.Style.Color, 1.4, box.Style.Dash);
        }
    }

    static double NameOf(ImageRow row) => row.Name.Length > 0 ? NameLine : 0;

    double HeightOf(ImageRow row) => NameOf(row) + (row.Images.Count + _columns - 1) / _columns * (_tile + Gap) + RowGap - Gap;
}
