using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>Work that is written once for lanes of any width.</summary>
internal interface ILaneBody
{
    void Run<V>() where V : struct, IVectorLane<V>;
}

/// <summary>What is computed from lanes of any width.</summary>
internal interface ILaneFunction
{
    float Run<V>() where V : struct, IVectorLane<V>;
}

/// <summary>A pass over numbers side by side that is written once for lanes of any width.</summary>
internal interface ILanePass
{
    /// <summary>Goes on from <paramref name="i"/> as far as whole lanes reach before <paramref name="end"/>; returns the first place that is not
    /// done.</summary>
    int Run<V>(int i, int end) where V : struct, IVectorLane<V>;
}

/// <summary>The widths of lanes from 16 floats down to one, and how kernels go down them.</summary>
/// <remarks>
/// Widths are asked for by <see cref="ISizedLane{V}.IsSupported"/>, as emulated 512-bit code is ten times slower than none. Bodies and passes are
/// structs that read their fields into locals before they loop: from fields the JIT copies them in each step. Those with an elementary function are
/// compiled alone, <c>NoInlining | AggressiveOptimization</c>; short ones are inlined into the method that goes down the widths, and that is compiled
/// alone: one call in place of one for each width.
/// </remarks>
internal static class Lanes
{
    /// <summary>Runs a body once, in the widest lanes that the machine has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Widest<TBody>(in TBody body) where TBody : struct, ILaneBody, allows ref struct => UpTo(Lane16.Count, body);

    /// <summary>What a function computes in the widest lanes that the machine has.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Compute<TFunction>(TFunction function) where TFunction : struct, ILaneFunction, allows ref struct =>
        Lane16.IsSupported ? function.Run<Lane16>()
        : Lane8.IsSupported ? function.Run<Lane8>()
        : Lane4.IsSupported ? function.Run<Lane4>()
        : function.Run<Lane1>();

    /// <summary>Runs a body once, in the widest lanes of at most <paramref name="count"/> numbers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void UpTo<TBody>(int count, in TBody body) where TBody : struct, ILaneBody, allows ref struct
    {
        if (Lane16.IsSupported && count >= Lane16.Count)
            body.Run<Lane16>();
        else if (Lane8.IsSupported && count >= Lane8.Count)
            body.Run<Lane8>();
        else if (Lane4.IsSupported && count >= Lane4.Count)
            body.Run<Lane4>();
        else
            body.Run<Lane1>();
    }

    /// <summary>Runs a pass from <paramref name="i"/> to <paramref name="end"/>, first in the widest lanes and what is left in narrower ones; returns
    /// the first place that is not done.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Pass<TPass>(in TPass pass, int i, int end) where TPass : struct, ILanePass, allows ref struct
    {
        if (Lane16.IsSupported)
            i = pass.Run<Lane16>(i, end);
        if (Lane8.IsSupported && i < end)
            i = pass.Run<Lane8>(i, end);
        if (Lane4.IsSupported && i < end)
            i = pass.Run<Lane4>(i, end);
        return i < end ? pass.Run<Lane1>(i, end) : i;
    }
}
