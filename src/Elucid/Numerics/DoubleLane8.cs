using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>8 doubles in one 512-bit register (AVX-512).</summary>
internal readonly unsafe struct DoubleLane8(Vector512<double> value) : IDoubleLane<DoubleLane8>
{
    public readonly Vector512<double> Value = value;

    public static int Count => 8;
    public static bool IsSupported => Vector512.IsHardwareAccelerated;
    public static bool IsFused => Lane1.IsFused;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Of(double value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Load(double* start, nuint index) => new(Vector512.Load(start + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLane8 value, double* start, nuint index) => value.Value.Store(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(DoubleLane8 value, double* start, nuint index) => value.Value.StoreAlignedNonTemporal(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 LoadOwn(byte* start, nuint index) => Load((double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(DoubleLane8 value, byte* start, nuint index) => Store(value, (double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Broadcast(byte* own) => new(Vector512.Create(*(double*)own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 operator +(DoubleLane8 a, DoubleLane8 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 operator -(DoubleLane8 a, DoubleLane8 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 operator *(DoubleLane8 a, DoubleLane8 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 operator /(DoubleLane8 a, DoubleLane8 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 operator -(DoubleLane8 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 MultiplyAdd(DoubleLane8 a, DoubleLane8 b, DoubleLane8 c) =>
        new(Vector512.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 WhereLess(DoubleLane8 a, DoubleLane8 b, DoubleLane8 yes, DoubleLane8 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value, b.Value), yes.Value, no.Value));

    // The native forms return their second operand when either is NaN: that is the contract of ILane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Max(DoubleLane8 a, DoubleLane8 b) => new(Vector512.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Min(DoubleLane8 a, DoubleLane8 b) => new(Vector512.MinNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Abs(DoubleLane8 x) => new(Vector512.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Sqrt(DoubleLane8 x) => new(Vector512.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ShiftLeft(DoubleLane8 x, int bits) => new((x.Value.AsInt64() << bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 CopySign(DoubleLane8 magnitude, DoubleLane8 sign) => new(Vector512.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ScaleByPowerOfTwo(DoubleLane8 x, DoubleLane8 n) =>
        Avx512F.IsSupported ? new(Avx512F.Scale(x.Value, n.Value)) : DoubleLaneMath.ScaleByPowerOfTwo(x, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Split(DoubleLane8 x, out DoubleLane8 n)
    {
        Vector512<long> offset = x.Value.AsInt64() - Vector512.Create(DoubleLaneMath.BitsOfRootHalf);

        // AVX2 has no conversion from long: n + 1024, which is positive, in the low bits of 2⁵².
        Vector512<long> biased = ((offset + Vector512.Create(1024L << 52)) >>> 52) | Vector512.Create(DoubleLaneMath.BitsOfTwoTo52);
        n = new(biased.AsDouble() - Vector512.Create(DoubleLaneMath.TwoTo52 + 1024));
        return new(((offset & Vector512.Create(DoubleLaneMath.MantissaMask)) + Vector512.Create(DoubleLaneMath.BitsOfRootHalf)).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 TwoProduct(DoubleLane8 a, DoubleLane8 b, out DoubleLane8 low) => DoubleLaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Exp(DoubleLane8 x) => DoubleLaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Exp(DoubleLane8 x, DoubleLane8 rest, out DoubleLane8 low) => DoubleLaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Exp(DoubleLane8 x, DoubleLane8 rest, DoubleLane8 scale) => DoubleLaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Exp(DoubleLane8 x, DoubleLane8 rest, DoubleLane8 scale, DoubleLane8 scaleRest) =>
        DoubleLaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ExpM1(DoubleLane8 x) => DoubleLaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ExpM1NonPositive(DoubleLane8 x) => DoubleLaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ExpM1NonPositive(DoubleLane8 x, DoubleLane8 scale) => DoubleLaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ExpM1NonPositive(DoubleLane8 x, DoubleLane8 rest, DoubleLane8 scale) => DoubleLaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Log(DoubleLane8 x) => DoubleLaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Log1P(DoubleLane8 x) => DoubleLaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Log1PExpNonPositive(DoubleLane8 x, DoubleLane8 rest, out DoubleLane8 low) =>
        DoubleLaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Tanh(DoubleLane8 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Sigmoid(DoubleLane8 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Gate(DoubleLane8 gated, DoubleLane8 x) => LaneFunctions.Gate(gated, x, Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Gate(DoubleLane8 gated, DoubleLane8 x, DoubleLane8 rest) => LaneFunctions.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 Erf(DoubleLane8 x) => DoubleLaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 NormalCdf(DoubleLane8 x, out DoubleLane8 density) => LaneFunctions.NormalCdf(x, out density);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane8 ScaledNormalTail(DoubleLane8 x, out DoubleLane8 low) => DoubleLaneMath.ScaledNormalTail(x, out low);
}
