using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>2 doubles in one 128-bit register (SSE2, NEON).</summary>
internal readonly unsafe struct DoubleLane2(Vector128<double> value) : IDoubleLane<DoubleLane2>
{
    public readonly Vector128<double> Value = value;

    public static int Count => 2;
    public static bool IsSupported => Vector128.IsHardwareAccelerated;
    public static bool IsFused => Lane1.IsFused;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Of(double value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Load(double* start, nuint index) => new(Vector128.Load(start + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLane2 value, double* start, nuint index) => value.Value.Store(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(DoubleLane2 value, double* start, nuint index) => value.Value.StoreAlignedNonTemporal(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 LoadOwn(byte* start, nuint index) => Load((double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(DoubleLane2 value, byte* start, nuint index) => Store(value, (double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Broadcast(byte* own) => new(Vector128.Create(*(double*)own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 operator +(DoubleLane2 a, DoubleLane2 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 operator -(DoubleLane2 a, DoubleLane2 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 operator *(DoubleLane2 a, DoubleLane2 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 operator /(DoubleLane2 a, DoubleLane2 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 operator -(DoubleLane2 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 MultiplyAdd(DoubleLane2 a, DoubleLane2 b, DoubleLane2 c) =>
        new(Vector128.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 WhereLess(DoubleLane2 a, DoubleLane2 b, DoubleLane2 yes, DoubleLane2 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.Value, b.Value), yes.Value, no.Value));

    // On x86 the native forms return their second operand when either is NaN or both are zeros: that is the contract of ILane. ARM's return the NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Max(DoubleLane2 a, DoubleLane2 b) =>
        Sse2.IsSupported ? new(Vector128.MaxNative(a.Value, b.Value)) : WhereLess(b, a, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Min(DoubleLane2 a, DoubleLane2 b) =>
        Sse2.IsSupported ? new(Vector128.MinNative(a.Value, b.Value)) : WhereLess(a, b, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Abs(DoubleLane2 x) => new(Vector128.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Sqrt(DoubleLane2 x) => new(Vector128.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ShiftLeft(DoubleLane2 x, int bits) => new((x.Value.AsInt64() << bits).AsDouble());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 CopySign(DoubleLane2 magnitude, DoubleLane2 sign) => new(Vector128.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ScaleByPowerOfTwo(DoubleLane2 x, DoubleLane2 n) => DoubleLaneMath.ScaleByPowerOfTwo(x, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Split(DoubleLane2 x, out DoubleLane2 n)
    {
        Vector128<long> offset = x.Value.AsInt64() - Vector128.Create(DoubleLaneMath.BitsOfRootHalf);

        // AVX2 has no conversion from long: n + 1024, which is positive, in the low bits of 2⁵².
        Vector128<long> biased = ((offset + Vector128.Create(1024L << 52)) >>> 52) | Vector128.Create(DoubleLaneMath.BitsOfTwoTo52);
        n = new(biased.AsDouble() - Vector128.Create(DoubleLaneMath.TwoTo52 + 1024));
        return new(((offset & Vector128.Create(DoubleLaneMath.MantissaMask)) + Vector128.Create(DoubleLaneMath.BitsOfRootHalf)).AsDouble());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 TwoProduct(DoubleLane2 a, DoubleLane2 b, out DoubleLane2 low) => DoubleLaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Exp(DoubleLane2 x) => DoubleLaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Exp(DoubleLane2 x, DoubleLane2 rest, out DoubleLane2 low) => DoubleLaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Exp(DoubleLane2 x, DoubleLane2 rest, DoubleLane2 scale) => DoubleLaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Exp(DoubleLane2 x, DoubleLane2 rest, DoubleLane2 scale, DoubleLane2 scaleRest) =>
        DoubleLaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ExpM1(DoubleLane2 x) => DoubleLaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ExpM1NonPositive(DoubleLane2 x) => DoubleLaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ExpM1NonPositive(DoubleLane2 x, DoubleLane2 scale) => DoubleLaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ExpM1NonPositive(DoubleLane2 x, DoubleLane2 rest, DoubleLane2 scale) => DoubleLaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Log(DoubleLane2 x) => DoubleLaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Log1P(DoubleLane2 x) => DoubleLaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Log1PExpNonPositive(DoubleLane2 x, DoubleLane2 rest, out DoubleLane2 low) =>
        DoubleLaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Tanh(DoubleLane2 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Sigmoid(DoubleLane2 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Gate(DoubleLane2 gated, DoubleLane2 x) => LaneFunctions.Gate(gated, x, Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Gate(DoubleLane2 gated, DoubleLane2 x, DoubleLane2 rest) => LaneFunctions.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 Erf(DoubleLane2 x) => DoubleLaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 NormalCdf(DoubleLane2 x, out DoubleLane2 density) => LaneFunctions.NormalCdf(x, out density);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane2 ScaledNormalTail(DoubleLane2 x, out DoubleLane2 low) => DoubleLaneMath.ScaledNormalTail(x, out low);
}
