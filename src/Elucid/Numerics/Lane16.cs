using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>16 floats in one 512-bit register (AVX-512).</summary>
internal readonly unsafe struct Lane16(Vector512<float> value) : IVectorLane<Lane16>
{
    public readonly Vector512<float> Value = value;

    public static int Count => 16;
    public static bool IsSupported => Vector512.IsHardwareAccelerated;
    public static bool IsFused => Lane1.IsFused;

    // Broadcast by name: a constant the JIT would put back into the loop, as a load for each use, and loads are what AVX-512 has least of. Sigmoid
    // runs at 1.2 times the speed so, ELU at 1.02.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Of(double value) =>
        new(Avx512F.IsSupported ? Avx512F.BroadcastScalarToVector512(Vector128.CreateScalarUnsafe((float)value)) : Vector512.Create((float)value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 RestOf(double value) => Of(value - (float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Load(ref readonly float start, nuint index) => new(Vector512.LoadUnsafe(in start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane16 value, ref float start, nuint index) => value.Value.StoreUnsafe(ref start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Load(float* start, nuint index) => new(Vector512.Load(start + index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane16 value, float* start, nuint index) => value.Value.Store(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane16 value, float* start, nuint index) => value.Value.StoreAlignedNonTemporal(start + index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Load(Half* start, nuint index) => NarrowFloats.FromHalf(LoadBits((ushort*)start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane16 value, Half* start, nuint index) => StoreBits(NarrowFloats.ToHalf(value), (ushort*)start, index);

    // Half a register is no streaming store.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane16 value, Half* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Load(BFloat16* start, nuint index) => NarrowFloats.FromBFloat16(LoadBits((ushort*)start, index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane16 value, BFloat16* start, nuint index) => StoreBits(NarrowFloats.ToBFloat16(value), (ushort*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane16 value, BFloat16* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Lane16 LoadBits(ushort* start, nuint index) => new(Vector512.WidenLower(Vector256.Load(start + index).ToVector512Unsafe()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void StoreBits(Lane16 value, ushort* start, nuint index)
    {
        Vector512<uint> word = value.Value.AsUInt32();
        // One instruction where there is one; the portable narrowing takes four.
        Vector256<ushort> narrow = Avx512F.IsSupported ? Avx512F.ConvertToVector256UInt16(word) : Vector256.Narrow(word.GetLower(), word.GetUpper());
        narrow.Store(start + index);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 LoadEven(float* start) => new(Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(Vector512.Load(start), Vector512.CreateSequence(0, 2), Vector512.Load(start + 16))
        : Vector512.Create(Lane8.LoadEven(start).Value, Lane8.LoadEven(start + 16).Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 LoadOdd(float* start) => new(Avx512F.IsSupported
        ? Avx512F.PermuteVar16x32x2(Vector512.Load(start), Vector512.CreateSequence(1, 2), Vector512.Load(start + 16))
        : Vector512.Create(Lane8.LoadOdd(start).Value, Lane8.LoadOdd(start + 16).Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurn(Lane16 even, Lane16 odd, float* start)
    {
        Lane8.StoreInTurn(new(even.Value.GetLower()), new(odd.Value.GetLower()), start);
        Lane8.StoreInTurn(new(even.Value.GetUpper()), new(odd.Value.GetUpper()), start + 16);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 LoadOwn(byte* start, nuint index) => Load((float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(Lane16 value, byte* start, nuint index) => Store(value, (float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Broadcast(byte* own) => new(Vector512.Create(*(float*)own));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Broadcast(ref readonly float start, nint index) => new(Vector512.Create(Unsafe.Add(ref Unsafe.AsRef(in start), index)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator +(Lane16 a, Lane16 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator -(Lane16 a, Lane16 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator *(Lane16 a, Lane16 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator /(Lane16 a, Lane16 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 operator -(Lane16 a) => new(-a.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 MultiplyAdd(Lane16 a, Lane16 b, Lane16 c) => new(Vector512.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 WhereLess(Lane16 a, Lane16 b, Lane16 yes, Lane16 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value, b.Value), yes.Value, no.Value));

    // The native forms return their second operand when either is NaN: that is the contract of ILane.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Max(Lane16 a, Lane16 b) => new(Vector512.MaxNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Min(Lane16 a, Lane16 b) => new(Vector512.MinNative(a.Value, b.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Abs(Lane16 x) => new(Vector512.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Sqrt(Lane16 x) => new(Vector512.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane16 value) => Lane8.Sum(new(value.Value.GetLower() + value.Value.GetUpper()));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Round(Lane16 x) => new(Vector512.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ShiftLeft(Lane16 x, int bits) => new((x.Value.AsInt32() << bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Bits(uint pattern) => new(Vector512.Create(pattern).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ShiftRight(Lane16 x, int bits) => new((x.Value.AsInt32() >>> bits).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 And(Lane16 a, Lane16 b) => new(a.Value & b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Or(Lane16 a, Lane16 b) => new(a.Value | b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 MinBits(Lane16 a, Lane16 b) => new(Vector512.Min(a.Value.AsUInt32(), b.Value.AsUInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 AddBits(Lane16 a, Lane16 b) => new((a.Value.AsInt32() + b.Value.AsInt32()).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 WhereBitsLess(Lane16 a, Lane16 b, Lane16 yes, Lane16 no) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(a.Value.AsInt32(), b.Value.AsInt32()).AsSingle(), yes.Value, no.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 CopySign(Lane16 magnitude, Lane16 sign) => new(Vector512.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ScaleByPowerOfTwo(Lane16 x, Lane16 n)
    {
        if (Avx512F.IsSupported)
            return new(Avx512F.Scale(x.Value, n.Value));
        // In two factors: one power of two alone cannot reach every subnormal and the largest numbers.
        Vector512<int> power = Vector512.ConvertToInt32Native(n.Value);
        Vector512<int> half = power >> 1;
        return new(x.Value * PowerOfTwo(half) * PowerOfTwo(power - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector512<float> PowerOfTwo(Vector512<int> n) => ((n + Vector512.Create(127)) << 23).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Split(Lane16 x, out Lane16 n)
    {
        Vector512<int> offset = x.Value.AsInt32() - Vector512.Create(LaneMath.BitsOfRootHalf);
        n = new(Vector512.ConvertToSingle(offset >> 23));
        return new(((offset & Vector512.Create(LaneMath.MantissaMask)) + Vector512.Create(LaneMath.BitsOfRootHalf)).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Exp(Lane16 x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 TwoProduct(Lane16 a, Lane16 b, out Lane16 low) => LaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Exp(Lane16 x, Lane16 rest, out Lane16 low) => LaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Exp(Lane16 x, Lane16 rest, Lane16 scale) => LaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Exp(Lane16 x, Lane16 rest, Lane16 scale, Lane16 scaleRest) => LaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ExpM1(Lane16 x) => LaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Log(Lane16 x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Log1P(Lane16 x) => LaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Log1PExpNonPositive(Lane16 x, Lane16 rest, out Lane16 low) => LaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Tanh(Lane16 x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Sigmoid(Lane16 x) => LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Gate(Lane16 gated, Lane16 x) => LaneMath.Gate(gated, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Gate(Lane16 gated, Lane16 x, Lane16 rest) => LaneMath.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 Erf(Lane16 x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ExpM1NonPositive(Lane16 x) => LaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ExpM1NonPositive(Lane16 x, Lane16 scale) => LaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ExpM1NonPositive(Lane16 x, Lane16 rest, Lane16 scale) => LaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 ScaledNormalTail(Lane16 x, out Lane16 low) => LaneMath.ScaledNormalTail(x, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane16 NormalCdf(Lane16 x, out Lane16 density) => LaneFunctions.NormalCdf(x, out density);
}
