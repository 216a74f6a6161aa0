namespace Elucid.Tests.Initializers;

[EveryActivation]
public sealed class InitializerTests
{
    const int FanIn = 300, FanOut = 100;

    public static TheoryData<VarianceScaling, double> Schemes => new()
    {
        { Initializer.He, 2.0 / FanIn },
        { Initializer.LeCun, 1.0 / FanIn },
        { Initializer.Glorot, 2.0 / (FanIn + FanOut) },
        { Initializer.UnitVariance(ActivationCatalog.Parse("elu")), 1.5505 / FanIn },
        { new VarianceScaling(0.5, UsesFanOut: true), 1.0 / (FanIn + FanOut) },
    };

    [Theory, MemberData(nameof(Schemes))]
    public void Weights_have_the_stated_variance(VarianceScaling initializer, double variance)
    {
        foreach (Initializer scheme in new[] { initializer, initializer.AsUniform() })
        {
            float[] weights = Draw(scheme);
            double mean = weights.Average(w => (double)w), spread = weights.Average(w => (w - mean) * (w - mean));
            // 30,000 draws: the mean is within 4 standard errors, √(σ²/n); the variance of a normal has a relative standard error of √(2/n) = 0.8%.
            Assert.Equal(0, mean, 4 * Math.Sqrt(variance / weights.Length));
            Assert.InRange(spread / variance, 0.967, 1.033);
        }
    }

    [Fact]
    public void A_uniform_distribution_stays_within_its_bounds_and_reaches_them()
    {
        double bound = Math.Sqrt(3 * 2.0 / FanIn);
        float[] weights = Draw(Initializer.He.AsUniform());
        Assert.InRange(weights.Max(), 0.999 * bound, bound * 1.000001);
        Assert.InRange(weights.Min(), -bound * 1.000001, -0.999 * bound);
        Assert.True(Draw(Initializer.He).Max() > 3 * Math.Sqrt(2.0 / FanIn));   // a normal one is not bounded
    }

    [Fact]
    public void Draws_are_the_same_whatever_the_gain()
    {
        float[] he = Draw(Initializer.He), quarter = Draw(new VarianceScaling(0.5));
        Assert.Equal(he.Select(w => w / 2), quarter);                           // half the deviation: exact in binary
        float[] other = Draw(Initializer.UnitVariance(ActivationCatalog.Parse("elu")));
        double ratio = Math.Sqrt(Initializer.VariancePreservingGain(ActivationCatalog.Parse("elu")) / 2);
        for (int i = 0; i < he.Length; i++)
            Assert.Equal(he[i] * ratio, other[i], 1e-6 * Math.Abs(he[i]));
    }

    /// <summary>For ELU, 1 / (½ + α²·(e²·Φ(−2) − 2·√e·Φ(−1) + ½)); for ReLU 2, for the identity 1.</summary>
    [Theory]
    [InlineData("elu", 1.5505)]
    [InlineData("elu:alpha=0.25", 1.9644)]
    [InlineData("elu:alpha=0.5", 1.8648)]
    [InlineData("elu:alpha=1.5", 1.2105)]
    [InlineData("elu:alpha=2", 0.9261)]
    [InlineData("relu", 2)]
    [InlineData("identity", 1)]
    [InlineData("leaky-relu", 1.9998)]                                          // 2 / (1 + 0.01²)
    public void Variance_preserving_gains(string activation, double gain)
    {
        // The integral is exact to 1e-9; the gains are stated to four decimals.
        double tolerance = gain is 1 or 2 ? 1e-9 : 0.5e-4;
        Assert.Equal(gain, Initializer.VariancePreservingGain(ActivationCatalog.Parse(activation)), tolerance);
    }

    [Fact]
    public void Every_activation_has_a_gain() =>
        Assert.All(ActivationCatalog.All, info => Assert.InRange(Initializer.VariancePreservingGain(info.Create()), 0.5, 20));

    [Theory]
    [InlineData("relu", "He")]
    [InlineData("elu", "He")]
    [InlineData("selu", "LeCun")]
    [InlineData("tanh", "Glorot")]
    public void Recommended_follows_the_source(string activation, string scheme) =>
        Assert.Equal(scheme switch { "He" => Initializer.He, "LeCun" => Initializer.LeCun, _ => Initializer.Glorot },
            Initializer.Recommended(ActivationCatalog.Parse(activation)));

    static float[] Draw(Initializer initializer)
    {
        float[] weights = new float[FanIn * FanOut];
        initializer.Fill(weights, FanIn, FanOut, new RandomStream(5));
        return weights;
    }

    [Theory]
    [InlineData(double.NaN, "NaN")]
    [InlineData(-1, "-1")]
    [InlineData(1e71, "1E+71")]
    public void A_gain_without_finite_weights_is_refused(double gain, string written)
    {
        string expected = $"Initializer: expected a gain from 0 to 1e70, with which weights are finite, but got {written}. (Parameter 'gain')";
        Assert.Equal(expected, Assert.Throws<ArgumentOutOfRangeException>(() => new VarianceScaling(gain)).Message);
        Assert.Equal(expected, Assert.Throws<ArgumentOutOfRangeException>(() => Initializer.He with { Gain = gain }).Message);
    }
}
