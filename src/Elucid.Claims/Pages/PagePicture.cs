using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>Charts as a page of a hundred cards shows them: small, so that curves need few points. The document keeps all.</summary>
internal static class PagePicture
{
    const int MostPoints = 20;

    public static Chart Of(Chart chart) => chart is LineChart lines ? lines with { Series = [.. lines.Series.Select(Thinned)] } : chart;

    // The first and the last stay.
    static Series Thinned(Series series)
    {
        int count = series.X.Count;
        if (count <= MostPoints)
            return series;
        int[] kept = [.. Enumerable.Range(0, MostPoints).Select(i => (int)((long)i * (count - 1) / (MostPoints - 1)))];
        double[] Picked(IReadOnlyList<double> values) => [.. kept.Select(i => values[i])];
        return new Series(
            series.Name, Picked(series.X), Picked(series.Y), series.Lower is { } lower ? Picked(lower) : null,
            series.Upper is { } upper ? Picked(upper) : null)
        {
            Style = series.Style,
            IsPoints = series.IsPoints,
        };
    }
}
