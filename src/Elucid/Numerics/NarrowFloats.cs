using System.Runtime.CompilerServices;

namespace Elucid.Numerics;

/// <summary>Half and BFloat16 to float and back: exact upwards, rounded to nearest with halves to even downwards. NaN stays NaN.</summary>
/// <remarks>
/// .NET has no vector instruction for either, so both are done on the bits. "Bits" is a lane whose elements hold the 16 bits of a number,
/// zero-extended. The bits of a magnitude are a positive int, so that signed comparisons, which every machine has, order them.
/// </remarks>
internal static class NarrowFloats
{
    // Half: 5 exponent bits with bias 15 and 10 fraction bits; a float's fraction has 13 bits more and its bias is 127.
    const int FractionShift = 13;
    const uint HalfSign = 0x8000, HalfMagnitude = 0x7FFF, HalfInfinity = 0x7C00, HalfNaN = 0x7E00;
    const uint BiasChange = (127 - 15) << 23;
    const uint FloatInfinity = 0x7F800000, FloatMagnitude = 0x7FFFFFFF;

    // 2^(127 − 15) moves the exponents of halves, of subnormal ones too, to those of floats.
    const double HalfToFloat = (1UL << 56) * (double)(1UL << 56);

    // Added to a magnitude below 2^-14, ½ leaves it rounded to a multiple of 2^-24, the spacing of subnormal halves, in the low bits.
    const uint BitsOfHalf = 0x3F000000, SmallestNormalHalf = 0x38800000;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FromHalf<V>(V bits) where V : struct, IVectorLane<V>
    {
        V magnitude = V.And(bits, V.Bits(HalfMagnitude));
        V scaled = V.ShiftLeft(magnitude, FractionShift) * V.Of(HalfToFloat);
        V special = V.WhereBitsLess(magnitude, V.Bits(HalfInfinity), V.Bits(0), V.Bits(FloatInfinity));
        return V.Or(V.Or(scaled, special), V.ShiftLeft(V.And(bits, V.Bits(HalfSign)), 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ToHalf<V>(V x) where V : struct, IVectorLane<V>
    {
        V magnitude = V.And(x, V.Bits(FloatMagnitude));
        V normal = RoundedShift(magnitude, FractionShift, change: unchecked(0 - BiasChange));
        V subnormal = V.AddBits(magnitude + V.Of(0.5), V.Bits(unchecked(0 - BitsOfHalf)));
        V finite = V.WhereBitsLess(magnitude, V.Bits(SmallestNormalHalf), subnormal, normal);
        V bounded = V.Min(V.Bits(HalfInfinity), finite);         // as floats these are subnormal numbers, in the order of their bits
        V result = V.WhereBitsLess(V.Bits(FloatInfinity), magnitude, V.Bits(HalfNaN), bounded);
        return V.Or(result, V.And(V.ShiftRight(x, 16), V.Bits(HalfSign)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V FromBFloat16<V>(V bits) where V : struct, IVectorLane<V> => V.ShiftLeft(bits, 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V ToBFloat16<V>(V x) where V : struct, IVectorLane<V>
    {
        V quiet = V.Or(V.ShiftRight(x, 16), V.Bits(BFloat16.QuietBit));     // a NaN whose payload is cut off must stay one
        return V.WhereBitsLess(V.Bits(FloatInfinity), V.And(x, V.Bits(FloatMagnitude)), quiet, RoundedShift(x, 16));
    }

    /// <summary>
    /// The bits and a multiple of what is kept shifted right, rounded to nearest with halves to even: half a unit less one is added, and one more
    /// where the last bit kept is odd.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V RoundedShift<V>(V x, int count, uint change = 0) where V : struct, IVectorLane<V>
    {
        V isOdd = V.And(V.ShiftRight(x, count), V.Bits(1));
        return V.ShiftRight(V.AddBits(V.AddBits(x, V.Bits(unchecked(change + (1u << (count - 1)) - 1))), isOdd), count);
    }
}
