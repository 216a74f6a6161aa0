namespace Elucid.Claims;

/// <summary>Means of functions of random numbers, by quadrature: no closed form is trusted that is not checked against it.</summary>
internal static class Gaussian
{
    // The pieces end beside 0, where a derivative may jump.
    const double Beside = 1e-300;

    /// <summary>E f(z) for z with mean 0 and a variance, about ten digits for functions that are smooth but at 0.</summary>
    public static double Mean(Func<double, double> f, double variance = 1)
    {
        double deviation = Math.Sqrt(variance);
        double Weighted(double t) => f(deviation * t) * Math.Exp(-t * t / 2) / Math.Sqrt(2 * Math.PI);
        // Ten deviations hold all but 1e-23.
        return Simpson.Integral(Weighted, -10, -Beside) + Simpson.Integral(Weighted, Beside, 10);
    }

    /// <summary>The variance of f(z) for z with mean 0 and a variance.</summary>
    public static double Variance(Func<double, double> f, double variance = 1)
    {
        double mean = Mean(f, variance);
        return Mean(x => (f(x) - mean) * (f(x) - mean), variance);
    }
}
