namespace Elucid.Kernels;

/// <summary>How the sums of a product, or of a part of one, begin.</summary>
internal enum GemmStart
{
    /// <summary>At 0: what C held is overwritten.</summary>
    Zero,

    /// <summary>With what C holds: the sums go on, as if they had never been interrupted.</summary>
    Resume,

    /// <summary>At 0, and at the end they are added to C: blocks of a <see cref="LongSum"/>.</summary>
    Apart,
}

internal static class GemmStarts
{
    /// <summary>How the part of a product that begins at <paramref name="p"/> of k goes on where the whole begins so.</summary>
    public static GemmStart Of(this GemmStart start, int p, bool isLong) =>
        p == 0 && start == GemmStart.Zero ? GemmStart.Zero : isLong || start == GemmStart.Apart ? GemmStart.Apart : GemmStart.Resume;

    /// <summary>The beginning of a product that adds to C or overwrites it.</summary>
    public static GemmStart For(bool accumulate) => accumulate ? GemmStart.Resume : GemmStart.Zero;
}
