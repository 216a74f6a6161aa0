using Elucid.Numerics;

namespace Elucid.Tests.Numerics;

public sealed unsafe class DoubleLaneMathTests
{
    delegate V Function<V>(V x);

    sealed record Case(string Name, double MaxUlp, double[] Inputs,
        Function<DoubleLane8> Of8, Function<DoubleLane4> Of4, Function<DoubleLane2> Of2, Function<DoubleLane1> Of1, Function<WideLane> Exact);

    static readonly Case[] Cases =
    [
        new("exp", 0.9, Doubles.Sample, DoubleLane8.Exp, DoubleLane4.Exp, DoubleLane2.Exp, DoubleLane1.Exp, WideLane.Exp),
        new("scaled exp", 1, Doubles.NonPositive, Exp, Exp, Exp, Exp, Exp),
        new("expm1", 1.1, Doubles.Sample, DoubleLane8.ExpM1, DoubleLane4.ExpM1, DoubleLane2.ExpM1, DoubleLane1.ExpM1, WideLane.ExpM1),
        new("expm1 below 0", 0.9, Doubles.NonPositive, DoubleLane8.ExpM1NonPositive, DoubleLane4.ExpM1NonPositive, DoubleLane2.ExpM1NonPositive,
            DoubleLane1.ExpM1NonPositive, WideLane.ExpM1NonPositive),
        new("scaled expm1", 0.9, Doubles.NonPositive, ExpM1, ExpM1, ExpM1, ExpM1, ExpM1),
        new("log", 1, Doubles.Sample, DoubleLane8.Log, DoubleLane4.Log, DoubleLane2.Log, DoubleLane1.Log, WideLane.Log),
        new("log1p", 1, Doubles.Sample, DoubleLane8.Log1P, DoubleLane4.Log1P, DoubleLane2.Log1P, DoubleLane1.Log1P, WideLane.Log1P),
        new("ln(1 + exp)", 0.8, Doubles.NonPositive, Log1PExp, Log1PExp, Log1PExp, Log1PExp, Log1PExp),
        new("tanh", 1.8, Doubles.Sample, DoubleLane8.Tanh, DoubleLane4.Tanh, DoubleLane2.Tanh, DoubleLane1.Tanh, WideLane.Tanh),
        new("sigmoid", 1.6, Doubles.Sample, DoubleLane8.Sigmoid, DoubleLane4.Sigmoid, DoubleLane2.Sigmoid, DoubleLane1.Sigmoid, WideLane.Sigmoid),
        new("erf", 1.25, Doubles.Sample, DoubleLane8.Erf, DoubleLane4.Erf, DoubleLane2.Erf, DoubleLane1.Erf, WideLane.Erf),
        new("normal cdf", 1.7, Doubles.Sample, Cdf, Cdf, Cdf, Cdf, Cdf),
        new("normal density", 1.3, Doubles.Sample, Density, Density, Density, Density, Density),
        new("scaled normal tail", 1.2, [.. Doubles.Sample.Where(x => x is >= 0 and <= 39)], Tail, Tail, Tail, Tail, Tail),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_function_is_within_its_stated_error_of_the_wider_lane(string name)
    {
        Case c = Cases.Single(c => c.Name == name);
        foreach (double x in c.Inputs)
        {
            double y = c.Of1(new(x)).Value, ulp = Ulp.Error(y, c.Exact(new(x)));
            Assert.True(ulp <= Ulp.Allowed(c.MaxUlp), $"{name}({x:R}) = {y:R}, expected {c.Exact(new(x)).Value:R}: {ulp:F2} ulp");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_width_gives_the_same_bits(string name)
    {
        Case c = Cases.Single(c => c.Name == name);
        double[] x = c.Inputs, y8 = Apply(c.Of8, x), y4 = Apply(c.Of4, x), y2 = Apply(c.Of2, x), y1 = Apply(c.Of1, x);
        for (int i = 0; i < x.Length / 8 * 8; i++)
            Assert.True(SameBits(y8[i], y1[i]) && SameBits(y4[i], y1[i])
                && SameBits(y2[i], y1[i]), $"{name}({x[i]:R}): {y8[i]:R} {y4[i]:R} {y2[i]:R} {y1[i]:R}");
    }

    [Theory]
    [InlineData(0.1), InlineData(0.5), InlineData(1.0), InlineData(1.3), InlineData(1.9999999999), InlineData(3.7), InlineData(1e30)]
    public void Scaled_exponentials_are_within_1_ulp_for_any_scale(double scale)
    {
        foreach (double x in Doubles.NonPositive.Where((_, i) => i % 5 == 0))
        {
            double expM1 = DoubleLane1.ExpM1NonPositive(new(x), new(scale)).Value, exp = DoubleLane1.Exp(new(x), default, new(scale)).Value;
            Assert.True(Ulp.Error(expM1, new WideLane(scale) * WideLane.ExpM1(new(x))) <= Ulp.Allowed(1), $"{scale} · expm1({x:R}) = {expM1:R}");
            Assert.True(Ulp.Error(exp, new WideLane(scale) * WideLane.Exp(new(x))) <= Ulp.Allowed(1), $"{scale} · exp({x:R}) = {exp:R}");
        }
    }

    [Fact]
    public void Odd_functions_and_their_kin_keep_minus_zero()
    {
        foreach (Function<DoubleLane1> f in new Function<DoubleLane1>[] { DoubleLane1.ExpM1, DoubleLane1.Log1P, DoubleLane1.Tanh, DoubleLane1.Erf })
            Assert.True(SameBits(-0.0, f(new(-0.0)).Value));
    }

    [Fact]
    public void Exp_reaches_the_smallest_subnormal_and_the_largest_number()
    {
        Assert.Equal(double.Epsilon, DoubleLane1.Exp(new(-745.1)).Value);
        Assert.Equal(double.Epsilon, DoubleLane8.Exp(DoubleLane8.Of(-745.1)).Value[0]);
        Assert.Equal(0, DoubleLane1.Exp(new(-745.2)).Value);
        Assert.Equal(1.7976931348622732e308, DoubleLane1.Exp(new(709.782712893384)).Value, 1e293);
        Assert.Equal(double.PositiveInfinity, DoubleLane1.Exp(new(709.79)).Value);
    }

    [Fact]
    public void Exp_and_its_low_part_have_more_digits_than_a_double()
    {
        foreach (double x in Doubles.Sample.Where(x => x is > -650 and < 80))
        {
            double high = DoubleLane1.Exp(new(x), default, out DoubleLane1 low).Value;
            WideLane exact = WideLane.Exp(new(x)), error = (exact - new WideLane(high) - new WideLane(low.Value)) / exact;
            Assert.True(Math.Abs(error.Value) <= Ulp.Allowed(Math.ScaleB(1, -54)), $"e^{x:R} = {high:R} + {low.Value:R}");
        }
    }

    static double[] Apply<V>(Function<V> f, double[] x) where V : struct, ILaneOf<V, double>
    {
        var y = new double[x.Length];
        fixed (double* source = x, destination = y)
        {
            for (int i = 0; i + V.Count <= x.Length; i += V.Count)
                V.Store(f(V.Load(source, (nuint)i)), destination, (nuint)i);
        }
        return y;
    }

    static V Exp<V>(V x) where V : struct, ILane<V> => V.Exp(x, V.Of(0), V.Of(1.3));

    static V ExpM1<V>(V x) where V : struct, ILane<V> => V.ExpM1NonPositive(x, V.Of(1.3));

    static V Log1PExp<V>(V x) where V : struct, ILane<V> => V.Log1PExpNonPositive(x, V.Of(0), out V low) + low;

    static V Tail<V>(V x) where V : struct, ILane<V> => V.ScaledNormalTail(x, out V low) + low;

    static V Cdf<V>(V x) where V : struct, ILane<V> => V.NormalCdf(x, out _);

    static V Density<V>(V x) where V : struct, ILane<V>
    {
        V.NormalCdf(x, out V density);
        return density;
    }

    // Two NaNs may differ in their payload.
    static bool SameBits(double a, double b) =>
        BitConverter.DoubleToInt64Bits(a) == BitConverter.DoubleToInt64Bits(b) || (double.IsNaN(a) && double.IsNaN(b));
}
