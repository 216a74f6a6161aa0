namespace Elucid.Numerics;

/// <content>The elementary functions: series, continued fractions and Newton's method.</content>
internal readonly partial struct WideLane
{
    // ln 2 in three doubles, so that multiples of it are exact to 2^-130; the other constants in two.
    static readonly WideLane Ln2 = new(0.6931471805599453), Ln2Second = new(2.3190468138462996e-17), Ln2Third = new(5.707708438416212e-34);
    static readonly WideLane RootTwo = new(1.4142135623730951, -9.667293313452913e-17),
        InverseRootTwoPi = new(0.3989422804014327, -2.49232720227773e-17);
    static readonly WideLane One = new(1), Two = new(2), Half = new(0.5);

    const int Halvings = 8, TaylorTerms = 11;

    public static WideLane Exp(WideLane x)
    {
        if (IsBeyondExponents(x))
            return double.IsNaN(x._high) ? x : x._high > 0 ? new(double.PositiveInfinity) : default;
        WideLane p = ExpM1OfRest(x, out int n);
        return TimesPowerOfTwo(One + p, n);
    }

    public static WideLane Exp(WideLane x, WideLane rest, out WideLane low)
    {
        low = default;
        return Exp(x + rest);
    }

    public static WideLane Exp(WideLane x, WideLane rest, WideLane scale) => scale * Exp(x + rest);

    public static WideLane Exp(WideLane x, WideLane rest, WideLane scale, WideLane scaleRest) => (scale + scaleRest) * Exp(x + rest);

    public static WideLane ExpM1(WideLane x)
    {
        if (x._high == 0)
            return x;
        if (IsBeyondExponents(x))
            return double.IsNaN(x._high) ? x : x._high > 0 ? new(double.PositiveInfinity) : -One;
        WideLane p = ExpM1OfRest(x, out int n);
        return n == 0 ? p : TimesPowerOfTwo(p, n) + (TimesPowerOfTwo(One, n) - One);
    }

    public static WideLane ExpM1NonPositive(WideLane x) => ExpM1(x);

    public static WideLane ExpM1NonPositive(WideLane x, WideLane scale) => scale * ExpM1(x);

    public static WideLane ExpM1NonPositive(WideLane x, WideLane rest, WideLane scale) => scale * ExpM1(x + rest);

    public static WideLane Log(WideLane x)
    {
        if (!(x._high > 0) || double.IsInfinity(x._high))
            return new(Math.Log(x._high));
        int n = x._high > 1.5 ? x._exponent + 1 : x._exponent;
        WideLane y = Log1P(TimesPowerOfTwo(x, -n) - One), wideN = new(n);
        return n == 0 ? y : wideN * Ln2 + (y + wideN * Ln2Second + wideN * Ln2Third);
    }

    public static WideLane Log1P(WideLane x)
    {
        if (x._high == 0 || double.IsNaN(x._high))
            return x;
        if (x._exponent < -40)
            return x * (One - x * (Half - x * (One / new WideLane(3) - x * new WideLane(0.25))));
        if (IsLess(x, -Half) || IsLess(One, x))
            return Log(One + x);

        // Halley's step from the double's logarithm, after Kahan, to three times its digits.
        double d = x.Value, u = 1 + d;
        WideLane y = new(Math.Log(u) * d / (u - 1)), e = ExpM1(y);
        return y + Two * (x - e) / (Two + x + e);
    }

    public static WideLane Log1PExpNonPositive(WideLane x, WideLane rest, out WideLane low)
    {
        low = default;
        return Log1P(Exp(x + rest));
    }

    public static WideLane Tanh(WideLane x)
    {
        WideLane e = ExpM1(new WideLane(-2) * Abs(x)), y = -e / (Two + e);
        return double.IsNegative(x._high) ? -y : y;
    }

    public static WideLane Sigmoid(WideLane x)
    {
        WideLane e = Exp(-Abs(x));
        return (x._high < 0 ? e : One) / (One + e);
    }

    public static WideLane Gate(WideLane gated, WideLane x) => gated * Sigmoid(x);

    public static WideLane Gate(WideLane gated, WideLane x, WideLane rest) => gated * Sigmoid(x + rest);

    public static WideLane Erf(WideLane x)
    {
        if (x._high == 0)
            return x;
        WideLane a = Abs(x) * RootTwo;
        WideLane y = IsInSeries(a) ? Two * Density(a) * OddSeries(a) : One - Two * NormalTail(a, Density(a));
        return x._high < 0 ? -y : y;
    }

    public static WideLane NormalCdf(WideLane x, out WideLane density)
    {
        density = Density(x);
        WideLane tail = NormalTail(Abs(x), density);
        return x._high < 0 ? tail : One - tail;
    }

    public static WideLane ScaledNormalTail(WideLane x, out WideLane low)
    {
        low = default;
        return InverseRootTwoPi * MillsRatio(x, Density(x));
    }

    static WideLane Density(WideLane a) => Exp(new WideLane(-0.5) * a * a) * InverseRootTwoPi;

    // ½ and Φ − ½ cancel: at the end of the series 26 of the 104 bits go.
    static WideLane MillsRatio(WideLane a, WideLane density) => IsInSeries(a) ? Half / density - OddSeries(a) : MillsFraction(a);

    static WideLane NormalTail(WideLane a, WideLane density) => density * MillsRatio(a, density);

    static bool IsInSeries(WideLane a) => IsLess(a, new(5.66));

    /// <summary>(Φ(a) − ½) / φ(a) = Σ a²ⁿ⁺¹ / (2n + 1)!!: every term is positive, so nothing cancels.</summary>
    static WideLane OddSeries(WideLane a)
    {
        WideLane square = a * a, term = a, sum = a;
        for (int n = 3; term._high != 0 && sum._exponent - term._exponent < 106; n += 2)
        {
            term = term * square * InverseOf[n];
            sum += term;
        }
        return sum;
    }

    /// <summary>(1 − Φ(a)) / φ(a) = 1 / (a + 1 / (a + 2 / (a + …))) from a level at which a ≥ 5.66 has its digits; numerators and denominators apart,
    /// for one division in all.</summary>
    static WideLane MillsFraction(WideLane a)
    {
        if (!double.IsFinite(a._high))
            return One / a;
        int levels = a._exponent > 20 ? 4 : (int)(10 + 4000 / (a.Value * a.Value));
        WideLane numerator = a, denominator = One;
        for (int n = levels; n > 0; n--)
            (numerator, denominator) = (a * numerator + denominator * n, numerator);
        return denominator / numerator;
    }

    // e to such powers needs exponents beyond an int's.
    static bool IsBeyondExponents(WideLane x) => !double.IsFinite(x._high) || x._exponent > 28;

    /// <summary>e^(x − n · ln 2) − 1: the Taylor series of a 256th of the exponent, then (1 + p)² − 1 = 2p + p², eight times.</summary>
    static WideLane ExpM1OfRest(WideLane x, out int n)
    {
        n = (int)Math.Round(x.Value / 0.6931471805599453);
        WideLane wideN = new(n), r = n == 0 ? x : x - wideN * Ln2 - wideN * Ln2Second - wideN * Ln2Third;
        r = TimesPowerOfTwo(r, -Halvings);
        WideLane sum = One;
        for (int k = TaylorTerms; k > 1; k--)
            sum = One + r * sum * InverseOf[k];
        WideLane p = r * sum;
        for (int i = 0; i < Halvings; i++)
            p = Two * p + p * p;
        return p;
    }

    static readonly WideLane[] InverseOf = [default, .. Enumerable.Range(1, 400).Select(k => One / new WideLane(k))];

    static WideLane TimesPowerOfTwo(WideLane x, int n) => new(x._high, x._low, x._exponent + n);
}
