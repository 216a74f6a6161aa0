namespace Elucid.Numerics;

/// <summary>A lane of floats: what kernels need beyond the formulas.</summary>
internal interface IVectorLane<V> : ILane<V> where V : struct, IVectorLane<V>
{
    /// <summary>Numbers in one lane: 16, 8, 4 or 1.</summary>
    static abstract int Count { get; }

    /// <summary>Whether this machine runs the lane at full speed. A constant for the JIT.</summary>
    static abstract bool IsSupported { get; }

    /// <summary>Reads <see cref="Count"/> numbers, unaligned, starting at element <paramref name="index"/> after <paramref name="start"/>.</summary>
    static abstract V Load(ref readonly float start, nuint index);

    /// <summary>Writes <see cref="Count"/> numbers, unaligned.</summary>
    static abstract void Store(V value, ref float start, nuint index);

    /// <summary>The sum of all elements, in a fixed order: halves are added until one is left.</summary>
    static abstract float Sum(V value);

    /// <summary>The nearest integer, halves to even.</summary>
    static abstract V Round(V x);

    /// <summary>The bits of <paramref name="x"/> shifted left, as float bits.</summary>
    static abstract V ShiftLeft(V x, int bits);

    /// <summary>x · 2ⁿ for an integer n between −252 and 252, rounded once: a subnormal result is right, too large a one is infinite.</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);

    /// <summary>Writes a positive normal x as m · 2ⁿ with m between √½ and √2, exactly; returns m.</summary>
    static abstract V Split(V x, out V n);
}
