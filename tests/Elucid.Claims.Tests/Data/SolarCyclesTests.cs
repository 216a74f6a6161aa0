namespace Elucid.Claims.Tests.Data;

/// <summary>Sunspots as networks see them.</summary>
[AnyWidth]
public class SolarCyclesTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void They_are_scaled_by_the_years_before_the_test_alone(bool areRoots)
    {
        float[] scaled = SolarCycles.Standardized(areRoots);
        float[] training = scaled[..SolarCycles.FirstTest];
        Assert.Equal(0, training.Average(), tolerance: 1e-5);
        Assert.Equal(1, training.Average(one => one * one), tolerance: 1e-4);
        Assert.Equal(50 * 12, scaled.Length - SolarCycles.FirstTest);
        Assert.NotEqual(0, scaled[SolarCycles.FirstTest..].Average(), tolerance: 0.1);
    }
}
