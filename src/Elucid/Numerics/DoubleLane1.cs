using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>One double: the tail of every sweep, the source of plots, and the reference for float. Gives the bits of the wider lanes.</summary>
internal readonly unsafe struct DoubleLane1(double value) : IDoubleLane<DoubleLane1>
{
    public readonly double Value = value;

    public static int Count => 1;
    public static bool IsSupported => true;
    public static bool IsFused => Lane1.IsFused;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Of(double value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Load(double* start, nuint index) => new(start[index]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(DoubleLane1 value, double* start, nuint index) => start[index] = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreStreaming(DoubleLane1 value, double* start, nuint index) => start[index] = value.Value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 LoadOwn(byte* start, nuint index) => Load((double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreOwn(DoubleLane1 value, byte* start, nuint index) => Store(value, (double*)start, index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Broadcast(byte* own) => new(*(double*)own);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 operator +(DoubleLane1 a, DoubleLane1 b) => new(a.Value + b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 operator -(DoubleLane1 a, DoubleLane1 b) => new(a.Value - b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 operator *(DoubleLane1 a, DoubleLane1 b) => new(a.Value * b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 operator /(DoubleLane1 a, DoubleLane1 b) => new(a.Value / b.Value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 operator -(DoubleLane1 a) => new(-a.Value);

    // Not Math.FusedMultiplyAdd: without hardware that is a slow exact emulation, and its bits would differ from the wider lanes'.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 MultiplyAdd(DoubleLane1 a, DoubleLane1 b, DoubleLane1 c) => new(double.MultiplyAddEstimate(a.Value, b.Value, c.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 WhereLess(DoubleLane1 a, DoubleLane1 b, DoubleLane1 yes, DoubleLane1 no) => a.Value < b.Value ? yes : no;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Max(DoubleLane1 a, DoubleLane1 b) => a.Value > b.Value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Min(DoubleLane1 a, DoubleLane1 b) => a.Value < b.Value ? a : b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Abs(DoubleLane1 x) => new(Math.Abs(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Sqrt(DoubleLane1 x) => new(Math.Sqrt(x.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ShiftLeft(DoubleLane1 x, int bits) =>
        new(BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(x.Value) << bits));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 CopySign(DoubleLane1 magnitude, DoubleLane1 sign) => new(Math.CopySign(magnitude.Value, sign.Value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ScaleByPowerOfTwo(DoubleLane1 x, DoubleLane1 n) => DoubleLaneMath.ScaleByPowerOfTwo(x, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Split(DoubleLane1 x, out DoubleLane1 n)
    {
        long offset = BitConverter.DoubleToInt64Bits(x.Value) - DoubleLaneMath.BitsOfRootHalf;
        n = new(offset >> 52);
        return new(BitConverter.Int64BitsToDouble((offset & DoubleLaneMath.MantissaMask) + DoubleLaneMath.BitsOfRootHalf));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 TwoProduct(DoubleLane1 a, DoubleLane1 b, out DoubleLane1 low) => DoubleLaneMath.TwoProduct(a, b, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Exp(DoubleLane1 x) => DoubleLaneMath.Exp(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Exp(DoubleLane1 x, DoubleLane1 rest, out DoubleLane1 low) => DoubleLaneMath.Exp(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Exp(DoubleLane1 x, DoubleLane1 rest, DoubleLane1 scale) => DoubleLaneMath.Exp(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Exp(DoubleLane1 x, DoubleLane1 rest, DoubleLane1 scale, DoubleLane1 scaleRest) =>
        DoubleLaneMath.Exp(x, rest, scale, scaleRest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ExpM1(DoubleLane1 x) => DoubleLaneMath.ExpM1(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ExpM1NonPositive(DoubleLane1 x) => DoubleLaneMath.ExpM1NonPositive(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ExpM1NonPositive(DoubleLane1 x, DoubleLane1 scale) => DoubleLaneMath.ExpM1NonPositive(x, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ExpM1NonPositive(DoubleLane1 x, DoubleLane1 rest, DoubleLane1 scale) => DoubleLaneMath.ExpM1NonPositive(x, rest, scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Log(DoubleLane1 x) => DoubleLaneMath.Log(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Log1P(DoubleLane1 x) => DoubleLaneMath.Log1P(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Log1PExpNonPositive(DoubleLane1 x, DoubleLane1 rest, out DoubleLane1 low) =>
        DoubleLaneMath.Log1PExpNonPositive(x, rest, out low);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Tanh(DoubleLane1 x) => LaneFunctions.Tanh(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Sigmoid(DoubleLane1 x) => LaneFunctions.Sigmoid(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Gate(DoubleLane1 gated, DoubleLane1 x) => LaneFunctions.Gate(gated, x, Of(0));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Gate(DoubleLane1 gated, DoubleLane1 x, DoubleLane1 rest) => LaneFunctions.Gate(gated, x, rest);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 Erf(DoubleLane1 x) => DoubleLaneMath.Erf(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 NormalCdf(DoubleLane1 x, out DoubleLane1 density) => LaneFunctions.NormalCdf(x, out density);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleLane1 ScaledNormalTail(DoubleLane1 x, out DoubleLane1 low) => DoubleLaneMath.ScaledNormalTail(x, out low);
}
