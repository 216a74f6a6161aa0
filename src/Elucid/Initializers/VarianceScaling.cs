namespace Elucid;

/// <summary>The distribution that weights are drawn from.</summary>
public enum WeightDistribution
{
    /// <summary>Normal with mean 0.</summary>
    Normal,

    /// <summary>Uniform on (−√3·σ, √3·σ), which has standard deviation σ.</summary>
    Uniform,
}

/// <summary>
/// Independent draws with mean 0 and variance gain / fan, where fan is the number of inputs of a unit (or, for Glorot, the mean of inputs and
/// outputs).
/// </summary>
/// <param name="Gain">The variance of a weight times its fan.</param>
/// <param name="UsesFanOut">Whether the fan is the mean of inputs and outputs instead of the inputs.</param>
/// <param name="Distribution">Normal or uniform; the variance is the same.</param>
/// <remarks>
/// The same <see cref="RandomStream"/> gives the same underlying draws whatever the gain: networks that differ in their initializer only start
/// from scaled copies of each other, which is what makes comparisons paired.
/// </remarks>
public sealed record VarianceScaling(double Gain, bool UsesFanOut = false, WeightDistribution Distribution = WeightDistribution.Normal) : Initializer
{
    /// <inheritdoc cref="VarianceScaling(double, bool, WeightDistribution)"/>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative, or so large that weights might not be finite.</exception>
    public double Gain { get; init => field = InRange(value); } = InRange(Gain);

    internal static double InRange(double gain) => gain is >= 0 and <= 1e70 ? gain : throw new ArgumentOutOfRangeException(
        nameof(gain), FormattableString.Invariant($"Initializer: expected a gain from 0 to 1e70, with which weights are finite, but got {gain}."));

    /// <summary>The same variance from a uniform distribution.</summary>
    public Initializer AsUniform() => this with { Distribution = WeightDistribution.Uniform };

    /// <inheritdoc/>
    public override void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
    {
        double fan = UsesFanOut ? (fanIn + fanOut) / 2.0 : fanIn;
        float deviation = (float)Math.Sqrt(Gain / Math.Max(fan, 1));
        if (Distribution == WeightDistribution.Normal)
            random.FillGaussian(weights);
        else
            random.FillUniform(weights, -MathF.Sqrt(3), MathF.Sqrt(3));
        foreach (ref float weight in weights)
            weight *= deviation;
    }
}
