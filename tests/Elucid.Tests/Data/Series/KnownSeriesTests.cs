namespace Elucid.Tests.Data.Series;

/// <summary>The series that are part of the library.</summary>
[AnyWidth]
public sealed class KnownSeriesTests
{
    // R: range(sunspots), mean(sunspots), and the months in which the extremes lie.
    [Fact]
    public void Sunspots_are_the_published_numbers_of_235_years()
    {
        short[] tenths = Sunspots.Tenths.ToArray();
        Assert.Equal(235 * 12, tenths.Length);
        Assert.Equal((580, 334), (tenths[0], tenths[^1]));
        Assert.Equal((0, 2538), (tenths.Min(), tenths.Max()));
        Assert.Equal(12 * (1957 - 1749) + 9, Array.IndexOf(tenths, (short)2538));
        Assert.Equal(51.26596, tenths.Average(one => (int)one) / 10, precision: 5);
    }

    [Fact]
    public void Each_is_read_as_a_table_of_months()
    {
        Assert.Equal(["passengers", "sunspots"], KnownSeries.All.Select(series => series.Name));
        Assert.All(KnownSeries.All, series =>
        {
            SeriesTable table = series.Load();
            Assert.Equal(series.Name, table.Schema.Columns.Target);
            Assert.Equal(series.Load(table.Schema).Series.Single().Values.ToArray(), table.Series.Single().Values.ToArray());
            Assert.Equal(series, KnownSeries.Find(series.Name));
        });
        SeriesTable sunspots = Sunspots.Series.Load();
        Assert.Equal((12, 1, 132), (sunspots.Schema.Horizon, sunspots.Schema.Season, sunspots.Schema.Window));
        Assert.Equal(
            Sunspots.Tenths.ToArray().Select(tenths => tenths / 10.0), sunspots.Series.Single().Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4);
        Assert.Equal(24, Sunspots.Series.Load(Sunspots.Series.Options with { Window = 24 }).Schema.Window);
        Assert.Null(KnownSeries.Find("moons"));
    }
}
