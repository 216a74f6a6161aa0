using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>A number as high + low, low below an ulp of high: about twice the digits of one, for the middle of a formula that would otherwise round
/// too often.</summary>
/// <remarks>
/// After Dekker 1971, Numerische Mathematik 18, with one multiply-add for the rounding error of a product. Errors of low itself are let go: they are
/// some 2^-40 in float. Sums ask for the larger number first, which saves three operations.
/// </remarks>
internal readonly struct Pair<V>(V high, V low) where V : struct, ILane<V>
{
    public readonly V High = high, Low = low;

    /// <summary>The same constant in every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Of(double high, double low) => new(V.Of(high), V.Of(low));

    /// <summary>e^x, for x ≤ 80.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Exp(Pair<V> x)
    {
        V high = V.Exp(x.High, x.Low, out V low);
        return new(high, low);
    }

    /// <summary>a · b.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Product(V a, V b)
    {
        V high = V.TwoProduct(a, b, out V low);
        return new(high, low);
    }

    /// <summary>larger + smaller, for |larger| ≥ |smaller| or a larger of so few digits that the difference from the sum is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> Sum(V larger, V smaller)
    {
        V sum = larger + smaller;
        return new(sum, V.IsCompensated ? smaller - (sum - larger) : V.Of(0));
    }

    /// <summary>larger + smaller, for |larger| ≥ |smaller| or a larger of so few digits that the difference from the sum is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator +(V larger, Pair<V> smaller)
    {
        V sum = larger + smaller.High;
        return new(sum, V.IsCompensated ? smaller.High - (sum - larger) + smaller.Low : V.Of(0));
    }

    /// <summary>larger + smaller, for |larger| ≥ |smaller| or a larger of so few digits that the difference from the sum is exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator +(Pair<V> larger, Pair<V> smaller)
    {
        V sum = larger.High + smaller.High;
        return new(sum, V.IsCompensated ? smaller.High - (sum - larger.High) + (larger.Low + smaller.Low) : V.Of(0));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator *(V a, Pair<V> b)
    {
        V product = V.TwoProduct(a, b.High, out V low);
        return new(product, V.IsCompensated ? V.MultiplyAdd(a, b.Low, low) : low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator *(Pair<V> a, Pair<V> b)
    {
        V product = V.TwoProduct(a.High, b.High, out V low);
        return new(product, V.IsCompensated ? V.MultiplyAdd(a.High, b.Low, V.MultiplyAdd(a.Low, b.High, low)) : low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Pair<V> operator -(Pair<V> a) => new(-a.High, -a.Low);

    /// <summary>a / b, rounded to one number within 0.6 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V operator /(Pair<V> a, Pair<V> b)
    {
        if (!V.IsCompensated)
            return a.High / b.High;
        V inverse = V.Of(1) / b.High;
        V quotient = a.High * inverse;
        V negative = -quotient;
        V remainder = V.MultiplyAdd(negative, b.High, a.High) + V.MultiplyAdd(negative, b.Low, a.Low);
        return V.MultiplyAdd(remainder, inverse, quotient);
    }

    /// <summary>a / b, rounded to one number within 0.6 ulp. a must be finite.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V operator /(V a, Pair<V> b)
    {
        if (!V.IsCompensated)
            return a / b.High;
        V inverse = V.Of(1) / b.High;
        V quotient = a * inverse;
        V negative = -quotient;
        return V.MultiplyAdd(V.MultiplyAdd(negative, b.Low, V.MultiplyAdd(negative, b.High, a)), inverse, quotient);
    }
}
