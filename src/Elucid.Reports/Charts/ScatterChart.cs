namespace Elucid.Reports;

/// <summary>
/// Points of one or more groups over two axes: a latent map, predictions beside what they should be. Of thousands, those that fall into one small
/// square become one dot, which is the stronger the more they are, so that a page stays small.
/// </summary>
public sealed record ScatterChart : Chart
{
    /// <summary>The horizontal axis.</summary>
    public required Axis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required Axis Y { get; init; }

    /// <summary>The groups. Their names stand above the plot.</summary>
    public required IReadOnlyList<PointGroup> Groups { get; init; }

    /// <summary>Whether a line shows where both coordinates are equal; both axes then show the same values. False by default.</summary>
    public bool HasDiagonal { get; init; }

    /// <summary>Whether a group's name stands within the plot, too, in the middle of its points. False by default.</summary>
    public bool HasNamesInside { get; init; }

    private protected override string Content =>
        $"{Y.Label} by {X.Label}: {string.Join("; ", Groups.Select(ContentOf).DefaultIfEmpty("no group"))}."
            + (HasDiagonal ? " A line shows where both are equal." : "");

    internal override IPlot Plot(double width) => ScatterPlot.Of(this, width);

    internal override void WriteTo(TerminalPage page) => TerminalScatter.Write(page, this);

    string ContentOf(PointGroup group)
    {
        int[] drawn = [.. Enumerable.Range(0, group.X.Count).Where(i => double.IsFinite(group.X[i]) && double.IsFinite(group.Y[i]))];
        string points = $"{group.Name}{(group.Name.Length > 0 ? " " : "")}{Format.Count(drawn.Length)} {(drawn.Length == 1 ? "point" : "points")}";
        return drawn.Length == 0
            ? points
            : $"{points}, {Y.ValueText(drawn.Min(i => group.Y[i]))} to {Y.ValueText(drawn.Max(i => group.Y[i]))} "
                + $"at {X.ValueText(drawn.Min(i => group.X[i]))} to {X.ValueText(drawn.Max(i => group.X[i]))}";
    }
}

/// <summary>Points that belong together. One of whose coordinates is NaN or infinite is left out.</summary>
public sealed record PointGroup
{
    /// <summary>Points with their coordinates.</summary>
    /// <param name="name">What the legend calls them; empty for none.</param>
    /// <param name="x">The horizontal coordinates.</param>
    /// <param name="y">The vertical coordinates, one for each of <paramref name="x"/>.</param>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    public PointGroup(string name, IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (y.Count != x.Count)
            throw new ArgumentException($"Points '{name}': expected one y for each of {x.Count} x, but got {y.Count}.", nameof(y));
        (Name, X, Y) = (name, x, y);
    }

    /// <summary>What the legend calls them.</summary>
    public string Name { get; }

    /// <summary>The horizontal coordinates.</summary>
    public IReadOnlyList<double> X { get; }

    /// <summary>The vertical coordinates.</summary>
    public IReadOnlyList<double> Y { get; }

    /// <summary>Colour, and after eight colours another shape.</summary>
    public SeriesStyle Style { get; init; } = new(1);
}
