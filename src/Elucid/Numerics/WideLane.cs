using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>
/// One number of some 100 bits with its exponent apart: (high + low) · 2^exponent, high between 1 and 2 in magnitude, or 0, infinite or NaN. The
/// reference that the lanes of doubles are proven against: slow, and exact where they underflow, overflow or cancel.
/// </summary>
/// <remarks>
/// Sums, products and quotients follow Dekker 1971, Numerische Mathematik 18, with fused multiply-add. Functions are good to 2^-90 or better, checked
/// against values of 40 digits.
/// </remarks>
internal readonly partial struct WideLane : ILane<WideLane>
{
    readonly double _high, _low;
    readonly int _exponent;

    /// <summary>Exactly the number.</summary>
    public WideLane(double value) => (_high, _low, _exponent) = Normal(value, 0, 0);

    /// <summary>(high + low) · 2^exponent, low being at most an ulp of high.</summary>
    public WideLane(double high, double low, int exponent = 0) => (_high, _low, _exponent) = Normal(high, low, exponent);

    /// <summary>The nearest double; a subnormal one may be rounded twice.</summary>
    public double Value => _low == 0 ? Math.ScaleB(_high, _exponent) : Math.ScaleB(_high + _low, _exponent);     // −0 + 0 would be +0

    /// <summary>The number e of 2ᵉ ≤ |x| &lt; 2ᵉ⁺¹, up to the rounding of high; meaningless for 0, infinities and NaN.</summary>
    public int Exponent => _exponent;

    public static bool IsFused => true;

    public static WideLane Of(double value) => new(value);

    public static WideLane operator +(WideLane a, WideLane b)
    {
        if (!double.IsFinite(a._high) || !double.IsFinite(b._high))
            return new(a._high + b._high);
        if (a._high == 0 || b._high == 0)
            return a._high != 0 ? a : b._high != 0 ? b : new(a._high + b._high);
        if (a._exponent < b._exponent)
            (a, b) = (b, a);
        int shift = b._exponent - a._exponent;
        if (shift < -250)
            return a;                                   // far below the last bit
        double factor = PowerOfTwo(shift);
        double sum = TwoSum(a._high, b._high * factor, out double error), lowSum = TwoSum(a._low, b._low * factor, out double lowError);
        sum = FastTwoSum(sum, error + lowSum, out error);
        return new(sum, error + lowError, a._exponent);
    }

    public static WideLane operator -(WideLane a, WideLane b) => a + -b;

    public static WideLane operator -(WideLane a) => new(-a._high, -a._low, a._exponent);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLane operator *(WideLane a, WideLane b)
    {
        double product = a._high * b._high;
        double error = Math.FusedMultiplyAdd(a._high, b._high, -product) + (a._high * b._low + a._low * b._high);
        return new(product, error, a._exponent + b._exponent);
    }

    // An integer, whose products with both parts need no third one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static WideLane operator *(WideLane a, int n)
    {
        double product = a._high * n;
        return new(product, Math.FusedMultiplyAdd(a._high, n, -product) + a._low * n, a._exponent);
    }

    public static WideLane operator /(WideLane a, WideLane b)
    {
        double first = a._high / b._high;
        if (!double.IsFinite(first) || first == 0)
            return new(first);
        WideLane numerator = new(a._high, a._low), denominator = new(b._high, b._low);
        WideLane rest = numerator - denominator * new WideLane(first);
        double second = rest.Value / b._high;
        rest -= denominator * new WideLane(second);
        WideLane quotient = new WideLane(first) + new WideLane(second) + new WideLane(rest.Value / b._high);
        return new(quotient._high, quotient._low, quotient._exponent + a._exponent - b._exponent);
    }

    public static WideLane MultiplyAdd(WideLane a, WideLane b, WideLane c) => a * b + c;

    /// <summary>The product, which has more digits than a low part could add.</summary>
    public static WideLane TwoProduct(WideLane a, WideLane b, out WideLane low)
    {
        low = default;
        return a * b;
    }

    public static WideLane WhereLess(WideLane a, WideLane b, WideLane yes, WideLane no) => IsLess(a, b) ? yes : no;

    public static WideLane Max(WideLane a, WideLane b) => IsLess(b, a) ? a : b;

    public static WideLane Min(WideLane a, WideLane b) => IsLess(a, b) ? a : b;

    public static WideLane Abs(WideLane x) => double.IsNegative(x._high) ? -x : x;

    public static WideLane CopySign(WideLane magnitude, WideLane sign) =>
        double.IsNegative(magnitude._high) == double.IsNegative(sign._high) ? magnitude : -magnitude;

    public static WideLane Sqrt(WideLane x)
    {
        if (!(x._high > 0) || double.IsInfinity(x._high))
            return new(Math.Sqrt(x._high));
        int half = x._exponent >> 1;
        WideLane scaled = new(x._high, x._low, x._exponent - 2 * half), root = new(Math.Sqrt(scaled.Value));
        root += (scaled - root * root) / (root + root);     // Newton: twice the digits
        return new(root._high, root._low, root._exponent + half);
    }

    // ∞ has no exponent to subtract, and finite differences keep their sign.
    static bool IsLess(WideLane a, WideLane b) => (a - b)._high < 0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static (double High, double Low, int Exponent) Normal(double high, double low, int exponent)
    {
        if (high == 0 || !double.IsFinite(high))
            return (high, 0, 0);
        high = FastTwoSum(high, low, out low);
        if (high == 0)
            return (high, 0, 0);
        int own = (int)(BitConverter.DoubleToInt64Bits(high) >> 52 & 0x7FF) - 1023;
        if (own == 0)
            return (high, low, exponent);
        if (Math.Abs(own) > 900)
        {
            own = Math.ILogB(high);                     // subnormal numbers and those whose power of two would be
            return (Math.ScaleB(high, -own), Math.ScaleB(low, -own), exponent + own);
        }
        double factor = PowerOfTwo(-own);
        return (high * factor, low * factor, exponent + own);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double PowerOfTwo(int n) => BitConverter.Int64BitsToDouble((n + 1023L) << 52);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double TwoSum(double a, double b, out double error)
    {
        double sum = a + b, ofB = sum - a;
        error = a - (sum - ofB) + (b - ofB);
        return sum;
    }

    /// <summary>The sum for |a| ≥ |b|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static double FastTwoSum(double a, double b, out double error)
    {
        double sum = a + b;
        error = b - (sum - a);
        return sum;
    }
}
