using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Elucid.Numerics;

namespace Elucid;

/// <summary>
/// One pass over a parameter: weights, gradient and state are each read once and written once. Large parameters are split between threads.
/// </summary>
internal static class UpdateSweep
{
    // Some 10 µs of work: below that, handing it over costs more than it gains.
    const int WeightsPerThread = 1 << 15;

    public static void Run<TRule>(TRule rule, Memory<float> weights, ReadOnlyMemory<float> gradient, float[] first, float[] second)
        where TRule : struct, IUpdateRule
    {
        Pieces<TRule> pieces = new(rule, weights, gradient, first, second, Math.Clamp(weights.Length / WeightsPerThread, 1, Threads.Count));
        if (pieces.Count == 1)
            pieces.Run(0);
        else
            Threads.For(pieces.Count, pieces);
    }

    readonly struct Pieces<TRule>(TRule rule, Memory<float> weights, ReadOnlyMemory<float> gradient, float[] first, float[] second, int count)
        : IThreadsBody
        where TRule : struct, IUpdateRule
    {
        public int Count => count;

        public void Run(int index)
        {
            nuint i = (nuint)((long)weights.Length * index / count), end = (nuint)((long)weights.Length * (index + 1) / count);
            ref float w = ref MemoryMarshal.GetReference(weights.Span);
            ref float g = ref MemoryMarshal.GetReference(gradient.Span);
            ref float m = ref MemoryMarshal.GetArrayDataReference(first);
            ref float v = ref MemoryMarshal.GetArrayDataReference(second);
            if (Lane16.IsSupported)
                i = Sweep<TRule, Lane16>(rule, ref w, ref g, ref m, ref v, i, end);
            if (Lane8.IsSupported)
                i = Sweep<TRule, Lane8>(rule, ref w, ref g, ref m, ref v, i, end);
            if (Lane4.IsSupported)
                i = Sweep<TRule, Lane4>(rule, ref w, ref g, ref m, ref v, i, end);
            Sweep<TRule, Lane1>(rule, ref w, ref g, ref m, ref v, i, end);
        }
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
