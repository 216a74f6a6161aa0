namespace Elucid.Claims;

/// <summary>Limits from one side, by Richardson's extrapolation.</summary>
internal static class OneSided
{
    /// <summary>The slope of a function at a point, from the right (<paramref name="side"/> 1) or from the left (−1); about ten digits.</summary>
    public static double Slope(Func<double, double> f, double at, int side)
    {
        const int Steps = 6;
        double[] quotients = new double[Steps];
        for (int i = 0; i < Steps; i++)
        {
            double h = side * 0.0625 / (1 << i);
            quotients[i] = (f(at + h) - f(at)) / h;
            // Row i of the tableau, in place: each entry removes one more power of h.
            for (int j = i - 1, power = 2; j >= 0; j--, power *= 2)
                quotients[j] = (power * quotients[j + 1] - quotients[j]) / (power - 1);
        }
        return quotients[0];
    }
}
