namespace Elucid.Reports;

/// <summary>Rows of pictures, each below its name; boxes in them are told apart by a legend above all. Names of single pictures stand below
/// them.</summary>
internal sealed class ImagePlot : IPlot
{
    const double Edge = PlotFrame.Edge, Gap = 5, NameLine = 20, RowGap = 10, Largest = 96;

    // What is marked needs more room than what is only seen.
    const double Smallest = 40, SmallestMarked = 72;

    // What stands below a picture is broken into few lines.
    const double NameSize = 10, NameLineBelow = 12, NameGap = 3;
    const int MostNameLines = 2;

    // More pixels than twice those of the screen are not seen, and many pictures have fewer, so that a page stays small; none has fewer than the
    // screen.
    const double Sharpness = 2, MostBytes = 600_000;

    readonly ImageChart _chart;
    readonly double _tile;
    readonly int _columns, _longest;
    readonly Legend _legend;

    public ImagePlot(ImageChart chart, double width)
    {
        _chart = chart;
        double space = width - 2 * Edge;
        int most = chart.Rows.Select(row => row.Images.Count).DefaultIfEmpty(1).Max();
        IEnumerable<PixelImage> images = chart.Rows.SelectMany(row => row.Images);
        double largest = chart.Side ?? Largest;
        double smallest = Math.Max(
            (images.Any(image => image.Boxes.Count > 0) ? SmallestMarked : Smallest) * largest / Largest,
            Math.Min(largest, images.Select(image => TextWidth.Of(image.Name ?? "", NameSize)).DefaultIfEmpty(0).Max()));
        _columns = Math.Clamp((int)((space + Gap) / (smallest + Gap)), 1, Math.Max(1, most));
        _tile = Math.Min(largest, (space + Gap) / _columns - Gap);
        int channels = images.Sum(image => image.Channels);
        _longest = (int)Math.Ceiling(Math.Clamp(Math.Sqrt(MostBytes / Math.Max(1, channels)), _tile, Sharpness * _tile));
        _legend = new Legend(
            images.SelectMany(image => image.Boxes).DistinctBy(box => box.Name).Select(box => (box.Name, box.Style)), width, isDots: false);
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
                Paint(canvas, row.Images[i], new(Edge + i % _columns * (_tile + Gap), y + NameOf(row) + i / _columns * LineOf(row)));
            y += HeightOf(row);
        }
    }

    // The longer side fills the tile.
    void Paint(IChartCanvas canvas, PixelImage image, Place at)
    {
        double pixel = _tile / Math.Max(image.Width, image.Height);
        canvas.Image(image.Within(_longest), at.X, at.Y, image.Width * pixel, image.Height * pixel);
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
        PaintName(canvas, image.Name ?? "", at with { Y = at.Y + image.Height * pixel });
    }

    void PaintName(IChartCanvas canvas, string name, Place at)
    {
        IReadOnlyList<string> lines = LinesOf(name);
        for (int i = 0; i < lines.Count; i++)
            canvas.Text(lines[i], new(at.X, at.Y + NameLineBelow * (i + 1) - 1), NameSize, Palette.Ink);
    }

    // What is left after the last line stands in it, cut to the width.
    IReadOnlyList<string> LinesOf(string name)
    {
        IReadOnlyList<string> lines = TextWidth.Wrap(name, NameSize, _tile);
        return
        [
            .. lines.Take(MostNameLines - 1).Append(string.Join(' ', lines.Skip(MostNameLines - 1))).Where(line => line.Length > 0)
                .Select(line => PlotFrame.Fit(line, _tile + 0.5, NameSize))
        ];
    }

    // A line of pictures: the highest of the row, what stands below one of them, and the gap after it.
    double LineOf(ImageRow row)
    {
        double highest = row.Images.Select(image => _tile * image.Height / Math.Max(image.Width, image.Height)).DefaultIfEmpty(_tile).Max();
        int lines = row.Images.Select(image => LinesOf(image.Name ?? "").Count).DefaultIfEmpty(0).Max();
        return highest + (lines > 0 ? NameLineBelow * lines + NameGap : 0) + Gap;
    }

    static double NameOf(ImageRow row) => row.Name.Length > 0 ? NameLine : 0;

    double HeightOf(ImageRow row) => NameOf(row) + (row.Images.Count + _columns - 1) / _columns * LineOf(row) + RowGap - Gap;
}
