using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Elucid.Numerics;

/// <summary>4 doubles in one 256-bit register (AVX2).</summary>
internal readonly unsafe struct DoubleLane4(Vector256<double> value) : IDoubleLane<DoubleLane4>
{
    public readonly Vector256<double> Value = value;

    public static int Count => 4;
    public static bool IsSupported => Vector256.IsHardwareAccelerated;
    public static bool IsFused => Lane1.IsFused;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Of(double value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Load(double* start, nuint index) => new(Vector256.Load(start + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLane4 value, double* start, nuint index) => value.Value.Store(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(DoubleLane4 value, double* start, nuint index) => value.Value.StoreAlignedNonTemporal(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 LoadOwn(byte* start, nuint index) => Load((double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(DoubleLane4 value, byte* start, nuint index) => Store(value, (double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Broadcast(byte* own) => new(Vector256.Create(*(double*)own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 operator +(DoubleLane4 a, DoubleLane4 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 operator -(DoubleLane4 a, DoubleLane4 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 operator *(DoubleLane4 a, DoubleLane4 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 operator /(DoubleLane4 a, DoubleLane4 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 operator -(DoubleLane4 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 MultiplyAdd(DoubleLane4 a, DoubleLane4 b, DoubleLane4 c) =>
        new(Vector256.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 WhereLess(DoubleLane4 a, DoubleLane4 b, DoubleLane4 yes, DoubleLane4 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), yes.Value, no.Value));

    // The native forms return their second operand when either is NaN: that is the contract of ILane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Max(DoubleLane4 a, DoubleLane4 b) => new(Vector256.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Min(DoubleLane4 a, DoubleLane4 b) => new(Vector256.MinNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Abs(DoubleLane4 x) => new(Vector256.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Sqrt(DoubleLane4 x) => new(Vector256.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ShiftLeft(DoubleLane4 x, int bits) => new((x.Value.AsInt64() << bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 CopySign(DoubleLane4 magnitude, DoubleLane4 sign) => new(Vector256.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ScaleByPowerOfTwo(DoubleLane4 x, DoubleLane4 n) => DoubleLaneMath.ScaleByPowerOfTwo(x, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Split(DoubleLane4 x, out DoubleLane4 n)
    {
        Vector256<long> offset = x.Value.AsInt64() - Vector256.Create(DoubleLaneMath.BitsOfRootHalf);

        // AVX2 has no conversion from long: n + 1024, which is positive, in the low bits of 2⁵².
        Vector256<long> biased = ((offset + Vector256.Create(1024L << 52)) >>> 52) | Vector256.Create(DoubleLaneMath.BitsOfTwoTo52);
        n = new(biased.AsDouble() - Vector256.Create(DoubleLaneMath.TwoTo52 + 1024));
        return new(((offset & Vector256.Create(DoubleLaneMath.MantissaMask)) + Vector256.Create(DoubleLaneMath.BitsOfRootHalf)).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 TwoProduct(DoubleLane4 a, DoubleLane4 b, out DoubleLane4 low) => DoubleLaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Exp(DoubleLane4 x) => DoubleLaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Exp(DoubleLane4 x, DoubleLane4 rest, out DoubleLane4 low) => DoubleLaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Exp(DoubleLane4 x, DoubleLane4 rest, DoubleLane4 scale) => DoubleLaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Exp(DoubleLane4 x, DoubleLane4 rest, DoubleLane4 scale, DoubleLane4 scaleRest) =>
        DoubleLaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ExpM1(DoubleLane4 x) => DoubleLaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ExpM1NonPositive(DoubleLane4 x) => DoubleLaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ExpM1NonPositive(DoubleLane4 x, DoubleLane4 scale) => DoubleLaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ExpM1NonPositive(DoubleLane4 x, DoubleLane4 rest, DoubleLane4 scale) => DoubleLaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Log(DoubleLane4 x) => DoubleLaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Log1P(DoubleLane4 x) => DoubleLaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Log1PExpNonPositive(DoubleLane4 x, DoubleLane4 rest, out DoubleLane4 low) =>
        DoubleLaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Tanh(DoubleLane4 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Sigmoid(DoubleLane4 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Gate(DoubleLane4 gated, DoubleLane4 x) => LaneFunctions.Gate(gated, x, Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Gate(DoubleLane4 gated, DoubleLane4 x, DoubleLane4 rest) => LaneFunctions.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 Erf(DoubleLane4 x) => DoubleLaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 NormalCdf(DoubleLane4 x, out DoubleLane4 density) => LaneFunctions.NormalCdf(x, out density);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane4 ScaledNormalTail(DoubleLane4 x, out DoubleLane4 low) => DoubleLaneMath.ScaledNormalTail(x, out low);
}
