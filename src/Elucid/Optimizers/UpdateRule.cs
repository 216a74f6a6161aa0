using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid.Optimizers;

/// <summary>How one weight moves, written once over a lane. The sweep loads and stores only as many state numbers as the rule has.</summary>
internal interface IUpdateRule
{
    /// <summary>Numbers remembered per weight: 0, 1 or 2. A constant for the JIT.</summary>
    static abstract int StateCount { get; }

    /// <summary>The new weight; updates the remembered numbers.</summary>
    V Update<V>(V weight, V gradient, ref V first, ref V second) where V : struct, ILane<V>;
}

/// <summary>One pass over a parameter: weights, gradient and state are each read once and written once.</summary>
internal static class UpdateSweep
{
    public static void Run<TRule>(TRule rule, Span<float> weights, ReadOnlySpan<float> gradient, Span<float> first, Span<float> second)
        where TRule : struct, IUpdateRule
    {
        nuint count = (nuint)weights.Length, i = 0;
        ref float w = ref MemoryMarshal.GetReference(weights);
        ref float g = ref MemoryMarshal.GetReference(gradient);
        ref float m = ref MemoryMarshal.GetReference(first);
        ref float v = ref MemoryMarshal.GetReference(second);
        if (Lane16.IsSupported)
            i = Sweep<TRule, Lane16>(rule, ref w, ref g, ref m, ref v, i, count);
        if (Lane8.IsSupported)
            i = Sweep<TRule, Lane8>(rule, ref w, ref g, ref m, ref v, i, count);
        if (Lane4.IsSupported)
            i = Sweep<TRule, Lane4>(rule, ref w, ref g, ref m, ref v, i, count);
        Sweep<TRule, Lane1>(rule, ref w, ref g, ref m, ref v, i, count);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static nuint Sweep<TRule, V>(TRule rule, ref float w, ref float g, ref float m, ref float v, nuint i, nuint count)
        where TRule : struct, IUpdateRule
        where V : struct, IVectorLane<V>
    {
        for (; i + (nuint)V.Count <= count; i += (nuint)V.Count)
        {
            V first = TRule.StateCount > 0 ? V.Load(ref m, i) : V.Of(0);
            V second = TRule.StateCount > 1 ? V.Load(ref v, i) : V.Of(0);
            V.Store(rule.Update(V.Load(ref w, i), V.Load(ref g, i), ref first, ref second), ref w, i);
            if (TRule.StateCount > 0)
                V.Store(first, ref m, i);
            if (TRule.StateCount > 1)
                V.Store(second, ref v, i);
        }
        return i;
    }
}
