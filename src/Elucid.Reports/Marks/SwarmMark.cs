namespace Elucid.Reports;

/// <summary>Observations of one row as dots; those that would cover each other move up and down by turns, as far as the row is high.</summary>
internal sealed class SwarmMark(IReadOnlyList<double> values, int row, ChartColor color) : IMark
{
    const double Radius = 3, Step = 2 * Radius * 0.9, Room = 32;
    const int Levels = (int)((Room - 2 * Radius) / Step);

    public IEnumerable<double> X => values;

    public void Paint(IChartCanvas canvas, Plane plane)
    {
        double[] across = [.. values.Select(v => plane.At(v, RowLayout.At(row)).X).Where(double.IsFinite).Order()];
        double middle = RowLayout.MiddleOf(plane, row);
        double[] free = [.. Enumerable.Repeat(double.NegativeInfinity, Levels)];
        foreach (double x in across)
        {
            int level = Math.Max(0, Array.FindIndex(free, f => f <= x));
            free[level] = x + Step;
            canvas.Circle(new(x, middle + (level + 1) / 2 * (level % 2 == 0 ? Step : -Step)), Radius, color, 0.42);
        }
    }
}
