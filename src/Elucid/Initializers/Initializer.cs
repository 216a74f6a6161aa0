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
/// How a layer's weights start: independent draws with mean 0 and variance gain / fan, where fan is the number of inputs of a unit
/// (or, for Glorot, the mean of inputs and outputs).
/// </summary>
/// <param name="Gain">The variance of a weight times its fan.</param>
/// <param name="UsesFanOut">Whether the fan is the mean of inputs and outputs instead of the inputs.</param>
/// <param name="Distribution">Normal or uniform; the variance is the same.</param>
/// <remarks>
/// The same <see cref="RandomStream"/> gives the same underlying draws whatever the gain: networks that differ in their initializer only start
/// from scaled copies of each other, which is what makes comparisons paired.
/// </remarks>
public sealed record Initializer(double Gain, bool UsesFanOut = false, WeightDistribution Distribution = WeightDistribution.Normal)
{
    /// <inheritdoc cref="Initializer(double, bool, WeightDistribution)"/>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative, or so large that weights might not be finite.</exception>
    public double Gain { get; init => field = InRange(value); } = InRange(Gain);

    /// <summary>Variance 2 / fan-in (He et al. 2015, arXiv:1502.01852, eq. 10), also called Kaiming: exact for ReLU.</summary>
    public static Initializer He { get; } = new(2);

    /// <summary>Variance 1 / fan-in (LeCun et al. 1998, Efficient BackProp, section 4.6): exact for the identity; SELU requires it.</summary>
    public static Initializer LeCun { get; } = new(1);

    /// <summary>Variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010, eq. 12), also called Xavier.</summary>
    public static Initializer Glorot { get; } = new(1, UsesFanOut: true);

    /// <summary>
    /// Variance 1 / (E f(z)² · fan-in) for z ~ N(0, 1): the gain at which unit variance before the activation stays unit variance before the next.
    /// For ELU with α = 1 the gain is 1.5505, for ReLU it is He's 2; see <see cref="VariancePreservingGain"/>.
    /// </summary>
    public static Initializer UnitVariance(Activation activation) => new(VariancePreservingGain(activation));

    /// <summary>What the source of <paramref name="activation"/> recommends: <see cref="ActivationInfo.Weights"/>.</summary>
    public static Initializer Recommended(Activation activation) => activation.Info.Weights switch
    {
        WeightScheme.LeCun => LeCun,
        WeightScheme.Glorot => Glorot,
        _ => He,
    };

    static double InRange(double gain) => gain is >= 0 and <= 1e70 ? gain : throw new ArgumentOutOfRangeException(
        nameof(gain), FormattableString.Invariant($"Initializer: expected a gain from 0 to 1e70, with which weights are finite, but got {gain}."));

    /// <summary>The same variance from a uniform distribution.</summary>
    public Initializer AsUniform() => this with { Distribution = WeightDistribution.Uniform };

    /// <summary>Fills <paramref name="weights"/> with draws.</summary>
    /// <param name="weights">The weights of one layer.</param>
    /// <param name="fanIn">Inputs of one unit.</param>
    /// <param name="fanOut">Outputs of one input.</param>
    /// <param name="random">Where the draws come from.</param>
    public void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random)
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

    /// <summary>Fills weights whose fans follow from their shape, as PyTorch takes them: the second axis and the first, each times the size of the kernel.</summary>
    internal void Fill(Tensor weight, RandomStream random)
    {
        int kernel = weight.Shape.Product(2..);
        Fill(weight.Edit(), weight.Shape[1] * kernel, weight.Shape[0] * kernel, random);
    }

    /// <summary>1 / E f(z)² for z ~ N(0, 1).</summary>
    /// <remarks>
    /// A layer z′ = W·f(z) with independent weights of variance g / fan-in has Var z′ = g · E f(z)²; it keeps Var z = 1 for g = 1 / E f(z)².
    /// For ELU, E f² = 1/2 + α²·(e²·Φ(−2) − 2·√e·Φ(−1) + 1/2), which is 0.644945 for α = 1 and gives g = 1.5505. With He's 2 the variance of
    /// an ELU network grows about linearly with depth. Integrated by Simpson's rule on [−12, 12], split at 0 and at the kinks.
    /// </remarks>
    public static double VariancePreservingGain(Activation activation)
    {
        const int Intervals = 4096;
        const double Reach = 12;
        double SecondMoment(double from, double to)
        {
            double h = (to - from) / Intervals, sum = 0;
            for (int i = 0; i <= Intervals; i++)
            {
                double z = from + i * h, f = activation.Evaluate(z);
                sum += (i == 0 || i == Intervals ? 1 : i % 2 == 1 ? 4 : 2) * f * f * Math.Exp(-z * z / 2);
            }
            return sum * h / 3 / Math.Sqrt(2 * Math.PI);
        }
        double[] ends = [.. activation.Info.Kinks.Where(kink => Math.Abs(kink) < Reach).Concat([-Reach, 0, Reach]).Distinct().Order()];
        return 1 / ends.Zip(ends.Skip(1), SecondMoment).Sum();
    }
}
