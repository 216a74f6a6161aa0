namespace Elucid.Claims;

/// <summary>
/// What happens to variances and gradients in a plain network that is infinitely wide: each layer is z′ = W·f(z), no biases, weights of variance
/// gain / fan-in.
/// The mean square q of a layer follows from that of the layer below, q′ = gain · E f(z)² with z ~ N(0, q), and the squared norm of a gradient is
/// multiplied by χ = gain · E f′(z)² on its way down through it.
/// </summary>
/// <remarks>Poole, Lahiri, Raghu, Sohl-Dickstein and Ganguli 2016, arXiv:1606.05340; Schoenholz, Gilmer, Ganguli and Sohl-Dickstein 2017,
/// arXiv:1611.01232. By quadrature, so that it serves every function of the catalog.</remarks>
internal sealed class MeanField
{
    MeanField(double[] meanSquare, double[] mean, double[] logGradient) => (MeanSquare, Mean, LogGradient) = (meanSquare, mean, logGradient);

    /// <summary>The mean square before the function of each layer; the inputs' is 1.</summary>
    public IReadOnlyList<double> MeanSquare { get; }

    /// <summary>The mean after the function of each layer.</summary>
    public IReadOnlyList<double> Mean { get; }

    /// <summary>By how many powers of ten the norm of a gradient grows from above each layer down to the first.</summary>
    public IReadOnlyList<double> LogGradient { get; }

    /// <summary>The recursion.</summary>
    /// <param name="activation">f.</param>
    /// <param name="gain">The variance of the weights times fan-in: 2 for He's.</param>
    /// <param name="layers">How many layers.</param>
    public static MeanField Of(Activation activation, double gain, int layers)
    {
        double[] meanSquare = new double[layers], mean = new double[layers], logGradient = new double[layers];
        double q = gain, sum = 0;
        for (int layer = 0; layer < layers; layer++)
        {
            meanSquare[layer] = q;
            mean[layer] = Gaussian.Mean(activation.Evaluate, q);
            logGradient[layer] = sum += 0.5 * Math.Log10(gain * Gaussian.Mean(z => Square(activation.EvaluateDerivative(z)), q));
            q = gain * Gaussian.Mean(z => Square(activation.Evaluate(z)), q);
        }
        return new MeanField(meanSquare, mean, logGradient);
    }

    static double Square(double x) => x * x;
}
