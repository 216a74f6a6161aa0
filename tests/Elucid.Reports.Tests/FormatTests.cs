namespace Elucid.Reports.Tests;

public class FormatTests
{
    [Theory]
    [InlineData(0.9712, "97.1 %"), InlineData(1, "100 %"), InlineData(0, "0 %"), InlineData(0.0012, "0.12 %"), InlineData(0.0995, "10.0 %")]
    [InlineData(-0.5, "−50.0 %"), InlineData(-0.00001, "0.00 %"), InlineData(double.NaN, "–"), InlineData(double.PositiveInfinity, "∞")]
    public void Percent(double fraction, string expected) => Assert.Equal(expected, Format.Percent(fraction));

    [Theory]
    [InlineData(0.4321, 0.00871, "0.4321 ± 0.0087"), InlineData(123.4, 12, "123 ± 12"), InlineData(1234, 350, "1234 ± 350")]
    [InlineData(-1.5, 0.25, "−1.50 ± 0.25")]
    [InlineData(0, 0, "0 ± 0"), InlineData(0.5, 0, "0.50 ± 0"), InlineData(0.5, double.NaN, "0.500"), InlineData(double.NaN, 1, "–")]
    [InlineData(1, 1e-300, "1.000000000000 ± 0.000000000000")]
    public void Interval(double mean, double halfWidth, string expected) => Assert.Equal(expected, Format.Interval(mean, halfWidth));

    [Theory]
    [InlineData(0.9712, 0.0034, "97.12 ± 0.34 %"), InlineData(0.9712, 0.034, "97.1 ± 3.4 %"), InlineData(0.9712, double.NaN, "97.1 %")]
    public void PercentInterval(double mean, double halfWidth, string expected) => Assert.Equal(expected, Format.PercentInterval(mean, halfWidth));

    [Theory]
    [InlineData(0.0123, "p = 0.012"), InlineData(0.00099, "p < 0.001"), InlineData(0, "p < 0.001")]
    [InlineData(0.001, "p = 0.001"), InlineData(0.0996, "p = 0.10")]
    [InlineData(0.5, "p = 0.50"), InlineData(1, "p = 1"), InlineData(0.9994, "p = 1.00"), InlineData(double.NaN, "–")]
    public void PValue(double p, string expected) => Assert.Equal(expected, Format.PValue(p));

    [Theory]
    [InlineData(0, "0 s"), InlineData(0.000085, "85 µs"), InlineData(0.0034, "3.4 ms"), InlineData(0.34, "340 ms")]
    [InlineData(0.9996, "1.0 s"), InlineData(1.2, "1.2 s")]
    [InlineData(59.96, "1 min 0 s"), InlineData(125, "2 min 5 s"), InlineData(4320, "1 h 12 min"), InlineData(-1.2, "−1.2 s")]
    public void Duration(double seconds, string expected) => Assert.Equal(expected, Format.Duration(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(0, "0"), InlineData(42, "42"), InlineData(0.01234, "0.0123"), InlineData(12.34, "12.3")]
    [InlineData(99.96, "100"), InlineData(-0.5, "−0.500")]
    [InlineData(12_345_678, "1.23e+7"), InlineData(-0.0000123, "−1.23e−5"), InlineData(double.NegativeInfinity, "−∞")]
    public void Number(double value, string expected) => Assert.Equal(expected, Format.Number(value));

    [Theory]
    [InlineData(0.0031, "+0.31"), InlineData(-0.012, "−1.20"), InlineData(0, "0"), InlineData(-0.00001, "0.00"), InlineData(double.NaN, "–")]
    public void SignedPoints(double fraction, string expected) => Assert.Equal(expected, Format.SignedPoints(fraction));

    [Theory]
    [InlineData(0.31, "+0.310"), InlineData(-2, "−2"), InlineData(0, "0"), InlineData(double.NaN, "–")]
    public void Signed(double value, string expected) => Assert.Equal(expected, Format.Signed(value));

    [Fact]
    public void Exact() => Assert.Equal(
        ("−0.1", "−0.1", "−87.33654", "1E+20", "–"),
        (Format.Exact(-0.1), Format.Exact(-0.1f), Format.Exact(-87.33654f), Format.Exact(1e20), Format.Exact(double.NaN)));

    [Theory]
    [InlineData(1797, "1,797"), InlineData(0, "0"), InlineData(-1234567, "−1,234,567")]
    public void Count(long count, string expected) => Assert.Equal(expected, Format.Count(count));

    [Theory]
    [InlineData(-5, "10⁻⁵"), InlineData(-2, "0.01"), InlineData(0, "1"), InlineData(4, "10000"), InlineData(12, "10¹²")]
    public void PowerOfTen(int power, string expected) => Assert.Equal(expected, Format.PowerOfTen(power));
}
