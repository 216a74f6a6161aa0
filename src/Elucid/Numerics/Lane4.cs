using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>4 floats in one 128-bit register (SSE, NEON).</summary>
internal readonly unsafe struct Lane4(Vector128<float> value) : IVectorLane<Lane4>
{
    public readonly Vector128<float> Value = value;

    public static int Count => 4;
    public static bool IsSupported => Vector128.IsHardwareAccelerated;
    public static bool IsFused => Lane1.IsFused;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Of(double value) => new(Vector128.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 RestOf(double value) => Of(value - (float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Load(ref readonly float start, nuint index) => new(Vector128.LoadUnsafe(in start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane4 value, ref float start, nuint index) => value.Value.StoreUnsafe(ref start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Load(float* start, nuint index) => new(Vector128.Load(start + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane4 value, float* start, nuint index) => value.Value.Store(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane4 value, float* start, nuint index) => value.Value.StoreAlignedNonTemporal(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Load(Half* start, nuint index) => NarrowFloats.FromHalf(LoadBits((ushort*)start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane4 value, Half* start, nuint index) => StoreBits(NarrowFloats.ToHalf(value), (ushort*)start, index);

    // Half a register is no streaming store.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane4 value, Half* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Load(BFloat16* start, nuint index) => NarrowFloats.FromBFloat16(LoadBits((ushort*)start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane4 value, BFloat16* start, nuint index) => StoreBits(NarrowFloats.ToBFloat16(value), (ushort*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane4 value, BFloat16* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane4 LoadBits(ushort* start, nuint index) => new(Vector128.WidenLower(Vector64.Load(start + index).ToVector128Unsafe()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreBits(Lane4 value, ushort* start, nuint index)
    {
        Vector128<uint> word = value.Value.AsUInt32();
        Vector64.Store(Vector128.Narrow(word, word).GetLower(), start + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 LoadEven(float* start) =>
        new(Sse.IsSupported ? Sse.Shuffle(Vector128.Load(start), Vector128.Load(start + 4), 0b_10_00_10_00)
            : Vector128.Create(start[0], start[2], start[4], start[6]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 LoadOdd(float* start) =>
        new(Sse.IsSupported ? Sse.Shuffle(Vector128.Load(start), Vector128.Load(start + 4), 0b_11_01_11_01)
            : Vector128.Create(start[1], start[3], start[5], start[7]));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurn(Lane4 even, Lane4 odd, float* start)
    {
        if (Sse.IsSupported)
        {
            Sse.UnpackLow(even.Value, odd.Value).Store(start);
            Sse.UnpackHigh(even.Value, odd.Value).Store(start + 4);
            return;
        }
        for (int i = 0; i < Count; i++)
            (start[2 * i], start[2 * i + 1]) = (even.Value[i], odd.Value[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 LoadOwn(byte* start, nuint index) => Load((float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(Lane4 value, byte* start, nuint index) => Store(value, (float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Broadcast(byte* own) => new(Vector128.Create(*(float*)own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Broadcast(ref readonly float start, nint index) => new(Vector128.Create(Unsafe.Add(ref Unsafe.AsRef(in start), index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator +(Lane4 a, Lane4 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator -(Lane4 a, Lane4 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator *(Lane4 a, Lane4 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator /(Lane4 a, Lane4 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 operator -(Lane4 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 MultiplyAdd(Lane4 a, Lane4 b, Lane4 c) => new(Vector128.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 WhereLess(Lane4 a, Lane4 b, Lane4 yes, Lane4 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.Value, b.Value), yes.Value, no.Value));

    // On x86 the native forms return their second operand when either is NaN or both are zeros: that is the contract of ILane. ARM's return the NaN.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Max(Lane4 a, Lane4 b) => Sse.IsSupported ? new(Vector128.MaxNative(a.Value, b.Value)) : WhereLess(b, a, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Min(Lane4 a, Lane4 b) => Sse.IsSupported ? new(Vector128.MinNative(a.Value, b.Value)) : WhereLess(a, b, a, b);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Abs(Lane4 x) => new(Vector128.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Sqrt(Lane4 x) => new(Vector128.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane4 value) => (value.Value[0] + value.Value[2]) + (value.Value[1] + value.Value[3]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Round(Lane4 x) => new(Vector128.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ShiftLeft(Lane4 x, int bits) => new((x.Value.AsInt32() << bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Bits(uint pattern) => new(Vector128.Create(pattern).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ShiftRight(Lane4 x, int bits) => new((x.Value.AsInt32() >>> bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 And(Lane4 a, Lane4 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Or(Lane4 a, Lane4 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 MinBits(Lane4 a, Lane4 b) => new(Vector128.Min(a.Value.AsUInt32(), b.Value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 AddBits(Lane4 a, Lane4 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 WhereBitsLess(Lane4 a, Lane4 b, Lane4 yes, Lane4 no) =>
        new(Vector128.ConditionalSelect(Vector128.LessThan(a.Value.AsInt32(), b.Value.AsInt32()).AsSingle(), yes.Value, no.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 CopySign(Lane4 magnitude, Lane4 sign) => new(Vector128.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ScaleByPowerOfTwo(Lane4 x, Lane4 n)
    {
        // In two factors: one power of two alone cannot reach every subnormal and the largest numbers.
        Vector128<int> power = Vector128.ConvertToInt32Native(n.Value);
        Vector128<int> half = power >> 1;
        return new(x.Value * PowerOfTwo(half) * PowerOfTwo(power - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> PowerOfTwo(Vector128<int> n) => ((n + Vector128.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Split(Lane4 x, out Lane4 n)
    {
        Vector128<int> offset = x.Value.AsInt32() - Vector128.Create(LaneMath.BitsOfRootHalf);
        n = new(Vector128.ConvertToSingle(offset >> 23));
        return new(((offset & Vector128.Create(LaneMath.MantissaMask)) + Vector128.Create(LaneMath.BitsOfRootHalf)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Exp(Lane4 x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 TwoProduct(Lane4 a, Lane4 b, out Lane4 low) => LaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Exp(Lane4 x, Lane4 rest, out Lane4 low) => LaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Exp(Lane4 x, Lane4 rest, Lane4 scale) => LaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Exp(Lane4 x, Lane4 rest, Lane4 scale, Lane4 scaleRest) => LaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ExpM1(Lane4 x) => LaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Log(Lane4 x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Log1P(Lane4 x) => LaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Log1PExpNonPositive(Lane4 x, Lane4 rest, out Lane4 low) => LaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Tanh(Lane4 x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Sigmoid(Lane4 x) => LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Gate(Lane4 gated, Lane4 x) => LaneMath.Gate(gated, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Gate(Lane4 gated, Lane4 x, Lane4 rest) => LaneMath.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 Erf(Lane4 x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ExpM1NonPositive(Lane4 x) => LaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ExpM1NonPositive(Lane4 x, Lane4 scale) => LaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ExpM1NonPositive(Lane4 x, Lane4 rest, Lane4 scale) => LaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 ScaledNormalTail(Lane4 x, out Lane4 low) => LaneMath.ScaledNormalTail(x, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane4 NormalCdf(Lane4 x, out Lane4 density) => LaneFunctions.NormalCdf(x, out density);
}
