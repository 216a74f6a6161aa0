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
    /// <param name="state">What is known of the rows so far.</param>
    public static void Exponentials(float* scores, nint stride, int rows, int width, AttentionState state)
    {
        if (Lane16.IsSupported) Exponentials<Lane16>(scores, stride, rows, (nuint)width, state);
        else if (Lane8.IsSupported) Exponentials<Lane8>(scores, stride, rows, (nuint)width, state);
        else if (Lane4.IsSupported) Exponentials<Lane4>(scores, stride, rows, (nuint)width, state);
        else Exponentials<Lane1>(scores, stride, rows, (nuint)width, state);
    }

    // Loops over all rows for each part of the work: one row's chain from the maximum to the sum would leave the units waiting.
    static void Exponentials<V>(float* scores, nint stride, int rows, nuint width, AttentionState state) where V : struct, IVectorLane<V>
    {
        Largest<V>(scores, stride, rows, width, state.Partials);
        for (int row = 0; row < rows; row++)
            state.Shifts[row] = Largest(state.Partials + row * Partials);
        Correct<V>(state, (nuint)rows);
        Exponentials<V>(scores, stride, rows, width, state.Shifts, state.Partials);
        for (int row = 0; row < rows; row++)
            state.Sums[row] = state.Sums[row] * state.Corrections[row] + Sum(state.Partials + row * Partials);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Largest<V>(float* scores, nint stride, int rows, nuint width, float* partials) where V : struct, IVectorLane<V>
    {
        for (int row = 0; row < rows; row++, scores += stride, partials += Partials)
            for (nuint part = 0; part < Partials; part += (nuint)V.Count)
            {
                V top = V.Load(scores, part);
                for (nuint j = part + Partials; j < width; j += Partials)
                    top = V.Max(V.Load(scores, j), top);
                V.Store(top, partials, part);
            }
    }

    /// <summary>Takes the rows' new maxima in, and says what to subtract and how earlier results shrink. Whole lanes: the rows of a state are padded.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Correct<V>(AttentionState state, nuint rows) where V : struct, IVectorLane<V>
    {
        float* largest = state.Largest, shifts = state.Shifts, corrections = state.Corrections;
        V nothing = V.Of(float.NegativeInfinity);
        for (nuint row = 0; row < rows; row += (nuint)V.Count)
        {
            V before = V.Load(largest, row), max = V.Max(before, V.Load(shifts, row));
            // A row that saw nothing yet has no largest score: e^(−∞ − 0) is the 0 that its weights are.
            V shift = V.WhereLess(nothing, max, max, V.Of(0));
            V.Store(max, largest, row);
            V.Store(shift, shifts, row);
            V.Store(V.Exp(before - shift), corrections, row);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Exponentials<V>(float* scores, nint stride, int rows, nuint width, float* shifts, float* partials) where V : struct, IVectorLane<V>
    {
        for (int row = 0; row < rows; row++, scores += stride, partials += Partials)
        {
            V shift = V.Of(shifts[row]);
            for (nuint part = 0; part < Partials; part += (nuint)V.Count)
            {
                V sum = V.Of(0);
                for (nuint j = part; j < width; j += Partials)
                {
                    V e = V.Exp(V.Load(scores, j) - shift);
                    V.Store(e, scores, j);
                    sum += e;
                }
                V.Store(sum, partials, part);
            }
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

    /// <summary>Σ x·y of each row; a width below 16 is padded with zeros, another is a multiple of 16.</summary>
    public static void Dots(float* x, float* y, int rows, int width, float* dots, float* partials)
    {
        if (Lane16.IsSupported && width % 16 == 0) Dots<Lane16>(x, y, rows, (nuint)width, dots, partials);
        else if (Lane8.IsSupported && width % 8 == 0) Dots<Lane8>(x, y, rows, (nuint)width, dots, partials);
        else if (Lane4.IsSupported) Dots<Lane4>(x, y, rows, (nuint)width, dots, partials);
        else Dots<Lane1>(x, y, rows, (nuint)width, dots, partials);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    static void Dots<V>(float* x, float* y, int rows, nuint width, float* dots, float* partials) where V : struct, IVectorLane<V>
    {
        new Span<float>(partials, Partials).Clear();
        for (int row = 0; row < rows; row++, x += width, y += width)
        {
            for (nuint part = 0; part < Partials && part < width; part += (nuint)V.Count)
            {
                V sum = V.Of(0);
                for (nuint j = part; j < width; j += Partials)
                    sum = V.MultiplyAdd(V.Load(x, j), V.Load(y, j), sum);
                V.Store(sum, partials, part);
            }
            dots[row] = Sum(partials);
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
        // A NaN may get lost here: its exponential keeps it.
        Vector128<float> four = Vector128.MaxNative(
            Vector128.MaxNative(Vector128.Load(partial), Vector128.Load(partial + 4)), Vector128.MaxNative(Vector128.Load(partial + 8), Vector128.Load(partial + 12)));
        four = Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        return Vector128.MaxNative(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }

    /// <summary>Halves are added until one is left, the order of <see cref="IVectorLane{V}.Sum"/>.</summary>
    static float Sum(float* partial)
    {
        Vector128<float> four = Vector128.Load(partial) + Vector128.Load(partial + 8) + (Vector128.Load(partial + 4) + Vector128.Load(partial + 12));
        four += Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1));
        return (four + Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}

/// <summary>What the running softmax knows of a block of queries; each array is padded to whole vectors.</summary>
/// <param name="largest">The largest score of each row so far; −∞ at the start.</param>
/// <param name="sums">Σ e^(score − largest) of each row so far; 0 at the start.</param>
/// <param name="corrections">After a step, what earlier results of each row are to be multiplied by.</param>
/// <param name="shifts">Working memory, a number for each row.</param>
/// <param name="partials">Working memory, 16 numbers for each row.</param>
internal readonly unsafe struct AttentionState(float* largest, float* sums, float* corrections, float* shifts, float* partials)
{
    public float* Largest => largest;

    public float* Sums => sums;

    public float* Corrections => corrections;

    public float* Shifts => shifts;

    public float* Partials => partials;
}
