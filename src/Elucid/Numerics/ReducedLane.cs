using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>
/// A lane that trades digits for speed: three right ones instead of seven. Every activation gets its reduced form by running its own formula over
/// this lane.
/// </summary>
/// <remarks>
/// Sums and products are those of <typeparamref name="V"/>; quotients and the functions of <see cref="ReducedMath"/> are approximate. Low parts of
/// compensated arithmetic are 0. What no activation needs is as exact as in <typeparamref name="V"/>.
/// </remarks>
internal readonly unsafe struct ReducedLane<V>(V value) : ILaneOf<ReducedLane<V>, float> where V : struct, IVectorLane<V>
{
    public readonly V Value = value;

    public static int Count => V.Count;
    public static bool IsSupported => V.IsSupported;
    public static bool IsFused => V.IsFused;
    public static bool IsCompensated => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Of(double value) => new(V.Of(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Load(float* start, nuint index) => new(V.Load(start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(ReducedLane<V> value, float* start, nuint index) => V.Store(value.Value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(ReducedLane<V> value, float* start, nuint index) => V.StoreStreaming(value.Value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> LoadOwn(byte* start, nuint index) => new(V.LoadOwn(start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(ReducedLane<V> value, byte* start, nuint index) => V.StoreOwn(value.Value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Broadcast(byte* own) => new(V.Broadcast(own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> operator +(ReducedLane<V> a, ReducedLane<V> b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> operator -(ReducedLane<V> a, ReducedLane<V> b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> operator *(ReducedLane<V> a, ReducedLane<V> b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> operator /(ReducedLane<V> a, ReducedLane<V> b) => new(a.Value * ReducedMath.Reciprocal(b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> operator -(ReducedLane<V> a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> MultiplyAdd(ReducedLane<V> a, ReducedLane<V> b, ReducedLane<V> c) => new(V.MultiplyAdd(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> TwoProduct(ReducedLane<V> a, ReducedLane<V> b, out ReducedLane<V> low)
    {
        low = Of(0);
        return a * b;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> WhereLess(ReducedLane<V> a, ReducedLane<V> b, ReducedLane<V> yes, ReducedLane<V> no) =>
        new(V.WhereLess(a.Value, b.Value, yes.Value, no.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Max(ReducedLane<V> a, ReducedLane<V> b) => new(V.Max(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Min(ReducedLane<V> a, ReducedLane<V> b) => new(V.Min(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Abs(ReducedLane<V> x) => new(V.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> CopySign(ReducedLane<V> magnitude, ReducedLane<V> sign) => new(V.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Sqrt(ReducedLane<V> x) => new(V.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Exp(ReducedLane<V> x) => new(ReducedMath.Exp(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Exp(ReducedLane<V> x, ReducedLane<V> rest, out ReducedLane<V> low)
    {
        low = Of(0);
        return Exp(x);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Exp(ReducedLane<V> x, ReducedLane<V> rest, ReducedLane<V> scale) => scale * Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Exp(ReducedLane<V> x, ReducedLane<V> rest, ReducedLane<V> scale, ReducedLane<V> scaleRest) => scale * Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> ExpM1(ReducedLane<V> x) => new(V.ExpM1(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> ExpM1NonPositive(ReducedLane<V> x) => new(ReducedMath.ExpM1NonPositive(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> ExpM1NonPositive(ReducedLane<V> x, ReducedLane<V> scale) => scale * ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> ExpM1NonPositive(ReducedLane<V> x, ReducedLane<V> rest, ReducedLane<V> scale) => scale * ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Log(ReducedLane<V> x) => new(V.Log(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Log1P(ReducedLane<V> x) => new(V.Log1P(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Log1PExpNonPositive(ReducedLane<V> x, ReducedLane<V> rest, out ReducedLane<V> low)
    {
        low = Of(0);
        return new(ReducedMath.Log1PExpNonPositive(x.Value));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Tanh(ReducedLane<V> x) => new(ReducedMath.Tanh(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Sigmoid(ReducedLane<V> x) => new(ReducedMath.Sigmoid(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Gate(ReducedLane<V> gated, ReducedLane<V> x) => gated * Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Gate(ReducedLane<V> gated, ReducedLane<V> x, ReducedLane<V> rest) => gated * Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> Erf(ReducedLane<V> x) => new(V.Erf(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> NormalCdf(ReducedLane<V> x, out ReducedLane<V> density) => LaneFunctions.NormalCdf(x, out density);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ReducedLane<V> ScaledNormalTail(ReducedLane<V> x, out ReducedLane<V> low)
    {
        low = Of(0);
        return new(ReducedMath.ScaledNormalTail(x.Value));
    }
}
