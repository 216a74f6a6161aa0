using Distribution = MathNet.Numerics.Distributions.StudentT;

namespace Elucid.Lab;

/// <summary>Student's t distribution in the two forms that are needed here.</summary>
static class StudentT
{
    /// <summary>The value that T stays below with the given probability.</summary>
    public static double Quantile(double probability, int degreesOfFreedom) => Distribution.InvCDF(0, 1, degreesOfFreedom, probability);

    /// <summary>
    /// The two-sided p of a mean against 0: P(|T| ≥ |mean|·√n/s) with n − 1 degrees of freedom. Without spread (s = 0) it is 1 for the mean 0 and 0
    /// for any other; for one value it is NaN.
    /// </summary>
    public static double TwoSidedP(Summary differences) => differences switch
    {
        { Count: 1 } => double.NaN,
        { StandardDeviation: 0, Mean: 0 } => 1,
        { StandardDeviation: 0 } => 0,
        // Twice the lower tail, not 1 − CDF: the tail keeps its digits where p is tiny.
        var (n, mean, deviation, _) => 2 * Distribution.CDF(0, 1, n - 1, -Math.Abs(mean) * Math.Sqrt(n) / deviation),
    };
}
