namespace Elucid.Reports;

/// <summary>What is written of a row.</summary>
/// <param name="Name">At its start.</param>
/// <param name="Note">At its end.</param>
/// <param name="Detail">Below the note, smaller.</param>
internal readonly record struct RowText(string Name, string Note, string Detail);

/// <summary>How rows share a plot with their names and notes. Row 0 is the upper one.</summary>
internal sealed class RowLayout
{
    const double RoomyRow = 32, StackedRow = 40;

    // Narrower than this, what stands at a row's end goes below its name, or nothing would be left for the plot.
    const double Narrow = 400;

    public RowLayout(IReadOnlyList<RowText> rows, double width)
    {
        Count = rows.Count;
        IsStacked = width < Narrow;
        double lines = 1 + (rows.Any(r => r.Detail.Length > 0) ? 1 : 0);
        RowHeight = IsStacked ? StackedRow + RowNames.LineGap * (lines - 1) : RoomyRow;
        double widest = width / (IsStacked ? 3 : 4);
        NameWidth = Math.Min(widest, rows.Select(r => TextWidth.Of(r.Name, PlotFrame.LabelSize)).DefaultIfEmpty(0).Max());
        double notes = rows.Select(r => Math.Max(TextWidth.Of(r.Note, PlotFrame.LabelSize), TextWidth.Of(r.Detail, PlotFrame.TickSize)))
            .DefaultIfEmpty(0).Max();
        if (IsStacked)
            (NameWidth, notes) = (Math.Min(widest, Math.Max(NameWidth, notes)), 0);
        NoteWidth = Math.Min(widest, notes);
        Across = (PlotFrame.Edge + NameWidth + 16, width - PlotFrame.Edge - (NoteWidth > 0 ? NoteWidth + 14 : 0));
    }

    public int Count { get; }

    /// <summary>Whether notes stand below the names.</summary>
    public bool IsStacked { get; }

    public double RowHeight { get; }

    public double NameWidth { get; }

    /// <summary>The width of what stands at a row's end; 0 where it stands below the name.</summary>
    public double NoteWidth { get; }

    /// <summary>Where the frame begins and ends.</summary>
    public (double Left, double Right) Across { get; }

    /// <summary>How many ticks there is room for.</summary>
    public int Ticks => (int)((Across.Right - Across.Left) / (IsStacked ? 50 : 80));

    /// <summary>The height of the frame.</summary>
    public double Height => RowHeight * Math.Max(1, Count);

    /// <summary>The axis of so many rows: the middle of row i stands at <see cref="At"/>.</summary>
    public static AxisScale Scale(int count) => new(new Axis("") { Min = 0.5 - Math.Max(1, count), Max = 0.5 }, [], 1);

    /// <summary>Where a row stands on the axis.</summary>
    public static double At(int row) => -row;

    /// <summary>The rectangle of a row, a little longer than the frame.</summary>
    public Box BoxOf(Plane plane, int row, double overhang) =>
        new(plane.Frame.Left - overhang, MiddleOf(plane, row) - RowHeight / 2, plane.Frame.Width + 2 * overhang, RowHeight);

    /// <summary>Where the middle of a row is.</summary>
    public static double MiddleOf(Plane plane, int row) => plane.Frame.At(0, plane.Y.Position(At(row))).Y;
}
