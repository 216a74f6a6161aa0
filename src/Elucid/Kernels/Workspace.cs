using System.Numerics;

namespace Elucid.Kernels;

/// <summary>Buffers of this thread that only grow: kernels make no garbage. What is rented holds until the next call on this thread.</summary>
internal static class Workspace
{
    [ThreadStatic]
    static float[]? _floats;

    [ThreadStatic]
    static int[]? _steps;

    /// <summary>Numbers with unspecified values.</summary>
    public static float[] Rent(int length)
    {
        float[]? space = _floats;
        if (space is null || space.Length < length)
            _floats = space = GC.AllocateUninitializedArray<float>(RoundUp(length));
        return space;
    }

    /// <summary>A table for <see cref="TableSteps"/>: pinned, with unspecified values.</summary>
    public static int[] RentSteps(int length)
    {
        int[]? space = _steps;
        if (space is null || space.Length < length)
            _steps = space = GC.AllocateUninitializedArray<int>(RoundUp(length), pinned: true);
        return space;
    }

    static int RoundUp(int length) => (int)Math.Min(BitOperations.RoundUpToPowerOf2((uint)length), (uint)Array.MaxLength);
}
