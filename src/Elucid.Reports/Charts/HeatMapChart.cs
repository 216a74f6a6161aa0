namespace Elucid.Reports;

/// <summary>
/// A table of numbers as colours: who was taken for whom, attention, a score by two settings. Values stand in their cells where there is room. More
/// than 128 rows or columns are drawn as means of blocks.
/// </summary>
public sealed record HeatMapChart : Chart
{
    const int MostInWords = 64;

    /// <summary>A table whose rows fit its columns.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The rows from top to bottom.</param>
    /// <exception cref="ArgumentException">A row has not one value for each column.</exception>
    public HeatMapChart(IReadOnlyList<string> columns, IReadOnlyList<HeatMapRow> rows)
    {
        foreach (HeatMapRow row in rows)
        {
            if (row.Values.Count != columns.Count)
            {
                throw new ArgumentException($"Row '{row.Name}' of a heat map: expected {columns.Count} values, one for each column, "
                    + $"but got {row.Values.Count}.", nameof(rows));
            }
        }
        (Columns, Rows) = (columns, rows);
    }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<HeatMapRow> Rows { get; }

    /// <summary>What the colours mean. The scale runs from the smallest to the greatest value, unless the axis has limits of its own.</summary>
    public required Axis Value { get; init; }

    /// <summary>What the rows are, such as "true class"; empty by default.</summary>
    public string RowLabel { get; init; } = "";

    /// <summary>What the columns are, such as "answered class"; empty by default.</summary>
    public string ColumnLabel { get; init; } = "";

    /// <summary>The value from which two colours part, such as 0 for differences; by default there is one colour.</summary>
    public double? Middle { get; init; }

    /// <summary>Who is taken for whom: a row for each true class, a column for each answer, and one more where rows got none.</summary>
    /// <param name="title">The heading.</param>
    /// <param name="confusion">The counts.</param>
    /// <param name="classNames">The names of the classes.</param>
    /// <param name="asShares">Whether cells are shares of their row, as classes of very different size need it. False by default: counts.</param>
    /// <exception cref="ArgumentException">There is not one name for each class.</exception>
    public static HeatMapChart Of(string title, ConfusionMatrix confusion, IReadOnlyList<string> classNames, bool asShares = false)
    {
        if (classNames.Count != confusion.Classes)
            throw new ArgumentException($"Expected a name for each of {confusion.Classes} classes, but got {classNames.Count}.", nameof(classNames));
        int[] classes = [.. Enumerable.Range(0, confusion.Classes)];
        bool hasUnanswered = classes.Any(c => confusion.Unanswered(c) > 0);
        return new(hasUnanswered ? [.. classNames, "no answer"] : classNames, [.. classes.Select(c => new HeatMapRow(classNames[c], RowOf(c)))])
        {
            Title = title,
            Value = asShares ? new("share of the true class") { IsPercent = true, Min = 0, Max = 1 } : new("rows") { Min = 0 },
            RowLabel = "true class",
            ColumnLabel = "answered class",
        };

        double[] RowOf(int actual)
        {
            long[] counts = [.. classes.Select(c => confusion[actual, c]), .. hasUnanswered ? [confusion.Unanswered(actual)] : (long[])[]];
            long all = counts.Sum();
            // A class of which there is no row has no shares.
            return [.. counts.Select(count => !asShares ? count : all == 0 ? double.NaN : count / (double)all)];
        }
    }

    internal override IReadOnlyList<ChartColor> Colors => [.. Palette.Common, .. HeatColors.All];

    private protected override string Content
    {
        get
        {
            string size = $"{Value.Label} by {NameOf(RowLabel, "row")} and {NameOf(ColumnLabel, "column")}, "
                + $"{Rows.Count} {(Rows.Count == 1 ? "row" : "rows")} of {Columns.Count}";
            if (Rows.Count * Columns.Count is > 0 and <= MostInWords)
                return $"{size}. {string.Join("; ", Rows.Select(r => $"{r.Name}: {InWords(r)}"))}.";
            (string Row, string Column, double Value)[] known =
            [
                .. Rows.SelectMany(r => Columns.Zip(r.Values, (c, v) => (r.Name, c, v))).Where(cell => double.IsFinite(cell.v))
                    .OrderBy(cell => cell.v)
            ];
            if (known.Length == 0)
                return $"{size}, no value.";
            // Of a table of who is taken for whom, the mistakes are what to know.
            bool isConfusion = Columns.SequenceEqual(Rows.Select(r => r.Name));
            string mistakes = isConfusion ? $"; off the diagonal {Greatest(known.Where(cell => cell.Row != cell.Column))}" : "";
            return $"{size}. Least {InWords(known[0])}; greatest {Greatest(known)}{mistakes}.";
        }
    }

    internal override IPlot Plot(double width) => HeatMapPlot.Of(this, width);

    internal override void WriteTo(TerminalPage page) => TerminalHeatMap.Write(page, this);

    string InWords(HeatMapRow row) => string.Join(", ", Columns.Zip(row.Values, (column, value) => $"{column} {Value.ValueText(value)}"));

    string Greatest(IEnumerable<(string Row, string Column, double Value)> rising) =>
        string.Join(", ", rising.Reverse().Take(3).Select(InWords).DefaultIfEmpty("no value"));

    string InWords((string Row, string Column, double Value) cell) => $"{Value.ValueText(cell.Value)} at {cell.Row} and {cell.Column}";

    static string NameOf(string label, string other) => label.Length > 0 ? label : other;
}

/// <summary>One row of a <see cref="HeatMapChart"/>. A value that is NaN leaves its cell without colour.</summary>
/// <param name="Name">What the row stands for.</param>
/// <param name="Values">One for each column.</param>
public sealed record HeatMapRow(string Name, IReadOnlyList<double> Values);
