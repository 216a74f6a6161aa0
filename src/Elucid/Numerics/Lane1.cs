using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Numerics;

/// <summary>One float: the tail of every sweep, and all of it where the machine has no vectors. Gives the bits of the wider lanes.</summary>
internal readonly unsafe struct Lane1(float value) : IVectorLane<Lane1>
{
    public readonly float Value = value;

    public static int Count => 1;
    public static bool IsSupported => true;
    public static bool IsFused => Fma.IsSupported || AdvSimd.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Of(double value) => new((float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 RestOf(double value) => Of(value - (float)value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Load(ref readonly float start, nuint index) => new(Unsafe.Add(ref Unsafe.AsRef(in start), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane1 value, ref float start, nuint index) => Unsafe.Add(ref start, index) = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Load(float* start, nuint index) => new(start[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane1 value, float* start, nuint index) => start[index] = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane1 value, float* start, nuint index) => start[index] = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Load(Half* start, nuint index) => new((float)start[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane1 value, Half* start, nuint index) => start[index] = (Half)value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane1 value, Half* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Load(BFloat16* start, nuint index) => new(start[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Lane1 value, BFloat16* start, nuint index) => start[index] = (BFloat16)value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(Lane1 value, BFloat16* start, nuint index) => Store(value, start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 LoadEven(float* start) => new(start[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 LoadOdd(float* start) => new(start[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInTurn(Lane1 even, Lane1 odd, float* start)
    {
        start[0] = even.Value;
        start[1] = odd.Value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 LoadOwn(byte* start, nuint index) => Load((float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(Lane1 value, byte* start, nuint index) => Store(value, (float*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Broadcast(ref readonly float start, nint index) => new(Unsafe.Add(ref Unsafe.AsRef(in start), index));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Broadcast(byte* own) => Load((float*)own, 0);

    public static Lane1 operator +(Lane1 a, Lane1 b) => new(a.Value + b.Value);
    public static Lane1 operator -(Lane1 a, Lane1 b) => new(a.Value - b.Value);
    public static Lane1 operator *(Lane1 a, Lane1 b) => new(a.Value * b.Value);
    public static Lane1 operator /(Lane1 a, Lane1 b) => new(a.Value / b.Value);
    public static Lane1 operator -(Lane1 a) => new(-a.Value);

    // Not MathF.FusedMultiplyAdd: without hardware that is a slow exact emulation, and its bits would differ from the wider lanes'.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 MultiplyAdd(Lane1 a, Lane1 b, Lane1 c) => new(float.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 WhereLess(Lane1 a, Lane1 b, Lane1 yes, Lane1 no) => a.Value < b.Value ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Max(Lane1 a, Lane1 b) => a.Value > b.Value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Min(Lane1 a, Lane1 b) => a.Value < b.Value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Abs(Lane1 x) => new(MathF.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Sqrt(Lane1 x) => new(MathF.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Lane1 value) => value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Round(Lane1 x) => new(MathF.Round(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ShiftLeft(Lane1 x, int bits) => new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(x.Value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Bits(uint pattern) => new(BitConverter.UInt32BitsToSingle(pattern));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ShiftRight(Lane1 x, int bits) => new(BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(x.Value) >> bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 And(Lane1 a, Lane1 b) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a.Value) & BitConverter.SingleToInt32Bits(b.Value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Or(Lane1 a, Lane1 b) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a.Value) | BitConverter.SingleToInt32Bits(b.Value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 MinBits(Lane1 a, Lane1 b) =>
        new(BitConverter.UInt32BitsToSingle(Math.Min(BitConverter.SingleToUInt32Bits(a.Value), BitConverter.SingleToUInt32Bits(b.Value))));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 AddBits(Lane1 a, Lane1 b) =>
        new(BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(a.Value) + BitConverter.SingleToInt32Bits(b.Value)));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 WhereBitsLess(Lane1 a, Lane1 b, Lane1 yes, Lane1 no) =>
        BitConverter.SingleToInt32Bits(a.Value) < BitConverter.SingleToInt32Bits(b.Value) ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 CopySign(Lane1 magnitude, Lane1 sign) => new(MathF.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ScaleByPowerOfTwo(Lane1 x, Lane1 n)
    {
        int power = float.ConvertToIntegerNative<int>(n.Value);
        int half = power >> 1;
        return new(x.Value * PowerOfTwo(half) * PowerOfTwo(power - half));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static float PowerOfTwo(int n) => BitConverter.Int32BitsToSingle((n + 127) << 23);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Split(Lane1 x, out Lane1 n)
    {
        int offset = BitConverter.SingleToInt32Bits(x.Value) - LaneMath.BitsOfRootHalf;
        n = new(offset >> 23);
        return new(BitConverter.Int32BitsToSingle((offset & LaneMath.MantissaMask) + LaneMath.BitsOfRootHalf));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Exp(Lane1 x) => LaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 TwoProduct(Lane1 a, Lane1 b, out Lane1 low) => LaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Exp(Lane1 x, Lane1 rest, out Lane1 low) => LaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Exp(Lane1 x, Lane1 rest, Lane1 scale) => LaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Exp(Lane1 x, Lane1 rest, Lane1 scale, Lane1 scaleRest) => LaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ExpM1(Lane1 x) => LaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Log(Lane1 x) => LaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Log1P(Lane1 x) => LaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Log1PExpNonPositive(Lane1 x, Lane1 rest, out Lane1 low) => LaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Tanh(Lane1 x) => LaneMath.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Sigmoid(Lane1 x) => LaneMath.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Gate(Lane1 gated, Lane1 x) => LaneMath.Gate(gated, x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Gate(Lane1 gated, Lane1 x, Lane1 rest) => LaneMath.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 Erf(Lane1 x) => LaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ExpM1NonPositive(Lane1 x) => LaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ExpM1NonPositive(Lane1 x, Lane1 scale) => LaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ExpM1NonPositive(Lane1 x, Lane1 rest, Lane1 scale) => LaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 ScaledNormalTail(Lane1 x, out Lane1 low) => LaneMath.ScaledNormalTail(x, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lane1 NormalCdf(Lane1 x, out Lane1 density) => LaneFunctions.NormalCdf(x, out density);
}
