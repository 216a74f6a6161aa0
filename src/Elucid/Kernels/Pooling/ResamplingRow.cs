using System.Runtime.CompilerServices;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The passes of a resizing over one row.</summary>
internal static unsafe class ResamplingRow
{
    /// <summary>Numbers before and behind a row that its passes may read and write.</summary>
    public const int Margin = 4;

    /// <summary>line = (1 − share) · low + share · high.</summary>
    public static void Mix(float* low, float* high, float share, float* line, int width)
    {
        int i = 0;
        if (Lane16.IsSupported) i = Mix<Lane16>(low, high, share, line, i, width);
        if (Lane8.IsSupported && i < width) i = Mix<Lane8>(low, high, share, line, i, width);
        if (Lane4.IsSupported && i < width) i = Mix<Lane4>(low, high, share, line, i, width);
        if (i < width) Mix<Lane1>(low, high, share, line, i, width);
    }

    /// <summary>to += factor · line.</summary>
    public static void Add(float* line, float factor, float* to, int width)
    {
        int i = 0;
        if (Lane16.IsSupported) i = Add<Lane16>(line, factor, to, i, width);
        if (Lane8.IsSupported && i < width) i = Add<Lane8>(line, factor, to, i, width);
        if (Lane4.IsSupported && i < width) i = Add<Lane4>(line, factor, to, i, width);
        if (i < width) Add<Lane1>(line, factor, to, i, width);
    }

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
        int i = 0, width = axis.Input;
        (line[-1], line[width]) = (line[0], line[width - 1]);
        if (Lane16.IsSupported) i = Double<Lane16>(line, to, i, width, axis.IsCopy);
        if (Lane8.IsSupported) i = Double<Lane8>(line, to, i, width, axis.IsCopy);
        if (Lane4.IsSupported) i = Double<Lane4>(line, to, i, width, axis.IsCopy);
        Double<Lane1>(line, to, i, width, axis.IsCopy);
    }

    /// <summary>line += the gradients of a row, each shared out to what it came from. Before and behind the gradients is <see cref="Margin"/>.</summary>
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
        int i = 0, width = axis.Input;
        (dy[-1], dy[2 * width]) = (dy[0], dy[2 * width - 1]);
        if (Lane16.IsSupported) i = Halve<Lane16>(dy, line, i, width, axis.IsCopy);
        if (Lane8.IsSupported) i = Halve<Lane8>(dy, line, i, width, axis.IsCopy);
        if (Lane4.IsSupported) i = Halve<Lane4>(dy, line, i, width, axis.IsCopy);
        Halve<Lane1>(dy, line, i, width, axis.IsCopy);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Mix<V>(float* low, float* high, float share, float* line, int i, int width) where V : struct, IVectorLane<V>
    {
        V ofHigh = V.Of(share), ofLow = V.Of(1 - share);
        for (; i + V.Count <= width; i += V.Count)
            V.Store(V.MultiplyAdd(ofHigh, V.Load(high, (nuint)i), ofLow * V.Load(low, (nuint)i)), line, (nuint)i);
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Add<V>(float* line, float factor, float* to, int i, int width) where V : struct, IVectorLane<V>
    {
        V f = V.Of(factor);
        for (; i + V.Count <= width; i += V.Count)
            V.Store(V.MultiplyAdd(f, V.Load(line, (nuint)i), V.Load(to, (nuint)i)), to, (nuint)i);
        return i;
    }

    // Outputs 2i and 2i + 1 lie a quarter before and behind input i.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Double<V>(float* line, float* to, int i, int width, bool isCopy) where V : struct, IVectorLane<V>
    {
        V near = V.Of(0.75), far = V.Of(0.25);
        for (; i + V.Count <= width; i += V.Count)
        {
            V middle = V.Load(line, (nuint)i);
            if (isCopy)
            {
                V.StoreInTurn(middle, middle, to + 2 * i);
                continue;
            }
            V part = near * middle;
            V.StoreInTurn(V.MultiplyAdd(far, V.Load(line + i - 1, 0), part), V.MultiplyAdd(far, V.Load(line + i + 1, 0), part), to + 2 * i);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static int Halve<V>(float* dy, float* line, int i, int width, bool isCopy) where V : struct, IVectorLane<V>
    {
        V near = V.Of(0.75), far = V.Of(0.25);
        for (; i + V.Count <= width; i += V.Count)
        {
            float* at = dy + 2 * i;
            V sum = V.LoadEven(at) + V.LoadOdd(at);
            if (!isCopy)
                sum = V.MultiplyAdd(near, sum, far * (V.LoadOdd(at - 2) + V.LoadEven(at + 2)));
            V.Store(V.Load(line, (nuint)i) + sum, line, (nuint)i);
        }
        return i;
    }
}
