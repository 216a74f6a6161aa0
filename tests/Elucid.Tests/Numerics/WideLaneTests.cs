using System.Text.Json;
using Elucid.Numerics;
using Elucid.Tests.Golden;

namespace Elucid.Tests.Numerics;

/// <summary>The reference of the double lanes against values of 40 digits; make_wide.py writes them.</summary>
public sealed class WideLaneTests
{
    static readonly JsonElement File = GoldenFile.Read("wide.json");

    static readonly Dictionary<string, Func<WideLane, WideLane>> Functions = new()
    {
        ["exp"] = WideLane.Exp,
        ["expm1"] = WideLane.ExpM1,
        ["log"] = WideLane.Log,
        ["log1p"] = WideLane.Log1P,
        ["tanh"] = WideLane.Tanh,
        ["sigmoid"] = WideLane.Sigmoid,
        ["erf"] = WideLane.Erf,
        ["normal cdf"] = x => WideLane.NormalCdf(x, out _),
        ["normal density"] = Density,
        ["scaled normal tail"] = x => WideLane.ScaledNormalTail(x, out _),
        ["sqrt"] = WideLane.Sqrt,
    };

    public static TheoryData<string> Names => [.. File.EnumerateObject().Select(property => property.Name)];

    // 2^-100 is 2^48 times finer than a double; the series of the normal distribution loses 26 bits to cancellation at its end.
    [Theory, MemberData(nameof(Names))]
    public void Every_function_has_a_hundred_bits_and_the_normal_tail_75(string name)
    {
        int bits = name is "normal cdf" or "scaled normal tail" ? 75 : 100;
        foreach (JsonElement point in File.GetProperty(name).EnumerateArray())
        {
            double[] numbers = point.Doubles();
            WideLane exact = new(numbers[1], numbers[2], (int)numbers[3]), got = Functions[name](new(numbers[0]));
            double error = numbers[1] == 0 ? got.Value : ((got - exact) / exact).Value;
            Assert.True(Math.Abs(error) <= Math.ScaleB(1, -bits), $"{name}({numbers[0]:R}) = {got.Value:R} with a relative error of {error:E2}");
        }
    }

    [Fact]
    public void Special_values_are_those_of_the_functions()
    {
        WideLane infinity = new(double.PositiveInfinity), minusZero = new(-0.0);
        Assert.Equal(double.PositiveInfinity, WideLane.Exp(infinity).Value);
        Assert.Equal(0, WideLane.Exp(-infinity).Value);
        Assert.Equal(-1, WideLane.ExpM1(-infinity).Value);
        Assert.Equal(1, WideLane.Tanh(infinity).Value);
        Assert.Equal(-1, WideLane.Erf(-infinity).Value);
        Assert.Equal(double.NegativeInfinity, WideLane.Log(minusZero).Value);
        Assert.Equal(double.NegativeInfinity, WideLane.Log1P(new(-1)).Value);
        Assert.Equal(0, WideLane.NormalCdf(-infinity, out WideLane density).Value);
        Assert.Equal(0, density.Value);
        Assert.All(Functions.Values, f => Assert.True(double.IsNaN(f(new(double.NaN)).Value)));
        foreach (string odd in new[] { "expm1", "log1p", "tanh", "erf" })
            Assert.True(double.IsNegative(Functions[odd](minusZero).Value), odd);
    }

    [Fact]
    public void Arithmetic_keeps_what_doubles_lose()
    {
        WideLane third = new WideLane(1) / new WideLane(3), tiny = new(double.Epsilon);
        Assert.Equal(1, (third * new WideLane(3)).Value);
        Assert.Equal(Math.ScaleB(1, -90), (new WideLane(1) + new WideLane(Math.ScaleB(1, -90)) - new WideLane(1)).Value);
        Assert.Equal(1, (tiny * tiny / tiny / tiny).Value);
        Assert.Equal(-2148, (tiny * tiny).Exponent);
    }

    static WideLane Density(WideLane x)
    {
        WideLane.NormalCdf(x, out WideLane density);
        return density;
    }
}
