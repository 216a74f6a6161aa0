namespace Elucid.Numerics;

/// <summary>One double: the oracle of the tests and the source of plots. Uses the runtime's functions where they are exact.</summary>
/// <remarks>
/// <c>double.ExpM1</c> and <c>double.LogP1</c> of the runtime subtract and add the 1 and so lose small arguments. Here both follow Kahan: the rounding
/// error of u = eˣ (or 1 + x) cancels against the same u in log u. Every function is good to about 1e-14 relative.
/// </remarks>
internal readonly struct LaneDouble(double value) : ILane<LaneDouble>
{
    const double TwoOverRootPi = 1.1283791670955126, RootHalf = 0.70710678118654752, InverseRootTwoPi = 0.39894228040143268;

    public readonly double Value = value;

    public static bool IsFused => true;

    public static LaneDouble Of(double value) => new(value);
    public static LaneDouble operator +(LaneDouble a, LaneDouble b) => new(a.Value + b.Value);
    public static LaneDouble operator -(LaneDouble a, LaneDouble b) => new(a.Value - b.Value);
    public static LaneDouble operator *(LaneDouble a, LaneDouble b) => new(a.Value * b.Value);
    public static LaneDouble operator /(LaneDouble a, LaneDouble b) => new(a.Value / b.Value);
    public static LaneDouble operator -(LaneDouble a) => new(-a.Value);
    public static LaneDouble MultiplyAdd(LaneDouble a, LaneDouble b, LaneDouble c) => new(Math.FusedMultiplyAdd(a.Value, b.Value, c.Value));
    public static LaneDouble WhereLess(LaneDouble a, LaneDouble b, LaneDouble yes, LaneDouble no) => a.Value < b.Value ? yes : no;
    public static LaneDouble Max(LaneDouble a, LaneDouble b) => a.Value > b.Value ? a : b;
    public static LaneDouble Min(LaneDouble a, LaneDouble b) => a.Value < b.Value ? a : b;
    public static LaneDouble Abs(LaneDouble x) => new(Math.Abs(x.Value));
    public static LaneDouble CopySign(LaneDouble magnitude, LaneDouble sign) => new(Math.CopySign(magnitude.Value, sign.Value));
    public static LaneDouble Sqrt(LaneDouble x) => new(Math.Sqrt(x.Value));
    public static LaneDouble Exp(LaneDouble x) => new(Math.Exp(x.Value));
    public static LaneDouble Exp(LaneDouble x, LaneDouble rest, LaneDouble scale) => scale * Exp(x + rest);
    public static LaneDouble ExpM1(LaneDouble x) => new(ExpM1(x.Value));
    public static LaneDouble ExpM1NonPositive(LaneDouble x) => ExpM1(x);
    public static LaneDouble ExpM1NonPositive(LaneDouble x, LaneDouble scale) => scale * ExpM1(x);
    public static LaneDouble ExpM1NonPositive(LaneDouble x, LaneDouble rest, LaneDouble scale) => scale * ExpM1(x + rest);
    public static LaneDouble Log(LaneDouble x) => new(Math.Log(x.Value));
    public static LaneDouble Log1P(LaneDouble x) => new(Log1P(x.Value));
    public static LaneDouble Tanh(LaneDouble x) => new(Math.Tanh(x.Value));
    public static LaneDouble Sigmoid(LaneDouble x) => new(Sigmoid(x.Value));
    public static LaneDouble Erf(LaneDouble x) => new(Erf(x.Value));


    public static LaneDouble TwoProduct(LaneDouble a, LaneDouble b, out LaneDouble low)
    {
        LaneDouble product = a * b;
        low = MultiplyAdd(a, b, -product);
        return product;
    }

    public static LaneDouble Exp(LaneDouble x, LaneDouble rest, out LaneDouble low)
    {
        low = default;
        return Exp(x + rest);
    }

    public static LaneDouble Log1PExpNonPositive(LaneDouble x, LaneDouble rest, out LaneDouble low)
    {
        low = default;
        return Log1P(Exp(x + rest));
    }

    public static LaneDouble ScaledNormalTail(LaneDouble x, out LaneDouble low)
    {
        low = default;
        return new(ScaledNormalTail(x.Value));
    }

    public static LaneDouble NormalCdf(LaneDouble x, out LaneDouble density)
    {
        density = new(Math.Exp(-0.5 * x.Value * x.Value) * InverseRootTwoPi);
        return new(0.5 * Erfc(-x.Value * RootHalf));
    }

    static double ExpM1(double x)
    {
        double u = Math.Exp(x);
        double difference = u - 1;
        if (u == 1 || double.IsNaN(x))
            return x;
        return difference == -1 || u > 1e16 ? difference : difference * x / Math.Log(u);
    }

    static double Log1P(double x)
    {
        double u = 1 + x;
        if (u == 1 || u == double.PositiveInfinity)
            return x;
        return Math.Log(u) * x / (u - 1);
    }

    static double Sigmoid(double x)
    {
        double e = Math.Exp(-Math.Abs(x));
        return (x < 0 ? e : 1) / (1 + e);
    }

    // erf x = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n + 1)!!: every term is positive, so nothing cancels.
    static double Erf(double x)
    {
        if (Math.Abs(x) > 2)
            return Math.CopySign(1 - Erfc(Math.Abs(x)), x);
        double term = x, sum = x;
        for (int n = 1; n < 60; n++)
        {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TwoOverRootPi * Math.Exp(-x * x) * sum;
    }

    // Above 2 the continued fraction e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3/2/(x + …)))), from its 120th level up.
    static double Erfc(double x)
    {
        if (!(x > 2))
            return 1 - Erf(x);
        double tail = x;
        for (int n = 120; n > 0; n--)
            tail = x + 0.5 * n / tail;
        return 0.5 * TwoOverRootPi * Math.Exp(-x * x) / tail;
    }

    // Above 3 the continued fraction of Erfc without its exponential: 1/√(2π) · 1/(x + 1/(x + 2/(x + …))).
    static double ScaledNormalTail(double x)
    {
        if (!(x > 3))
            return 0.5 * Erfc(x * RootHalf) * Math.Exp(0.5 * x * x);
        double tail = x;
        for (int n = 120; n > 0; n--)
            tail = x + n / tail;
        return InverseRootTwoPi / tail;
    }
}
