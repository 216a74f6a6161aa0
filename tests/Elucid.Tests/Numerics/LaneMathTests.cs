using System.Numerics;
using Elucid.Numerics;

namespace Elucid.Tests.Numerics;

public sealed class LaneMathTests
{
    delegate V Function<V>(V x);

    sealed record Case(
        string Name, double MaxUlp, Function<Lane16> Of16, Function<Lane8> Of8, Function<Lane4> Of4, Function<Lane1> Of1,
        Function<DoubleLane1> Exact);

    static readonly Case[] Cases =
    [
        new("exp", 0.9, Lane16.Exp, Lane8.Exp, Lane4.Exp, Lane1.Exp, DoubleLane1.Exp),
        new("expm1", 1, Lane16.ExpM1, Lane8.ExpM1, Lane4.ExpM1, Lane1.ExpM1, DoubleLane1.ExpM1),
        new("log", 1, Lane16.Log, Lane8.Log, Lane4.Log, Lane1.Log, DoubleLane1.Log),
        new("log1p", 2, Lane16.Log1P, Lane8.Log1P, Lane4.Log1P, Lane1.Log1P, DoubleLane1.Log1P),
        new("high part of exp", 0.9, ExpHigh, ExpHigh, ExpHigh, ExpHigh, ExpHigh),
        new("3 · e^(x + 2^-10)", 0.9, ScaledExp, ScaledExp, ScaledExp, ScaledExp, ScaledExp),
        new("3 · expm1(x + 2^-26 x)", 0.95, ScaledExpM1, ScaledExpM1, ScaledExpM1, ScaledExpM1, ScaledExpM1),
        new("log1p exp", 2, Log1PExp, Log1PExp, Log1PExp, Log1PExp, Log1PExp),
        new("scaled normal tail", 1.5, NormalTail, NormalTail, NormalTail, NormalTail, NormalTail),
        new("tanh", 2, Lane16.Tanh, Lane8.Tanh, Lane4.Tanh, Lane1.Tanh, DoubleLane1.Tanh),
        new("sigmoid", 1.7, Lane16.Sigmoid, Lane8.Sigmoid, Lane4.Sigmoid, Lane1.Sigmoid, DoubleLane1.Sigmoid),
        new("erf", 2, Lane16.Erf, Lane8.Erf, Lane4.Erf, Lane1.Erf, DoubleLane1.Erf),
        new("normal cdf", 2.5, x => Lane16.NormalCdf(x, out _), x => Lane8.NormalCdf(x, out _), x => Lane4.NormalCdf(x, out _), x =>
            Lane1.NormalCdf(x, out _), x => DoubleLane1.NormalCdf(x, out _)),
        new("normal density", 1.5, Density, Density, Density, Density, Density),
    ];

    public static TheoryData<string> Names => [.. Cases.Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Every_function_is_within_its_stated_error(string name)
    {
        Case c = Cases.Single(c => c.Name == name);
        foreach (float x in Floats.Sample)
        {
            float y = c.Of1(new(x)).Value;
            Assert.True(Ulp.Error(y, c.Exact(new(x)).Value) <= Ulp.Allowed(c.MaxUlp), $"{name}({x:R}) = {y:R}, expected {c.Exact(new(x)).Value:R}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_width_gives_the_same_bits(string name)
    {
        Case c = Cases.Single(c => c.Name == name);
        float[] x = Floats.Sample, y16 = Apply(c.Of16, x), y8 = Apply(c.Of8, x), y4 = Apply(c.Of4, x), y1 = Apply(c.Of1, x);
        for (int i = 0; i < x.Length / 16 * 16; i++)
            Assert.True(SameBits(y16[i], y1[i]) && SameBits(y8[i], y1[i])
                && SameBits(y4[i], y1[i]), $"{name}({x[i]:R}): {y16[i]:R} {y8[i]:R} {y4[i]:R} {y1[i]:R}");
    }

    [Theory]
    [InlineData(0.1f), InlineData(0.5f), InlineData(1f), InlineData(1.3f), InlineData(1.7580993f), InlineData(1.9999999f), InlineData(3.7f),
        InlineData(1000f)]
    public void Scaled_expm1_is_within_1_ulp_for_any_scale(float scale)
    {
        foreach (float x in Floats.Every(9_973, -float.MaxValue, -1e-35f))
        {
            float y = Lane1.ExpM1NonPositive(new(x), new(scale)).Value;
            Assert.True(Ulp.Error(y, scale * DoubleLane1.ExpM1(new(x)).Value) <= Ulp.Allowed(1), $"{scale} · expm1({x:R}) = {y:R}");
        }
    }

    [Fact]
    public void High_and_low_part_of_exp_have_more_digits_than_a_float()
    {
        foreach (float x in Floats.Every(99_991, -80, 80))
        {
            Lane1 high = Lane1.Exp(new(x), new(0), out Lane1 low);
            double exact = Math.Exp(x);
            Assert.True(Math.Abs((double)high.Value + low.Value - exact) <= Ulp.Allowed(2e-8) * exact, $"exp({x:R})");
        }
    }

    [Fact]
    public void A_product_and_what_it_lost_are_exact()
    {
        foreach (float x in Floats.Every(999_983, 1e-10f, 1e10f))
        {
            Lane1 product = Lane1.TwoProduct(new(x), new(-1.2345679f), out Lane1 low);
            Assert.Equal(x * (double)-1.2345679f, (double)product.Value + low.Value);
        }
    }

    [Fact]
    public void Odd_functions_and_their_kin_keep_minus_zero()
    {
        foreach (Function<Lane1> f in new Function<Lane1>[] { Lane1.ExpM1, Lane1.Log1P, Lane1.Tanh, Lane1.Erf })
            Assert.Equal(BitConverter.SingleToInt32Bits(-0f), BitConverter.SingleToInt32Bits(f(new(-0f)).Value));
    }

    [Fact]
    public void Exp_reaches_the_smallest_subnormal()
    {
        Assert.Equal(float.Epsilon, Lane16.Exp(Lane16.Of(-103.9f)).Value[0]);
        Assert.Equal(float.Epsilon, Lane1.Exp(new(-103.9f)).Value);
        Assert.Equal(0f, Lane1.Exp(new(-104f)).Value);
    }

    [Fact]
    public void Max_and_min_return_the_second_operand_if_either_is_nan_or_both_are_zeros()
    {
        MaxAndMinReturnTheSecond<Lane16, float>();
        MaxAndMinReturnTheSecond<Lane8, float>();
        MaxAndMinReturnTheSecond<Lane4, float>();
        MaxAndMinReturnTheSecond<Lane1, float>();
        MaxAndMinReturnTheSecond<DoubleLane8, double>();
        MaxAndMinReturnTheSecond<DoubleLane4, double>();
        MaxAndMinReturnTheSecond<DoubleLane2, double>();
        MaxAndMinReturnTheSecond<DoubleLane1, double>();
    }

    static void MaxAndMinReturnTheSecond<V, T>() where V : struct, ILaneOf<V, T> where T : unmanaged, IFloatingPoint<T>
    {
        if (!V.IsSupported)
            return;                                     // emulated lanes, which kernels never use, have the contract of what emulates them
        foreach ((double a, double b) in new[] { (double.NaN, 3), (3, double.NaN), (0.0, -0.0), (-0.0, 0.0) })
        {
            Assert.True(SameBits((float)b, First<V, T>(V.Max(V.Of(a), V.Of(b)))), $"max({a}, {b}) of {typeof(V).Name}");
            Assert.True(SameBits((float)b, First<V, T>(V.Min(V.Of(a), V.Of(b)))), $"min({a}, {b}) of {typeof(V).Name}");
        }
    }

    static unsafe float First<V, T>(V value) where V : struct, ILaneOf<V, T> where T : unmanaged, IFloatingPoint<T>
    {
        T* elements = stackalloc T[V.Count];
        V.Store(value, elements, 0);
        return float.CreateTruncating(elements[0]);
    }

    // Values from 30-digit arithmetic (mpmath).
    [Theory]
    [InlineData("expm1", 1e-10, 1.00000000005000000000167e-10)]
    [InlineData("expm1", -0.3, -0.259181779318282133935)]
    [InlineData("expm1", -40.0, -0.999999999999999995752)]
    [InlineData("log1p", 1e-10, 9.9999999995000000000333e-11)]
    [InlineData("log1p", -0.7, -1.20397280432593588763)]
    [InlineData("erf", 0.1, 0.112462916018284892203)]
    [InlineData("erf", 1.5, 0.966105146475310727067)]
    [InlineData("erf", 2.5, 0.999593047982555041060)]
    [InlineData("sigmoid", -30.0, 9.35762296883929844e-14)]
    [InlineData("normal cdf", -1.0, 0.158655253931457051414)]
    [InlineData("normal cdf", -5.0, 2.86651571879193912e-7)]
    [InlineData("normal cdf", -10.0, 7.61985302416052606e-24)]
    public void The_double_lane_is_exact_to_1e_13(string name, double x, double exact)
    {
        double y = Cases.Single(c => c.Name == name).Exact(new(x)).Value;
        Assert.True(Math.Abs(y - exact) <= 1e-13 * Math.Abs(exact), $"{name}({x}) = {y:R}, expected {exact:R}");
    }

    static float[] Apply<V>(Function<V> f, float[] x) where V : struct, IVectorLane<V>
    {
        var y = new float[x.Length];
        for (int i = 0; i + V.Count <= x.Length; i += V.Count)
            V.Store(f(V.Load(ref x[0], (nuint)i)), ref y[0], (nuint)i);
        return y;
    }

    static V ExpHigh<V>(V x) where V : struct, ILane<V> => V.Exp(V.Min(V.Of(80), x), V.Of(0), out _);

    static V ScaledExp<V>(V x) where V : struct, ILane<V> => V.Exp(V.Min(V.Of(0), x), V.Of(0.0009765625), V.Of(3));

    static V ScaledExpM1<V>(V x) where V : struct, ILane<V>
    {
        x = V.Max(V.Of(-1e6), V.Min(V.Of(-1e-30), x));
        return V.ExpM1NonPositive(x, V.Of(1.0 / (1 << 26)) * x, V.Of(3));
    }

    static V Log1PExp<V>(V x) where V : struct, ILane<V>
    {
        V y = V.Log1PExpNonPositive(V.Min(V.Of(0), x), V.Of(0), out V low);
        return y + low;
    }

    static V NormalTail<V>(V x) where V : struct, ILane<V>
    {
        V y = V.ScaledNormalTail(V.Min(V.Of(14.5), V.Abs(x)), out V low);
        return y + low;
    }

    static V Density<V>(V x) where V : struct, ILane<V>
    {
        V.NormalCdf(x, out V density);
        return density;
    }

    // Two NaNs may differ in their payload.
    static bool SameBits(float a, float b) =>
        BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b) || (float.IsNaN(a) && float.IsNaN(b));
}
