using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>8 floats in one 256-bit register (AVX2).</summary>
internal readonly unsafe struct Lane8(Vector256<float> value) : IVectorLane<Lane8>
{
    public readonly Vector256<float> Value = value;

    public static int Count => 8;
    public static bool IsSupported => Vector256.IsHardwareAccelerated;
    public static bool IsFused => Lane1.IsFused;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Of(double value) => new(Vector256.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 RestOf(double value) => Of(value - (float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Load(ref readonly float start, nuint index) => new(Vector256.LoadUnsafe(in start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane8 value, ref float start, nuint index) => value.Value.StoreUnsafe(ref start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Load(float* start, nuint index) => new(Vector256.Load(start + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane8 value, float* start, nuint index) => value.Value.Store(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane8 value, float* start, nuint index) => value.Value.StoreAlignedNonTemporal(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Load(Half* start, nuint index) => NarrowFloats.FromHalf(LoadBits((ushort*)start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane8 value, Half* start, nuint index) => StoreBits(NarrowFloats.ToHalf(value), (ushort*)start, index);

    // Half a register is no streaming store.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane8 value, Half* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Load(BFloat16* start, nuint index) => NarrowFloats.FromBFloat16(LoadBits((ushort*)start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane8 value, BFloat16* start, nuint index) => StoreBits(NarrowFloats.ToBFloat16(value), (ushort*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane8 value, BFloat16* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane8 LoadBits(ushort* start, nuint index) => new(Vector256.WidenLower(Vector128.Load(start + index).ToVector256Unsafe()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreBits(Lane8 value, ushort* start, nuint index)
    {
        Vector256<uint> word = value.Value.AsUInt32();
        // One instruction where there is one; the portable narrowing takes four.
        Vector128<ushort> narrow = Avx512F.VL.IsSupported ? Avx512F.VL.ConvertToVector128UInt16(word)
            : Vector128.Narrow(word.GetLower(), word.GetUpper());
        narrow.Store(start + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 LoadEven(float* start) => new(Vector256.Create(Lane4.LoadEven(start).Value, Lane4.LoadEven(start + 8).Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 LoadOdd(float* start) => new(Vector256.Create(Lane4.LoadOdd(start).Value, Lane4.LoadOdd(start + 8).Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurn(Lane8 even, Lane8 odd, float* start)
    {
        Lane4.StoreInTurn(new(even.Value.GetLower()), new(odd.Value.GetLower()), start);
        Lane4.StoreInTurn(new(even.Value.GetUpper()), new(odd.Value.GetUpper()), start + 8);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 LoadOwn(byte* start, nuint index) => Load((float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(Lane8 value, byte* start, nuint index) => Store(value, (float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Broadcast(byte* own) => new(Vector256.Create(*(float*)own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Broadcast(ref readonly float start, nint index) => new(Vector256.Create(Unsafe.Add(ref Unsafe.AsRef(in start), index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator +(Lane8 a, Lane8 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator -(Lane8 a, Lane8 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator *(Lane8 a, Lane8 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator /(Lane8 a, Lane8 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 operator -(Lane8 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 MultiplyAdd(Lane8 a, Lane8 b, Lane8 c) => new(Vector256.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 WhereLess(Lane8 a, Lane8 b, Lane8 yes, Lane8 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value, b.Value), yes.Value, no.Value));

    // The native forms return their second operand when either is NaN: that is the contract of ILane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Max(Lane8 a, Lane8 b) => new(Vector256.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Min(Lane8 a, Lane8 b) => new(Vector256.MinNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Abs(Lane8 x) => new(Vector256.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Sqrt(Lane8 x) => new(Vector256.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane8 value) => Lane4.Sum(new(value.Value.GetLower() + value.Value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Round(Lane8 x) => new(Vector256.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ShiftLeft(Lane8 x, int bits) => new((x.Value.AsInt32() << bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Bits(uint pattern) => new(Vector256.Create(pattern).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ShiftRight(Lane8 x, int bits) => new((x.Value.AsInt32() >>> bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 And(Lane8 a, Lane8 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Or(Lane8 a, Lane8 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 MinBits(Lane8 a, Lane8 b) => new(Vector256.Min(a.Value.AsUInt32(), b.Value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 AddBits(Lane8 a, Lane8 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 WhereBitsLess(Lane8 a, Lane8 b, Lane8 yes, Lane8 no) =>
        new(Vector256.ConditionalSelect(Vector256.LessThan(a.Value.AsInt32(), b.Value.AsInt32()).AsSingle(), yes.Value, no.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 CopySign(Lane8 magnitude, Lane8 sign) => new(Vector256.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ScaleByPowerOfTwo(Lane8 x, Lane8 n)
    {
        // In two factors: one power of two alone cannot reach every subnormal and the largest numbers.
        Vector256<int> power = Vector256.ConvertToInt32Native(n.Value);
        Vector256<int> half = power >> 1;
        return new(x.Value * PowerOfTwo(half) * PowerOfTwo(power - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<float> PowerOfTwo(Vector256<int> n) => ((n + Vector256.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Split(Lane8 x, out Lane8 n)
    {
        Vector256<int> offset = x.Value.AsInt32() - Vector256.Create(LaneMath.BitsOfRootHalf);
        n = new(Vector256.ConvertToSingle(offset >> 23));
        return new(((offset & Vector256.Create(LaneMath.MantissaMask)) + Vector256.Create(LaneMath.BitsOfRootHalf)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Exp(Lane8 x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 TwoProduct(Lane8 a, Lane8 b, out Lane8 low) => LaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Exp(Lane8 x, Lane8 rest, out Lane8 low) => LaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Exp(Lane8 x, Lane8 rest, Lane8 scale) => LaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Exp(Lane8 x, Lane8 rest, Lane8 scale, Lane8 scaleRest) => LaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ExpM1(Lane8 x) => LaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Log(Lane8 x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Log1P(Lane8 x) => LaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Log1PExpNonPositive(Lane8 x, Lane8 rest, out Lane8 low) => LaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Tanh(Lane8 x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Sigmoid(Lane8 x) => LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Gate(Lane8 gated, Lane8 x) => LaneMath.Gate(gated, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Gate(Lane8 gated, Lane8 x, Lane8 rest) => LaneMath.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 Erf(Lane8 x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ExpM1NonPositive(Lane8 x) => LaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ExpM1NonPositive(Lane8 x, Lane8 scale) => LaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ExpM1NonPositive(Lane8 x, Lane8 rest, Lane8 scale) => LaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 ScaledNormalTail(Lane8 x, out Lane8 low) => LaneMath.ScaledNormalTail(x, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane8 NormalCdf(Lane8 x, out Lane8 density) => LaneFunctions.NormalCdf(x, out density);
}
