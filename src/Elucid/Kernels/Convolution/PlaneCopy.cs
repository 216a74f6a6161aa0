using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>Copies between a dense block of numbers and every so many places of a larger one.</summary>
internal static class PlaneCopy
{
    /// <summary>to[i, j] = from[i · fromStride + j · step], rows × columns of them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Gather(int rows, int columns, ref float from, nint fromStride, nint step, ref float to, nint toStride)
    {
        for (; rows > 0; rows--)
        {
            if (step == 1)
            {
                MemoryMarshal.CreateReadOnlySpan(ref from, columns).CopyTo(MemoryMarshal.CreateSpan(ref to, columns));
            }
            else
            {
                nint j = 0;
                // Eight numbers are read for four: the last of them must be there.
                if (step == 2 && (Sse.IsSupported || AdvSimd.Arm64.IsSupported))
                    for (; j + 4 < columns; j += 4)
                        EvenOnes(Vector128.LoadUnsafe(ref from, (nuint)(2 * j)), Vector128.LoadUnsafe(ref from, (nuint)(2 * j + 4)))
                            .StoreUnsafe(ref to, (nuint)j);
                for (; j < columns; j++)
                    Unsafe.Add(ref to, j) = Unsafe.Add(ref from, j * step);
            }
            from = ref Unsafe.Add(ref from, fromStride);
            to = ref Unsafe.Add(ref to, toStride);
        }
    }

    /// <summary>to[i · toStride + j · step] = from[i, j], or that added to what is there.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scatter(int rows, int columns, ref float from, ref float to, nint toStride, nint step, bool accumulate)
    {
        for (; rows > 0; rows--)
        {
            ref float place = ref to;
            if (accumulate)
            {
                for (nint j = 0; j < columns; j++, place = ref Unsafe.Add(ref place, step))
                    place += Unsafe.Add(ref from, j);
            }
            else
            {
                for (nint j = 0; j < columns; j++, place = ref Unsafe.Add(ref place, step))
                    place = Unsafe.Add(ref from, j);
            }
            from = ref Unsafe.Add(ref from, columns);
            to = ref Unsafe.Add(ref to, toStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector128<float> EvenOnes(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(a, b);
}
