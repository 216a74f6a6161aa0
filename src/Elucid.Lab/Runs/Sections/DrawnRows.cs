using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Drawn rows of a table beside real ones: how each column is distributed, and how columns hang together.</summary>
internal static class DrawnRows
{
    const int MostColumns = 12, Parts = 20;

    public static IEnumerable<ReportSection> Sections(RunResult run, Drawn drawn)
    {
        IReadOnlyList<string> names = run.File.OutputNames;
        float[] real = drawn.Test.Features[..(drawn.Count * names.Count)].ToArray();
        run.File.Scales?.Features.Restore(real);
        run.File.Scores?.Restore(real);
        int shown = Math.Min(MostColumns, names.Count);
        string first = names.Count > shown ? $" The first {shown} of {names.Count} are shown." : "";
        yield return new ReportSection(
            "Is each column distributed as it should be?",
            $"Test rows, which it has not seen, and as many that it drew, in the table's own units.{first} Look for values that are never "
                + $"drawn, and for "
                + "ones that no row can have.",
            [.. Enumerable.Range(0, shown).Select(column => Histogram(names[column], Column(real, column), Column(drawn.InOwnUnits, column)))],
            ChartLayout.Pairs);
        double[][] ofReal = Correlations(real), ofDrawn = Correlations(drawn.InOwnUnits);
        double apart = Enumerable.Range(0, shown).Sum(i => Enumerable.Range(0, i).Sum(j => Math.Abs(ofReal[i][j] - ofDrawn[i][j])));
        yield return new ReportSection(
            "Do columns hang together as they should?",
            "Correlations of each pair of columns, of test rows and of drawn ones. The two tables should look alike"
                + (shown > 1 ? $"; their mean difference is {Format.Number(apart * 2 / (shown * (shown - 1.0)))}." : ".") + first,
            [Matrix("Real", ofReal), Matrix("Drawn", ofDrawn)], ChartLayout.Pairs);

        double[] Column(float[] rows, int column) =>
            [.. Enumerable.Range(0, rows.Length / names.Count).Select(row => (double)rows[row * names.Count + column])];

        double[][] Correlations(float[] rows)
        {
            double[][] columns = [.. Enumerable.Range(0, shown).Select(column => Centred(Column(rows, column)))];
            return [.. columns.Select(a => (double[])[.. columns.Select(b => a.Zip(b, (x, y) => x * y).Sum())])];
        }

        HeatMapChart Matrix(string title, double[][] values) => new(
            [.. names.Take(shown)], [.. values.Select((row, i) => new HeatMapRow(names[i], row))])
        {
            Title = title,
            Value = new("correlation") { Min = -1, Max = 1 },
            Middle = 0,
        };
    }

    // Of length 1, so that products are correlations; a constant column hangs together with nothing.
    static double[] Centred(double[] values)
    {
        double mean = values.Average(), length = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)));
        return [.. values.Select(value => length > 0 ? (value - mean) / length : 0)];
    }

    static LineChart Histogram(string name, double[] real, double[] drawn)
    {
        // What lies far out would squeeze everything else together.
        double[] all = [.. real.Concat(drawn).Order()];
        double low = all[all.Length / 200], high = all[^(1 + all.Length / 200)], width = high > low ? (high - low) / Parts : 1;
        double[] places = [.. Enumerable.Range(0, Parts).Select(part => low + (part + 0.5) * width)];
        double[] Shares(double[] values)
        {
            double[] shares = new double[Parts];
            foreach (double value in values)
                if (value >= low && value <= high)
                    shares[Math.Min(Parts - 1, (int)((value - low) / width))] += 1.0 / values.Length;
            return shares;
        }
        return new LineChart
        {
            Title = name,
            X = new(name),
            Y = new("share of rows") { IsPercent = true, Min = 0 },
            Series = [new("real", places, Shares(real)) { Style = new(1) }, new("drawn", places, Shares(drawn)) { Style = new(0) }],
        };
    }
}
