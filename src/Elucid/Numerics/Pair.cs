using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>A number as high + low, low below an ulp of high: about twice the digits of one, for the middle of a formula that would otherwise round too often.</summary>
/// <remarks>
/// After Dekker 1971, Numerische Mathematik 18, with one multiply-add for the rounding error of a product. Errors of low itself are let go: they are some 2^-40
/// in float. Sums ask for the larger number first, which saves three operations.
/// </remarks>
internal readonly struct Pair<V>(V high, V low) where V : struct, ILane<V>
{
    public readonly V High = high, Low = low;

    /// <summary>e^(x + rest), for x ≤ 80.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Exp(V x, V rest)
    {
        V high = V.Exp(x, rest, out V low);
        return new(high, low);
    }

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Product(V a, V b)
    {
        V high = V.TwoProduct(a, b, out V low);
        return new(high, low);
    }

    /// <summary>larger + smaller, for |larger| ≥ |smaller|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator +(V larger, Pair<V> smaller)
    {
        V sum = larger + smaller.High;
        return new(sum, smaller.High - (sum - larger) + smaller.Low);
    }

    /// <summary>larger + smaller, for |larger| ≥ |smaller|.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator +(Pair<V> larger, V smaller)
    {
        V sum = larger.High + smaller;
        return new(sum, smaller - (sum - larger.High) + larger.Low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator *(V a, Pair<V> b)
    {
        V product = V.TwoProduct(a, b.High, out V low);
        return new(product, V.MultiplyAdd(a, b.Low, low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator *(Pair<V> a, Pair<V> b)
    {
        V product = V.TwoProduct(a.High, b.High, out V low);
        return new(product, V.MultiplyAdd(a.High, b.Low, V.MultiplyAdd(a.Low, b.High, low)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator -(Pair<V> a) => new(-a.High, -a.Low);

    /// <summary>a / b, rounded to one number: within 0.6 ulp for about the price of the division.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V operator /(Pair<V> a, Pair<V> b)
    {
        V inverse = V.Of(1) / b.High;
        V quotient = a.High * inverse;
        V remainder = V.MultiplyAdd(-quotient, b.High, a.High) + V.MultiplyAdd(-quotient, b.Low, a.Low);
        return V.MultiplyAdd(remainder, inverse, quotient);
    }
}
