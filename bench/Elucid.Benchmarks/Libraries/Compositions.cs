using System.Numerics;
using static System.Numerics.Tensors.TensorPrimitives;

namespace Benchmarks.Libraries;

/// <summary>A function made of passes over spans.</summary>
/// <param name="x">Inputs.</param>
/// <param name="y">Outputs.</param>
/// <param name="t">Memory for a value in between, as long.</param>
delegate void Composition<T>(ReadOnlySpan<T> x, Span<T> y, Span<T> t);

/// <summary>What a .NET developer composes from <c>TensorPrimitives</c>, which has sigmoid and tanh but no other activation, and no erf for
/// GELU.</summary>
static class Compositions<T> where T : unmanaged, IFloatingPointIeee754<T>
{
    // As in Elucid's catalog; gelu-tanh is ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))).
    static readonly T SeluScale = Of(1.0507009873554805), SeluAlpha = Of(1.6732632423543772), Slope = Of(0.01),
        RootTwoOverPi = Of(0.7978845608028654), Cubic = Of(0.044715), Half = Of(0.5), Three = Of(3), Six = Of(6);

    public static IReadOnlyDictionary<string, Composition<T>> Functions { get; } = new Dictionary<string, Composition<T>>
    {
        ["elu"] = (x, y, t) => Elu(T.One, x, y, t),
        ["elu:alpha=1.5"] = (x, y, t) => Elu(Of(1.5), x, y, t),
        ["celu"] = (x, y, t) => Elu(T.One, x, y, t),
        ["selu"] = (x, y, t) =>
        {
            Elu(SeluAlpha, x, y, t);
            Multiply(y, SeluScale, y);
        },
        ["relu"] = (x, y, _) => Max(x, T.Zero, y),
        ["leaky-relu"] = (x, y, t) =>
        {
            Multiply(x, Slope, t);
            Max(x, t, y);
        },
        ["gelu-tanh"] = (x, y, t) =>
        {
            Multiply(x, x, t);
            Multiply(t, Cubic, t);
            Add(t, T.One, t);
            Multiply(t, x, t);
            Multiply(t, RootTwoOverPi, t);
            Tanh(t, t);
            Add(t, T.One, t);
            Multiply(t, x, t);
            Multiply(t, Half, y);
        },
        ["swish"] = (x, y, t) =>
        {
            Sigmoid(x, t);
            Multiply(x, t, y);
        },
        ["mish"] = (x, y, t) =>
        {
            Softplus(x, y, t);
            Tanh(y, t);
            Multiply(x, t, y);
        },
        ["softplus"] = Softplus,
        ["sigmoid"] = (x, y, _) => Sigmoid(x, y),
        ["tanh"] = (x, y, _) => Tanh(x, y),
        ["hard-swish"] = (x, y, t) =>
        {
            Add(x, Three, t);
            Clamp(t, T.Zero, Six, t);
            Multiply(x, t, t);
            Divide(t, Six, y);
        },
    };

    // max(x, 0) + α·(e^min(x, 0) − 1).
    static void Elu(T alpha, ReadOnlySpan<T> x, Span<T> y, Span<T> t)
    {
        Min(x, T.Zero, t);
        ExpM1<T>(t, t);
        if (alpha != T.One)
            Multiply(t, alpha, t);
        Max(x, T.Zero, y);
        Add(y, t, y);
    }

    // max(x, 0) + ln(1 + e^−|x|), which cannot overflow.
    static void Softplus(ReadOnlySpan<T> x, Span<T> y, Span<T> t)
    {
        Abs(x, t);
        Negate<T>(t, t);
        Exp<T>(t, t);
        LogP1<T>(t, t);
        Max(x, T.Zero, y);
        Add(y, t, y);
    }

    static T Of(double value) => T.CreateTruncating(value);
}
