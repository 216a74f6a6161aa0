using Elucid.Numerics;

namespace Elucid.Verification;

/// <summary>Errors in units in the last place: the spacing of the type's numbers around the exact value.</summary>
/// <param name="fractionBits">23 for float, 10 for Half, 7 for BFloat16.</param>
/// <param name="smallestExponent">Of normal numbers: −126 for float and BFloat16, −14 for Half.</param>
/// <param name="largestExponent">127 for float and BFloat16, 15 for Half.</param>
internal sealed class Ulp(int fractionBits, int smallestExponent, int largestExponent)
{
    public static readonly Ulp OfFloat = new(23, -126, 127), OfHalf = new(10, -14, 15), OfBFloat16 = new(7, -126, 127);

    public int FractionBits => fractionBits;

    // Infinity stands where the next number would be if the exponents went on: that is how rounding treats it.
    readonly double _beyond = Math.ScaleB(1, largestExponent + 1);

    /// <summary>|got − exact| in ulps, less an error that is forgiven; infinite where one of them is NaN and the other is not.</summary>
    public double Error(double got, double exact, double forgiven = 0)
    {
        if (double.IsNaN(got) || double.IsNaN(exact))
            return double.IsNaN(got) && double.IsNaN(exact) ? 0 : double.PositiveInfinity;
        got = Math.Clamp(got, -_beyond, _beyond);
        exact = Math.Clamp(exact, -_beyond, _beyond);
        int exponent = Math.Clamp(Math.ILogB(exact), smallestExponent, largestExponent);
        return Math.Max(0, Math.Abs(got - exact) - forgiven) * Math.ScaleB(1, fractionBits - exponent);
    }

    /// <summary>The same for a double, against a reference of more digits.</summary>
    public static double Error(double got, WideLane exact)
    {
        double rounded = exact.Value;
        if (!double.IsFinite(rounded) || !double.IsFinite(got))
            return got.Equals(rounded) ? 0 : double.PositiveInfinity;
        int exponent = rounded == 0 ? -1022 : Math.Max(exact.Exponent, -1022);
        return Math.Abs(((new WideLane(got) - exact) * new WideLane(1, 0, 52 - exponent)).Value);
    }
}
