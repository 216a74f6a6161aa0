using System.Runtime.InteropServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Lab.Verification;

/// <summary>Runs a function at one width of lanes, and by the reference.</summary>
internal static class Lanes
{
    /// <summary>Floats in the lanes that this machine runs at full speed, the widest first.</summary>
    public static IReadOnlyList<int> Widths { get; } =
        [.. Lane16.IsSupported ? [16] : Array.Empty<int>(), .. Lane8.IsSupported ? [8] : Array.Empty<int>(), .. Lane4.IsSupported ? [4] : Array.Empty<int>(), 1];

    public static void Compute<TFunction>(TFunction f, int width, ReadOnlySpan<float> x, Span<float> y) where TFunction : struct, IUnary
    {
        switch (width)
        {
            case 16:
                Compute<TFunction, Lane16>(f, x, y);
                break;
            case 8:
                Compute<TFunction, Lane8>(f, x, y);
                break;
            case 4:
                Compute<TFunction, Lane4>(f, x, y);
                break;
            default:
                Compute<TFunction, Lane1>(f, x, y);
                break;
        }
    }

    static void Compute<TFunction, V>(TFunction f, ReadOnlySpan<float> x, Span<float> y) where TFunction : struct, IUnary where V : struct, IVectorLane<V> =>
        ElementwiseSweep.Sweep<TFunction, Overwrite, V>(f, ref MemoryMarshal.GetReference(x), ref MemoryMarshal.GetReference(y), 0, (nuint)y.Length);

    public static void ComputeExactly<TFunction>(TFunction f, ReadOnlySpan<float> x, Span<double> exact) where TFunction : struct, IUnary
    {
        for (int i = 0; i < x.Length; i++)
            exact[i] = f.Invoke(new LaneDouble(x[i])).Value;
    }
}
