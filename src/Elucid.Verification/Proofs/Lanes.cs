using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid.Verification;

/// <summary>Runs a function at one width of lanes.</summary>
internal static class Lanes
{
    /// <summary>Elements in the lanes for float, Half and BFloat16 that this machine runs at full speed, the widest first.</summary>
    public static IReadOnlyList<int> Widths { get; } = Supported<float, Lane16, Lane8, Lane4, Lane1>();

    /// <summary>Elements in the lanes for double.</summary>
    public static IReadOnlyList<int> DoubleWidths { get; } = Supported<double, DoubleLane8, DoubleLane4, DoubleLane2, DoubleLane1>();

    /// <summary>y = f(x) with lanes of <paramref name="width"/> elements, one of <see cref="Widths"/>; lengths are multiples of it.</summary>
    public static void Compute<TFunction>(TFunction f, int width, ReadOnlySpan<float> x, Span<float> y) where TFunction : struct, IUnary =>
        Compute<TFunction, float, Lane16, Lane8, Lane4, Lane1>(f, width, x, y);

    /// <inheritdoc cref="Compute{TFunction}(TFunction, int, ReadOnlySpan{float}, Span{float})"/>
    public static void Compute<TFunction>(TFunction f, int width, ReadOnlySpan<Half> x, Span<Half> y) where TFunction : struct, IUnary =>
        Compute<TFunction, Half, Lane16, Lane8, Lane4, Lane1>(f, width, x, y);

    /// <inheritdoc cref="Compute{TFunction}(TFunction, int, ReadOnlySpan{float}, Span{float})"/>
    public static void Compute<TFunction>(TFunction f, int width, ReadOnlySpan<BFloat16> x, Span<BFloat16> y) where TFunction : struct, IUnary =>
        Compute<TFunction, BFloat16, Lane16, Lane8, Lane4, Lane1>(f, width, x, y);

    /// <summary>The same for doubles and <see cref="DoubleWidths"/>.</summary>
    public static void Compute<TFunction>(TFunction f, int width, ReadOnlySpan<double> x, Span<double> y) where TFunction : struct, IUnary =>
        Compute<TFunction, double, DoubleLane8, DoubleLane4, DoubleLane2, DoubleLane1>(f, width, x, y);

    static void Compute<TFunction, T, VWidest, VWide, VNarrow, VOne>(TFunction f, int width, ReadOnlySpan<T> x, Span<T> y)
        where TFunction : struct, IUnary where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T>
            where VOne : struct, ILaneOf<VOne, T>
    {
        if (width == VWidest.Count)
            ElementwiseOperands.RunAt<TFunction, T, VWidest>(f, x, y);
        else if (width == VWide.Count)
            ElementwiseOperands.RunAt<TFunction, T, VWide>(f, x, y);
        else if (width == VNarrow.Count)
            ElementwiseOperands.RunAt<TFunction, T, VNarrow>(f, x, y);
        else
            ElementwiseOperands.RunAt<TFunction, T, VOne>(f, x, y);
    }

    static List<int> Supported<T, VWidest, VWide, VNarrow, VOne>()
        where T : unmanaged
        where VWidest : struct, ILaneOf<VWidest, T> where VWide : struct, ILaneOf<VWide, T> where VNarrow : struct, ILaneOf<VNarrow, T>
            where VOne : struct, ILaneOf<VOne, T>
    {
        (int Count, bool IsSupported)[] lanes =
            [(VWidest.Count, VWidest.IsSupported), (VWide.Count, VWide.IsSupported), (VNarrow.Count, VNarrow.IsSupported), (VOne.Count, true)];
        return [.. lanes.Where(lane => lane.IsSupported).Select(lane => lane.Count)];
    }
}
