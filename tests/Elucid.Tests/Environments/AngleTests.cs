namespace Elucid.Tests.Environments;

public sealed class AngleTests
{
    [Fact]
    public void Sine_and_cosine_are_those_of_mathematics()
    {
        RandomStream random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            double x = (random.NextDouble() - 0.5) * (i % 2 == 0 ? 8 : 60);
            (double sin, double cos) = Angle.SinCos(x);
            Assert.Equal(Math.Sin(x), sin, 4e-16 * Math.Max(1, Math.Abs(x)));
            Assert.Equal(Math.Cos(x), cos, 4e-16 * Math.Max(1, Math.Abs(x)));
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(4, 4 - 2 * Math.PI)]
    [InlineData(-4, 2 * Math.PI - 4)]
    [InlineData(30, 30 - 10 * Math.PI)]
    public void An_angle_is_wrapped_around_0(double x, double wrapped) => Assert.Equal(wrapped, Angle.Wrap(x), 1e-14);
}
