using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>x to the power of a constant, for floats, as IEEE 754's <c>pow</c> has it: of a negative x only whole exponents are numbers, and anything
/// to the power of 0 is 1.</summary>
internal readonly struct Power(double exponent) : IUnaryFunction
{
    // e to twice this is infinite, and to minus twice this 0, in float.
    const double Reach = 75;

    readonly double _exponent = exponent;
    readonly bool _isWhole = exponent == Math.Floor(exponent), _isOdd = Math.Abs(exponent % 2) == 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V>
    {
        if (_exponent == 0)
            return V.Of(1);
        V power = OfPositive(_isWhole ? V.Abs(x) : V.WhereLess(x, V.Of(-float.MaxValue), -x, x));       // −∞ counts as even
        return _isOdd ? V.CopySign(power, x) : power;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> =>
        _exponent == 0 ? V.Of(0) : V.Of(_exponent) * new Power(_exponent - 1).Forward(x);

    // e^(exponent · ln x). What the logarithm and the product lack would be multiplied by the exponent and by ln x, a hundred times and more: both
    // are found. √x and half the exponent keep all that is between within what the exponential function takes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    V OfPositive<V>(V x) where V : struct, ILane<V>
    {
        V root = V.Sqrt(x), log = V.Log(root);
        // the square of a large root, rounded up, would be infinite
        V scale = V.WhereLess(V.Of(1), x, V.Of(0.5), V.Of(1)), scaled = scale * scale * x;
        V square = V.TwoProduct(scale * root, scale * root, out V low);
        V rest = (scaled - square - low) / scaled;                  // x = root² · (1 + rest)
        Pair<V> ratio = root * Pair<V>.Exp(new(-log, V.Of(0)));     // root / e^log, which is nearly 1
        V lack = ratio.High - V.Of(1) + ratio.Low;
        lack = V.MultiplyAdd(V.Of(-0.5) * lack, lack, V.MultiplyAdd(V.Of(0.5), rest, lack));
        V half = V.TwoProduct(V.Of(_exponent), log, out V halfLow);
        halfLow += V.MultiplyAdd(V.Of(_exponent), lack, V.RestOf(_exponent) * log);
        halfLow = V.WhereLess(V.Abs(half), V.Of(Reach), halfLow, V.Of(0));      // of infinities it would be NaN
        Pair<V> power = Pair<V>.Exp(new(V.Min(V.Of(Reach), V.Max(V.Of(-Reach), half)), halfLow));
        power *= power;
        return V.WhereLess(power.High, V.Of(float.MaxValue), power.High + power.Low, power.High);
    }
}

/// <summary>x³, which costs two products.</summary>
internal readonly struct Cubing : IUnaryFunction
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Forward<V>(V x) where V : struct, ILane<V> => x * x * x;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public V Derivative<V>(V x) where V : struct, ILane<V> => V.Of(3) * x * x;
}
