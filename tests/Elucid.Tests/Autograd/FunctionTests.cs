using Elucid.Numerics;

namespace Elucid.Tests.Autograd;

/// <summary>Functions of one number that are no activations, and numbers as operands. PyTorch's values are in OperationGoldenTests.</summary>
public sealed class FunctionTests
{
    const float Infinity = float.PositiveInfinity, NaN = float.NaN, Smallest = float.Epsilon;

    static readonly float[] Extremes = [0, -0f, Infinity, -Infinity, NaN, Smallest, -Smallest, -1, float.MaxValue];

    static readonly Dictionary<string, (Func<Tensor, Tensor> F, Func<double, double> Exact)> Functions = new()
    {
        ["exp"] = (Ops.Exp, Math.Exp),
        ["log"] = (Ops.Log, Math.Log),
        ["sqrt"] = (Ops.Sqrt, Math.Sqrt),
        ["rsqrt"] = (Ops.Rsqrt, x => 1 / Math.Sqrt(x)),
        ["abs"] = (Ops.Abs, Math.Abs),
        ["square"] = (Ops.Square, x => x * x),
        ["pow 3"] = (x => Ops.Pow(x, 3), x => x * x * x),
        ["pow -1"] = (x => Ops.Pow(x, -1), x => 1 / x),
        ["pow 4"] = (x => Ops.Pow(x, 4), x => Math.Pow(x, 4)),
        ["pow -5"] = (x => Ops.Pow(x, -5), x => Math.Pow(x, -5)),
        ["pow 0"] = (x => Ops.Pow(x, 0), x => Math.Pow(x, 0)),
        ["pow 1.7"] = (x => Ops.Pow(x, 1.7), x => Math.Pow(x, 1.7)),
        ["pow -0.3"] = (x => Ops.Pow(x, -0.3), x => Math.Pow(x, -0.3)),
        ["pow 1/3"] = (x => Ops.Pow(x, 1.0 / 3), x => Math.Pow(x, 1.0 / 3)),
        ["clamp"] = (x => Ops.Clamp(x, -0.5, 3), x => Math.Clamp(x, -0.5, 3)),
        ["x + 1.5"] = (x => x + 1.5, x => x + 1.5),
        ["1.5 + x"] = (x => 1.5 + x, x => 1.5 + x),
        ["x - 2"] = (x => x - 2, x => x - 2),
        ["2 - x"] = (x => 2 - x, x => 2 - x),
        ["x * 0.75"] = (x => x * 0.75, x => x * 0.75),
        ["3 * x"] = (x => 3 * x, x => 3 * x),
        ["x / 3"] = (x => x / 3, x => x / 3),
        ["3 / x"] = (x => 3 / x, x => 3 / x),
    };

    public static TheoryData<string> Names => [.. Functions.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Values_are_within_two_ulps_and_extremes_are_those_of_IEEE_754(string name)
    {
        (Func<Tensor, Tensor> f, Func<double, double> exact) = Functions[name];
        RandomStream random = new(7);
        float[] magnitudes = [.. Enumerable.Range(0, 500).Select(_ => MathF.ScaleB(1 + random.NextSingle(), random.NextInt32(250) - 125))];
        float[] points = [.. Extremes, .. magnitudes, .. magnitudes.Select(x => -x), .. magnitudes.Select(x => MathF.Exp(8 * MathF.Log2(x) / 125))];
        Tensor y = f(new Tensor([points.Length], points));
        for (int i = 0; i < points.Length; i++)
        {
            float expected = (float)exact(points[i]), actual = y.Values[i];
            // Without fused multiply-add an argument may be one ulp off, and exponential functions of large ones with it.
            double allowed = 2.0 * Math.Max(Smallest, Math.Abs(MathF.BitIncrement(Math.Abs(expected)) - (double)Math.Abs(expected)));
            bool isSame = expected.Equals(actual) && float.IsNegative(expected) == float.IsNegative(actual) || float.IsNaN(expected)
                && float.IsNaN(actual);
            Assert.True(isSame
                || Math.Abs((double)expected - actual) <= allowed, $"{name} of {points[i]:R}: expected {expected:R}, but got {actual:R}.");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Gradients_agree_with_differences(string name)
    {
        Tensor x = Grid.Between([5, 23], seed: 1, 1.5f, 2.5f);
        GradientCheck.Run(() => Functions[name].F(x), x);
    }

    [Theory]
    [InlineData(new int[0]), InlineData(new[] { 1 }), InlineData(new[] { 0, 3 }), InlineData(new[] { 1, 1, 1 })]
    public void Small_and_empty_shapes_stay_what_they_are(int[] shape)
    {
        foreach ((Func<Tensor, Tensor> f, _) in Functions.Values)
        {
            Tensor x = Tensor.Full(new Shape(shape), 0.5, requiresGradient: true);
            using Tape tape = Tape.Start();
            Tensor y = f(x);
            Assert.Equal(x.Shape, y.Shape);
            tape.Backward(Ops.Sum(y));
            Assert.Equal(x.Shape.Size, x.Gradient.Length);
        }
    }

    [Fact]
    public void Derivatives_at_kinks_and_limits_are_those_the_documents_state()
    {
        Assert.Equal([-1, 0, 1, NaN], Derivatives(Ops.Abs, -2, 0, 2, NaN));
        Assert.Equal([0, 1, 1, 1, 0, NaN], Derivatives(x => Ops.Clamp(x, -1, 1), -1.5f, -1, 0, 1, 1.5f, NaN));
        Assert.Equal([0, 0, 0], Derivatives(x => Ops.Clamp(x, 1, -1), -2, 0, 2));
        Assert.Equal([Infinity, 0.5f, NaN], Derivatives(Ops.Sqrt, 0, 1, -1));
        Assert.Equal([Infinity, 1, 0], Derivatives(Ops.Log, 0, 1, Infinity));
        Assert.Equal([0, 0, 0], Derivatives(x => Ops.Pow(x, 0), 0, -1, 2));
        Assert.Equal([1, 1], Derivatives(x => Ops.Pow(x, 1), 0, -3));
        Assert.Equal(
            [Infinity, 1.5f], Derivatives(x => Ops.Pow(x, 1.5) + 1e30f * Ops.Sqrt(x), 0, 1).Select(d => d > 1e29f && d < Infinity ? 1.5f : d));
    }

    [Fact]
    public void A_number_with_an_operator_is_rounded_to_float()
    {
        Tensor x = new([2], [1, -3]);
        Assert.Equal([1.1f, 0.1f * -3], (x * 0.1 + new Tensor([2], [1, 0])).Values.ToArray());
        Assert.Equal([0.9f, 4.9f], [(1.9 - x).Values[0], (1.9f - x).Values[1]]);
    }

    [Fact]
    public void Bounds_and_exponents_must_be_numbers()
    {
        Tensor x = new([1]);
        Assert.Equal(
            "Clamp: expected two bounds, but got NaN and 1. An infinite one bounds nothing.",
            Assert.Throws<ArgumentException>(() => Ops.Clamp(x, double.NaN, 1)).Message);
        Assert.StartsWith(
            "Pow: expected a finite exponent, but got Infinity.",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.Pow(x, double.PositiveInfinity)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_function_of_ones_own_needs_no_name()
    {
        Tensor x = Grid.Tensor([3, 17], seed: 2);
        GradientCheck.Run(() => Ops.Apply(new Cosh(), x), x);
    }

    readonly struct Cosh : IUnaryFunction
    {
        public V Forward<V>(V x) where V : struct, ILane<V> => V.Of(0.5) * (V.Exp(x) + V.Exp(-x));

        public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(0.5) * (V.Exp(x) - V.Exp(-x));
    }

    static float[] Derivatives(Func<Tensor, Tensor> f, params float[] points)
    {
        Tensor x = new([points.Length], points, requiresGradient: true);
        using Tape tape = Tape.Start();
        tape.Backward(Ops.Sum(f(x)));
        return x.Gradient.ToArray();
    }
}
