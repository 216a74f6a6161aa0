namespace Elucid.Claims;

/// <summary>Simpson's rule on a fixed number of pieces.</summary>
internal static class Simpson
{
    const int Pieces = 2000;

    /// <summary>∫ f from a to b.</summary>
    public static double Integral(Func<double, double> f, double a, double b)
    {
        double h = (b - a) / Pieces, sum = f(a) + f(b);
        for (int i = 1; i < Pieces; i++)
            sum += (i % 2 == 0 ? 2 : 4) * f(a + i * h);
        return sum * h / 3;
    }
}
