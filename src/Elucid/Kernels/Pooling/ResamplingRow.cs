using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The passes of a resizing over one row.</summary>
internal static unsafe class ResamplingRow
{
    /// <summary>Numbers before and behind a row that its passes may read and write.</summary>
    public const int Margin = 4;

    /// <summary>line = (1 − share) · low + share · high.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Mix(float* low, float* high, float share, float* line, int width) => Lanes.Pass(new MixPass(low, high, share, line), 0, width);

    /// <summary>to += factor · line.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(float* line, float factor, float* to, int width) => Lanes.Pass(new AddPass(line, factor, to), 0, width);

    /// <summary>The numbers of a row at the places of the axis. Before and behind the line is <see cref="Margin"/>.</summary>
    public static void Along(float* line, float* to, ResamplingAxis axis)
    {
        if (!axis.IsDoubled)
        {
            for (int o = 0; o < axis.Output; o++)
            {
                float share = axis.Share(o);
                to[o] = axis.IsCopy ? line[axis.Low(o)] : (1 - share) * line[axis.Low(o)] + share * line[axis.High(o)];
            }
            return;
        }
        int width = axis.Input;
        (line[-1], line[width]) = (line[0], line[width - 1]);
        Double(line, to, axis.IsCopy, width);
    }

    /// <summary>line += the gradients of a row, each shared out to what it came from. Before and behind the gradients is
    /// <see cref="Margin"/>.</summary>
    public static void Back(float* dy, float* line, ResamplingAxis axis)
    {
        if (!axis.IsDoubled)
        {
            for (int o = 0; o < axis.Output; o++)
            {
                line[axis.Low(o)] += (1 - axis.Share(o)) * dy[o];
                if (!axis.IsCopy)
                    line[axis.High(o)] += axis.Share(o) * dy[o];
            }
            return;
        }
        // Outputs at the edges lie between one input and itself: as if there were one output more on both sides.
        int width = axis.Input;
        (dy[-1], dy[2 * width]) = (dy[0], dy[2 * width - 1]);
        Halve(dy, line, axis.IsCopy, width);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Double(float* line, float* to, bool isCopy, int width) => Lanes.Pass(new DoublePass(line, to, isCopy), 0, width);

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Halve(float* dy, float* line, bool isCopy, int width) => Lanes.Pass(new HalvePass(dy, line, isCopy), 0, width);

    readonly struct MixPass(float* low, float* high, float share, float* line) : ILanePass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            float* before = low, behind = high, to = line;
            V ofHigh = V.Of(share), ofLow = V.Of(1 - share);
            for (; i + V.Count <= end; i += V.Count)
                V.Store(V.MultiplyAdd(ofHigh, V.Load(behind, (nuint)i), ofLow * V.Load(before, (nuint)i)), to, (nuint)i);
            return i;
        }
    }

    readonly struct AddPass(float* line, float factor, float* to) : ILanePass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            float* from = line, sums = to;
            V f = V.Of(factor);
            for (; i + V.Count <= end; i += V.Count)
                V.Store(V.MultiplyAdd(f, V.Load(from, (nuint)i), V.Load(sums, (nuint)i)), sums, (nuint)i);
            return i;
        }
    }

    // Outputs 2i and 2i + 1 lie a quarter before and behind input i.
    readonly struct DoublePass(float* line, float* to, bool isCopy) : ILanePass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            float* from = line, outputs = to;
            bool copies = isCopy;
            V near = V.Of(0.75), far = V.Of(0.25);
            for (; i + V.Count <= end; i += V.Count)
            {
                V middle = V.Load(from, (nuint)i);
                if (copies)
                {
                    V.StoreInTurn(middle, middle, outputs + 2 * i);
                    continue;
                }
                V part = near * middle;
                V.StoreInTurn(V.MultiplyAdd(far, V.Load(from + i - 1, 0), part), V.MultiplyAdd(far, V.Load(from + i + 1, 0), part), outputs + 2 * i);
            }
            return i;
        }
    }

    readonly struct HalvePass(float* dy, float* line, bool isCopy) : ILanePass
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Run<V>(int i, int end) where V : struct, IVectorLane<V>
        {
            float* from = dy, sums = line;
            bool copies = isCopy;
            V near = V.Of(0.75), far = V.Of(0.25);
            for (; i + V.Count <= end; i += V.Count)
            {
                float* at = from + 2 * i;
                V sum = V.LoadEven(at) + V.LoadOdd(at);
                if (!copies)
                    sum = V.MultiplyAdd(near, sum, far * (V.LoadOdd(at - 2) + V.LoadEven(at + 2)));
                V.Store(V.Load(sums, (nuint)i) + sum, sums, (nuint)i);
            }
            return i;
        }
    }
}
