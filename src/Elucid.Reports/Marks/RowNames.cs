namespace Elucid.Reports;

/// <summary>The name of a row at its left, and its notes at its right or, where the plot is narrow, below the name.</summary>
internal sealed class RowNames(RowLayout layout, RowText row, int index) : IMark
{
    public const double LineGap = 14;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        (string Text, ChartColor Color, double Size)[] notes =
        [
            .. new[] { (row.Note, Palette.Ink, PlotFrame.LabelSize), (row.Detail, Palette.Muted, PlotFrame.TickSize) }.Where(n => n.Item1.Length > 0)
        ];
        double middle = RowLayout.MiddleOf(plane, index), left = plane.Frame.Left - 16;
        double above = LineGap / 2 * notes.Length, longest = layout.NameWidth + 0.5;
        canvas.Text(PlotFrame.Fit(row.Name, longest), new(left, middle + 4 - (layout.IsStacked ? above : 0)), PlotFrame.LabelSize, Palette.Ink,
            TextAnchor.End);
        for (int i = 0; i < notes.Length; i++)
        {
            (string text, ChartColor color, double size) = notes[i];
            if (layout.IsStacked)
                canvas.Text(PlotFrame.Fit(text, longest), new(left, middle + 4 - above + LineGap * (i + 1)), size, color, TextAnchor.End);
            else
            {
                string note = PlotFrame.Fit(text, layout.NoteWidth + 0.5, size);
                canvas.Text(note, new(plane.Frame.Right + 14, middle + 4 - above + LineGap * (i + 0.5)), size, color);
            }
        }
    }
}
