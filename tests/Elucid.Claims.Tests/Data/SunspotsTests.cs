namespace Elucid.Claims.Tests.Data;

/// <summary>The embedded sunspots.</summary>
public class SunspotsTests
{
    // R: range(sunspots), mean(sunspots), and the months in which the extremes lie.
    [Fact]
    public void They_are_the_published_numbers_of_235_years()
    {
        short[] tenths = Sunspots.Tenths.ToArray();
        Assert.Equal(235 * 12, tenths.Length);
        Assert.Equal((580, 334), (tenths[0], tenths[^1]));
        Assert.Equal((0, 2538), (tenths.Min(), tenths.Max()));
        Assert.Equal(12 * (1957 - 1749) + 9, Array.IndexOf(tenths, (short)2538));
        Assert.Equal(51.26596, tenths.Average(one => (int)one) / 10, precision: 5);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_scaled_by_the_years_before_the_test_alone(bool areRoots)
    {
        float[] scaled = Sunspots.Standardized(areRoots);
        float[] training = scaled[..Sunspots.FirstTest];
        Assert.Equal(0, training.Average(), tolerance: 1e-5);
        Assert.Equal(1, training.Average(one => one * one), tolerance: 1e-4);
        Assert.Equal(50 * 12, scaled.Length - Sunspots.FirstTest);
        Assert.NotEqual(0, scaled[Sunspots.FirstTest..].Average(), tolerance: 0.1);
    }
}
