namespace Elucid.Claims;

/// <summary>Means of functions of numbers that are uniform around 0.</summary>
internal static class Uniform
{
    /// <summary>E f(z) for z from −h to h.</summary>
    public static double Mean(Func<double, double> f, double h) => (Simpson.Integral(f, -h, 0) + Simpson.Integral(f, 0, h)) / (2 * h);

    /// <summary>The variance of f(z) for z from −h to h.</summary>
    public static double Variance(Func<double, double> f, double h)
    {
        double mean = Mean(f, h);
        return Mean(x => (f(x) - mean) * (f(x) - mean), h);
    }
}
