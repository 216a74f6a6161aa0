using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Elucid.Kernels;

/// <summary>Copies between a dense block of numbers and every so many places of a larger one.</summary>
internal static class PlaneCopy
{
    /// <summary>to[i, j] = plane[line + i · lineStep, start + j · step], and 0 outside the plane.</summary>
    /// <param name="plane">[height, width]</param>
    /// <param name="height">Lines of the plane.</param>
    /// <param name="width">Numbers in a line.</param>
    /// <param name="line">The first line to copy; negative for lines above the plane.</param>
    /// <param name="lineStep">From one line to the next.</param>
    /// <param name="start">The first number of a line.</param>
    /// <param name="step">From one number to the next.</param>
    /// <param name="to">[lines, columns]</param>
    /// <param name="lines">Lines to copy.</param>
    /// <param name="columns">Numbers to copy of each.</param>
    public static void Lines(ref float plane, int height, int width, int line, int lineStep, int start, int step, ref float to, int lines, int columns)
    {
        Span<float> result = MemoryMarshal.CreateSpan(ref to, lines * columns);
        // The lines, and the numbers of each, that lie inside.
        int above = Math.Clamp(CeilingOfQuotient(-line, lineStep), 0, lines), below = Math.Clamp(CeilingOfQuotient(height - line, lineStep), above, lines);
        int left = Math.Clamp(CeilingOfQuotient(-start, step), 0, columns), right = Math.Clamp(CeilingOfQuotient(width - start, step), left, columns);
        result[..(above * columns)].Clear();
        result[(below * columns)..].Clear();
        if (above == below)
            return;
        if (step == 1 && lineStep == 1 && width == columns)
        {
            // All lines at once; what comes from the neighbouring line is cleared after.
            int source = (line + above) * width + start, skipped = Math.Max(0, -source), count = Math.Min((below - above) * width, height * width - source) - skipped;
            if (count > 0)
                MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref plane, source + skipped), count).CopyTo(result[(above * width + skipped)..]);
        }
        else if (left < right)
        {
            ref float from = ref Unsafe.Add(ref plane, (nint)(line + above * lineStep) * width + start + left * step);
            Gather(below - above, right - left, ref from, lineStep * width, step, ref Unsafe.Add(ref to, above * columns + left), columns);
        }
        for (int i = above; i < below; i++)
        {
            for (int j = 0; j < left; j++)
                result[i * columns + j] = 0;
            for (int j = right; j < columns; j++)
                result[i * columns + j] = 0;
        }
    }

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
                        EvenOnes(Vector128.LoadUnsafe(ref from, (nuint)(2 * j)), Vector128.LoadUnsafe(ref from, (nuint)(2 * j + 4))).StoreUnsafe(ref to, (nuint)j);
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
    static Vector128<float> EvenOnes(Vector128<float> a, Vector128<float> b) => Sse.IsSupported ? Sse.Shuffle(a, b, 0b10_00_10_00) : AdvSimd.Arm64.UnzipEven(a, b);

    static int CeilingOfQuotient(int value, int divisor) => value >= 0 ? (value + divisor - 1) / divisor : -(-value / divisor);
}
