namespace Elucid.Reports;

/// <summary>Marks that are cut off where a rectangle ends.</summary>
internal sealed class ClipMark(Func<Plane, Box> where, params IReadOnlyList<IMark> marks) : IMark
{
    public IEnumerable<double> X => marks.SelectMany(mark => mark.X);

    public IEnumerable<double> Y => marks.SelectMany(mark => mark.Y);

    /// <summary>Marks that may reach a little out of the frame.</summary>
    public static ClipMark ToFrame(double overhang, params IReadOnlyList<IMark> marks) =>
        new(plane => Around(plane.Frame, overhang), marks);

    static Box Around(PlotFrame frame, double overhang) =>
        new(frame.Left - overhang, frame.Top - overhang, frame.Width + 2 * overhang, frame.Height + 2 * overhang);

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        Box box = where(plane);
        canvas.BeginClip(box.X, box.Y, box.Width, box.Height);
        foreach (IMark mark in marks)
            mark.Paint(canvas, plane);
        canvas.EndClip();
    }
}
