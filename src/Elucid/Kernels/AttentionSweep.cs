using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The passes of attention over a block of scores. Rows are a multiple of 16 long: no tails, and the same 16 partial sums at every width.</summary>
internal static unsafe class AttentionSweep
{
    const int Partials = 16;

    /// <summary>
    /// Each row of scores becomes e^(score − max) with the largest score so far; the row's sum of exponentials is brought up to date (Milakov and
    /// Gimelshein 2018, arXiv:1805.02867).
    /// </summary>
    /// <param name="scores">[rows, width] with this stride.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="rows">Queries.</param>
    /// <param name="width">Keys, a multiple of 16; those that are hidden hold −∞.</param>
    /// <param name="largest">The largest score of each row so far; −∞ at the start.</param>
    /// <param name="sums">Σ e^(score − largest) of each row so far.</param>
    /// <param name="corrections">What earlier results of each row are to be multiplied by.</param>
    public static void Exponentials(float* scores, nint stride, int rows, int width, float* largest, float* sums, float* corrections)
    {
        if (Lane16.IsSupported) Exponentials<Lane16>(scores, stride, rows, (nuint)width, largest, sums, corrections);
        else if (Lane8.IsSupported) Exponentials<Lane8>(scores, stride, rows, (nuint)width, largest, sums, corrections);
        else if (Lane4.IsSupported) Exponentials<Lane4>(scores, stride, rows, (nuint)width, largest, sums, corrections);
        else Exponentials<Lane1>(scores, stride, rows, (nuint)width, largest, sums, corrections);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Exponentials<V>(float* scores, nint stride, int rows, nuint width, float* largest, float* sums, float* corrections)
        where V : struct, IVectorLane<V>
    {
        float* partial = stackalloc float[Partials];
        for (int row = 0; row < rows; row++)
        {
            float* s = scores + row * stride;
            for (nuint part = 0; part < Partials; part += (nuint)V.Count)
            {
                V top = V.Load(s, part);
                for (nuint j = part + Partials; j < width; j += Partials)
                    top = V.Max(V.Load(s, j), top);
                V.Store(top, partial, part);
            }
            float before = largest[row], max = Math.Max(before, Largest(partial));
            largest[row] = max;
            // A row that saw nothing yet has no largest score: e^(−∞ − 0) is the 0 that its weights are.
            float shift = float.IsNegativeInfinity(max) ? 0 : max;
            for (nuint part = 0; part < Partials; part += (nuint)V.Count)
            {
                V sum = V.Of(0), shifts = V.Of(shift);
                for (nuint j = part; j < width; j += Partials)
                {
                    V e = V.Exp(V.Load(s, j) - shifts);
                    V.Store(e, s, j);
                    sum += e;
                }
                V.Store(sum, partial, part);
            }
            float correction = Lane1.Exp(new Lane1(before - shift)).Value;
            corrections[row] = correction;
            sums[row] = sums[row] * correction + Sum(partial);
        }
    }

    /// <summary>Scores become weights: e^(score − logSumExp) for each row.</summary>
    public static void Weights(float* scores, nint stride, int rows, int width, float* logSumExp)
    {
        if (Lane16.IsSupported) Weights<Lane16>(scores, stride, rows, (nuint)width, logSumExp);
        else if (Lane8.IsSupported) Weights<Lane8>(scores, stride, rows, (nuint)width, logSumExp);
        else if (Lane4.IsSupported) Weights<Lane4>(scores, stride, rows, (nuint)width, logSumExp);
        else Weights<Lane1>(scores, stride, rows, (nuint)width, logSumExp);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Weights<V>(float* scores, nint stride, int rows, nuint width, float* logSumExp) where V : struct, IVectorLane<V>
    {
        for (int row = 0; row < rows; row++)
        {
            float* s = scores + row * stride;
            V shift = V.Of(logSumExp[row]);
            for (nuint j = 0; j < width; j += (nuint)V.Count)
                V.Store(V.Exp(V.Load(s, j) - shift), s, j);
        }
    }

    /// <summary>The gradient of the scores, in the place of that of the weights: weight · (dweight − Σ weight · dweight).</summary>
    /// <param name="weights">[rows, width] with this stride.</param>
    /// <param name="gradients">Likewise: of the weights before, of the scores after.</param>
    /// <param name="stride">From row to row.</param>
    /// <param name="rows">Queries.</param>
    /// <param name="width">Keys, a multiple of 16.</param>
    /// <param name="dots">Σ weight · dweight of each row, over all keys.</param>
    public static void ScoreGradients(float* weights, float* gradients, nint stride, int rows, int width, float* dots)
    {
        if (Lane16.IsSupported) ScoreGradients<Lane16>(weights, gradients, stride, rows, (nuint)width, dots);
        else if (Lane8.IsSupported) ScoreGradients<Lane8>(weights, gradients, stride, rows, (nuint)width, dots);
        else if (Lane4.IsSupported) ScoreGradients<Lane4>(weights, gradients, stride, rows, (nuint)width, dots);
        else ScoreGradients<Lane1>(weights, gradients, stride, rows, (nuint)width, dots);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void ScoreGradients<V>(float* weights, float* gradients, nint stride, int rows, nuint width, float* dots) where V : struct, IVectorLane<V>
    {
        for (int row = 0; row < rows; row++)
        {
            float* p = weights + row * stride, g = gradients + row * stride;
            V dot = V.Of(dots[row]);
            for (nuint j = 0; j < width; j += (nuint)V.Count)
                V.Store(V.Load(p, j) * (V.Load(g, j) - dot), g, j);
        }
    }

    /// <summary>Multiplies each row by its own factor.</summary>
    /// <param name="x">[rows, width], one row after the other; the width is a multiple of 4.</param>
    /// <param name="rows">How many.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="factors">[rows].</param>
    public static void ScaleRows(float* x, int rows, int width, float* factors)
    {
        if (Lane16.IsSupported && width % 16 == 0) ScaleRows<Lane16>(x, rows, (nuint)width, factors);
        else if (Lane8.IsSupported && width % 8 == 0) ScaleRows<Lane8>(x, rows, (nuint)width, factors);
        else if (Lane4.IsSupported) ScaleRows<Lane4>(x, rows, (nuint)width, factors);
        else ScaleRows<Lane1>(x, rows, (nuint)width, factors);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void ScaleRows<V>(float* x, int rows, nuint width, float* factors) where V : struct, IVectorLane<V>
    {
        for (int row = 0; row < rows; row++, x += width)
        {
            V factor = V.Of(factors[row]);
            for (nuint j = 0; j < width; j += (nuint)V.Count)
                V.Store(V.Load(x, j) * factor, x, j);
        }
    }

    /// <summary>Writes scale · x to rows elsewhere, or adds it to them.</summary>
    public static void CopyRows(float* x, nint stride, float* y, nint toStride, int rows, int width, float scale, bool accumulate)
    {
        if (Lane16.IsSupported && width >= 16) CopyRows<Lane16>(x, stride, y, toStride, rows, (nuint)width, scale, accumulate);
        else if (Lane8.IsSupported && width >= 8) CopyRows<Lane8>(x, stride, y, toStride, rows, (nuint)width, scale, accumulate);
        else if (Lane4.IsSupported) CopyRows<Lane4>(x, stride, y, toStride, rows, (nuint)width, scale, accumulate);
        else CopyRows<Lane1>(x, stride, y, toStride, rows, (nuint)width, scale, accumulate);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void CopyRows<V>(float* x, nint stride, float* y, nint toStride, int rows, nuint width, float scale, bool accumulate)
        where V : struct, IVectorLane<V>
    {
        V factor = V.Of(scale);
        for (int row = 0; row < rows; row++, x += stride, y += toStride)
        {
            nuint j = 0;
            for (; j + (nuint)V.Count <= width; j += (nuint)V.Count)
            {
                V scaled = V.Load(x, j) * factor;
                V.Store(accumulate ? V.Load(y, j) + scaled : scaled, y, j);
            }
            for (; j < width; j++)
            {
                float scaled = x[j] * scale;
                y[j] = accumulate ? y[j] + scaled : scaled;
            }
        }
    }

    static float Largest(float* partial)
    {
        Vector128<float> four = Vector128.Max(
            Vector128.Max(Vector128.Load(partial), Vector128.Load(partial + 4)), Vector128.Max(Vector128.Load(partial + 8), Vector128.Load(partial + 12)));
        return Math.Max(Math.Max(four[0], four[1]), Math.Max(four[2], four[3]));
    }

    /// <summary>Halves are added until one is left, the order of <see cref="IVectorLane{V}.Sum"/>.</summary>
    static float Sum(float* partial)
    {
        Vector128<float> four = Vector128.Load(partial) + Vector128.Load(partial + 8) + (Vector128.Load(partial + 4) + Vector128.Load(partial + 12));
        return four[0] + four[2] + (four[1] + four[3]);
    }
}
