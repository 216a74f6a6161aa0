namespace Elucid;

/// <summary>How a layer's weights start. Derive from it for one of your own: <see cref="Fill(Span{float}, int, int, RandomStream)"/> is all it
/// needs.</summary>
public abstract record Initializer
{
    /// <summary>Variance 2 / fan-in (He et al. 2015, arXiv:1502.01852, eq. 10), also called Kaiming: exact for ReLU.</summary>
    public static VarianceScaling He { get; } = new(2);

    /// <summary>Variance 1 / fan-in (LeCun et al. 1998, Efficient BackProp, section 4.6): exact for the identity; SELU requires it.</summary>
    public static VarianceScaling LeCun { get; } = new(1);

    /// <summary>Variance 2 / (fan-in + fan-out) (Glorot and Bengio 2010, eq. 12), also called Xavier.</summary>
    public static VarianceScaling Glorot { get; } = new(1, UsesFanOut: true);

    /// <summary>
    /// Variance 1 / (E f(z)² · fan-in) for z ~ N(0, 1): the gain at which unit variance before the activation stays unit variance before the next.
    /// For ELU with α = 1 the gain is 1.5505, for ReLU it is He's 2; see <see cref="VariancePreservingGain"/>.
    /// </summary>
    public static VarianceScaling UnitVariance(Activation activation) => new(VariancePreservingGain(activation));

    /// <summary>What the source of <paramref name="activation"/> recommends: <see cref="ActivationInfo.WeightScheme"/>.</summary>
    public static VarianceScaling Recommended(Activation activation) => activation.Info.WeightScheme switch
    {
        WeightScheme.LeCun => LeCun,
        WeightScheme.Glorot => Glorot,
        _ => He,
    };

    /// <summary>
    /// A random orthogonal matrix times √gain: its rows, or its columns where they are fewer, are orthogonal and √gain long, so that no direction of
    /// the signal grows or fades (Saxe, McClelland, Ganguli 2014, arXiv:1312.6120). What recurrent weights like best.
    /// </summary>
    /// <param name="gain">The squared length of a row or column; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative or not finite.</exception>
    public static Initializer Orthogonal(double gain = 1) => new OrthogonalInitializer(VarianceScaling.InRange(gain));

    /// <summary>√gain on the diagonal and 0 elsewhere: a layer that passes its input on, and recurrent weights that remember (Le, Jaitly, Hinton
    /// 2015, arXiv:1504.00941).</summary>
    /// <param name="gain">The square of a number on the diagonal; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain is negative or not finite.</exception>
    public static Initializer Identity(double gain = 1) => new IdentityInitializer(VarianceScaling.InRange(gain));

    /// <summary>Fills <paramref name="weights"/> with draws.</summary>
    /// <param name="weights">The weights of one layer, or of one gate of a recurrent one: a row for each unit.</param>
    /// <param name="fanIn">Inputs of one unit: the length of a row.</param>
    /// <param name="fanOut">Outputs of one input.</param>
    /// <param name="random">Where the draws come from.</param>
    public abstract void Fill(Span<float> weights, int fanIn, int fanOut, RandomStream random);

    /// <summary>Fills weights whose fans follow from their shape, as PyTorch takes them: the second axis and the first, each times the size of the
    /// kernel.</summary>
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
