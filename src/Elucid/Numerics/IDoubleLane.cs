namespace Elucid.Numerics;

/// <summary>A lane of 8, 4, 2 or 1 doubles: what <see cref="DoubleLaneMath"/> needs beyond the formulas.</summary>
internal interface IDoubleLane<V> : ILaneOf<V, double> where V : struct, IDoubleLane<V>
{
    /// <summary>The bits of <paramref name="x"/> shifted left, as double bits.</summary>
    static abstract V ShiftLeft(V x, int bits);

    /// <summary>x · 2ⁿ for an integer n between −2044 and 2044, rounded once where x is near 1: a subnormal result is right, too large a one is
    /// infinite.</summary>
    static abstract V ScaleByPowerOfTwo(V x, V n);

    /// <summary>Writes a positive normal x as m · 2ⁿ with m between √½ and √2, exactly; returns m.</summary>
    static abstract V Split(V x, out V n);
}
