namespace Elucid.Numerics;

/// <summary>A lane of doubles: what kernels and <see cref="DoubleLaneMath"/> need beyond the formulas. The analogue of <see cref="IVectorLane{V}"/>.</summary>
internal interface IDoubleLane<V> : ILane<V> where V : struct, IDoubleLane<V>
{
    /// <summary>Numbers in one lane: 8, 4, 2 or 1.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this machine runs the lane at full speed. A constant for the JIT.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Whether <see cref="ILane{V}.MultiplyAdd"/> rounds once. A constant for the JIT.</summary>
    static abstract bool IsFused { get; }

    /// <summary>Reads <see cref="Count"/> numbers, unaligned, starting at element <paramref name="index"/> after <paramref name="start"/>.</summary>
    static abstract V Load(ref readonly double start, nuint index);

    /// <summary>Writes <see cref="Count"/> numbers, unaligned.</summary>
    static abstract void Store(V value, ref double start, nuint index);

    /// <summary>The bits of <paramref name="x"/> shifted left, as double bits.</summary>
    static abstract V ShiftLeft(V x, int bits);

    /// <summary><paramref name="magnitude"/> with the sign bit of <paramref name="sign"/>.</summary>
    static abstract V CopySign(V magnitude, V sign);

    /// <summary>x · 2ⁿ for an integer n between −2044 and 2044, rounded once where x is near 1: a subnormal result is right, too large a one is infinite.</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);

    /// <summary>Writes a positive normal x as m · 2ⁿ with m between √½ and √2, exactly; returns m.</summary>
    static abstract V Split(V x, out V n);
}
