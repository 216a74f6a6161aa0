namespace Elucid.Reports;

/// <summary>The cells of a heat map as they are drawn: its own, or where these are too many the means of blocks.</summary>
internal sealed class HeatGrid
{
    readonly double[,] _values;

    HeatGrid(string[] rows, string[] columns, double[,] values, int block) => (Rows, Columns, _values, Block) = (rows, columns, values, block);

    public IReadOnlyList<string> Rows { get; }

    public IReadOnlyList<string> Columns { get; }

    /// <summary>How many rows and columns of the chart a cell is the mean of.</summary>
    public int Block { get; }

    public double this[int row, int column] => _values[row, column];

    public IEnumerable<double> Values => _values.Cast<double>();

    /// <summary>The cells of a chart, at most so many in a row or a column.</summary>
    public static HeatGrid Of(HeatMapChart chart, int most)
    {
        int block = Math.Max(1, (Math.Max(chart.Rows.Count, chart.Columns.Count) + most - 1) / most);
        int rows = (chart.Rows.Count + block - 1) / block, columns = (chart.Columns.Count + block - 1) / block;
        var values = new double[rows, columns];
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
            {
                values[row, column] = chart.Rows.Skip(row * block).Take(block)
                    .SelectMany(r => r.Values.Skip(column * block).Take(block)).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();
            }
        }
        string[] rowNames = [.. Enumerable.Range(0, rows).Select(r => chart.Rows[r * block].Name)];
        string[] columnNames = [.. Enumerable.Range(0, columns).Select(c => chart.Columns[c * block])];
        return new(rowNames, columnNames, values, block);
    }

    /// <summary>How values are written beside the cells: as in them, with the sign of percentages.</summary>
    public Func<double, string> NotesOn(Axis axis)
    {
        Func<double, string> text = TextsOn(axis);
        return axis.IsPercent ? value => text(value) + " %" : text;
    }

    /// <summary>How values are written in cells: with as many digits as tell them apart, percentages without their sign.</summary>
    public Func<double, string> TextsOn(Axis axis)
    {
        double unit = axis.IsPercent ? 100 : 1;
        double[] known = [.. Values.Where(double.IsFinite).Select(value => unit * value)];
        if (known.Length == 0)
            return Format.Number;
        double span = known.Max() - known.Min(), largest = known.Max(Math.Abs);
        if (axis.IsLogarithmic || largest >= 1e6 || span is > 0 and < 1e-3)
            return value => Format.Number(unit * value);
        int decimals = known.All(v => v == Math.Floor(v)) ? 0 : span == 0 ? 2 : Math.Clamp(1 - (int)Math.Floor(Math.Log10(span / 2)), 0, 4);
        return value => double.IsFinite(value) ? Format.Fixed(unit * value, decimals) : Format.Number(value);
    }
}
