namespace Elucid.Numerics;

/// <summary>A lane of 16, 8, 4 or 1 floats: what kernels need beyond the formulas.</summary>
internal unsafe interface IVectorLane<V> : ILaneOf<V, float>, ILaneOf<V, Half>, ILaneOf<V, BFloat16> where V : struct, IVectorLane<V>
{
    /// <summary>Reads as many numbers as the lane has, unaligned, starting at element <paramref name="index"/> after
    /// <paramref name="start"/>.</summary>
    static abstract V Load(ref readonly float start, nuint index);

    /// <summary>Writes as many numbers as the lane has, unaligned.</summary>
    static abstract void Store(V value, ref float start, nuint index);

    /// <summary>Of twice as many neighbouring numbers the first, the third and so on.</summary>
    static abstract V LoadEven(float* start);

    /// <summary>Of twice as many neighbouring numbers the second, the fourth and so on.</summary>
    static abstract V LoadOdd(float* start);

    /// <summary>Writes the numbers of both in turn.</summary>
    static abstract void StoreInTurn(V even, V odd, float* start);

    /// <summary>The number at element <paramref name="index"/> after <paramref name="start"/> in every element: one instruction, where
    /// <see cref="ILane{V}.Of"/> loads and then spreads.</summary>
    static abstract V Broadcast(ref readonly float start, nint index);

    /// <summary>The sum of all elements, in a fixed order: halves are added until one is left.</summary>
    static abstract float Sum(V value);

    /// <summary>The nearest integer, halves to even.</summary>
    static abstract V Round(V x);

    /// <summary>The constant that has these bits.</summary>
    static abstract V Bits(uint pattern);

    /// <summary>The bits of <paramref name="x"/> shifted left.</summary>
    static abstract V ShiftLeft(V x, int bits);

    /// <summary>The bits of <paramref name="x"/> shifted right, zeros coming in.</summary>
    static abstract V ShiftRight(V x, int bits);

    /// <summary>The bits that are set in both.</summary>
    static abstract V And(V a, V b);

    /// <summary>The bits that are set in either.</summary>
    static abstract V Or(V a, V b);

    /// <summary>The sum of the bits as 32-bit integers, wrapping.</summary>
    static abstract V AddBits(V a, V b);

    /// <summary>The smaller of the bits as unsigned integers: of two negative numbers the one nearer to 0, of different signs the positive
    /// one.</summary>
    static abstract V MinBits(V a, V b);

    /// <summary>Per element: <paramref name="yes"/> where the bits of a are less than those of b as signed integers, else
    /// <paramref name="no"/>.</summary>
    static abstract V WhereBitsLess(V a, V b, V yes, V no);

    /// <summary>x · 2ⁿ for an integer n between −252 and 252, rounded once: a subnormal result is right, too large a one is infinite.</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);

    /// <summary>Writes a positive normal x as m · 2ⁿ with m between √½ and √2, exactly; returns m.</summary>
    static abstract V Split(V x, out V n);
}
