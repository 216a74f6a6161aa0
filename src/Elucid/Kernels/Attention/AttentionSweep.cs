using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>The passes of attention over a block of scores. Rows are a multiple of 16 long: no tails, and the same 16 partial sums at every
/// width.</summary>
internal static unsafe class AttentionSweep
{
    const int Partials = 16;

    /// <summary>
    /// Each row of scores becomes e^(score − max) with the largest score so far; the row's sum of exponentials is brought up to date (Milakov and
    /// Gimelshein 2018, arXiv:1805.02867). Hidden keys hold −∞.
    /// </summary>
    public static void Exponentials(in MatrixBlock scores, in AttentionState state) => Lanes.Widest(new ExponentialsBody(in scores, in state));

    /// <summary>Scores become weights: e^(score − logSumExp) for each row.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Weights(in MatrixBlock scores, float* logSumExp) => Lanes.Widest(new WeightsBody(scores, logSumExp));

    /// <summary>The gradient of the scores, in the place of that of the weights: weight · (dweight − Σ weight · dweight).</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="dweights">Laid out alike: of the weights before, of the scores after.</param>
    /// <param name="dots">Σ weight · dweight of each row, over all keys.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ScoreGradients(in MatrixBlock weights, float* dweights, float* dots) =>
        Lanes.Widest(new ScoreGradientsBody(weights, dweights, dots));

    /// <summary>Σ x·y of each row, whose width is a multiple of 4, and of 16 where it is above that.</summary>
    /// <param name="x">Rows without gaps.</param>
    /// <param name="y">Laid out alike.</param>
    /// <param name="dots">A number for each row.</param>
    /// <param name="partials">Working memory, 16 numbers.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Dots(in MatrixBlock x, float* y, float* dots, float* partials) =>
        Lanes.UpTo(LaneThatDivides(x.Width), new DotsBody(x, y, dots, partials));

    /// <summary>Multiplies each row by its own factor; the width is a multiple of 4.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void ScaleRows(in MatrixBlock x, float* factors) => Lanes.UpTo(LaneThatDivides(x.Width), new ScaleRowsBody(x, factors));

    /// <summary>Writes scale · x to rows elsewhere, or adds it to them.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void CopyRows(in MatrixBlock x, float* y, nint stride, float scale, bool accumulate) =>
        Lanes.UpTo(x.Width, new CopyRowsBody(x, y, stride, scale, accumulate));

    static int LaneThatDivides(int width) => width & -width;

    // Loops over all rows for each part of the work: one row's chain from the maximum to the sum would leave the units waiting.
    readonly ref struct ExponentialsBody(ref readonly MatrixBlock scores, ref readonly AttentionState state) : ILaneBody
    {
        readonly ref readonly MatrixBlock _scores = ref scores;
        readonly ref readonly AttentionState _state = ref state;

        public void Run<V>() where V : struct, IVectorLane<V>
        {
            Largest<V>();
            for (int row = 0; row < _scores.Rows; row++)
                _state.Shifts[row] = AttentionSweep.Largest(_state.Partials + row * Partials);
            Correct<V>();
            Exponentials<V>();
            for (int row = 0; row < _scores.Rows; row++)
                _state.Sums[row] = _state.Sums[row] * _state.Corrections[row] + Sum(_state.Partials + row * Partials);
        }

        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        void Largest<V>() where V : struct, IVectorLane<V>
        {
            float* s = _scores.Start, partials = _state.Partials;
            nint stride = _scores.Stride;
            nuint width = (nuint)_scores.Width;
            for (int row = _scores.Rows; row > 0; row--, s += stride, partials += Partials)
                for (nuint part = 0; part < Partials; part += (nuint)V.Count)
                {
                    V top = V.Load(s, part);
                    for (nuint j = part + Partials; j < width; j += Partials)
                        top = V.Max(V.Load(s, j), top);
                    V.Store(top, partials, part);
                }
        }

        /// <summary>Takes the rows' new maxima in, and says what to subtract and how earlier results shrink. Whole lanes: the rows of a state are
        /// padded.</summary>
        [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
        void Correct<V>() where V : struct, IVectorLane<V>
        {
            float* largest = _state.Largest, shifts = _state.Shifts, corrections = _state.Corrections;
            nuint rows = (nuint)_scores.Rows;
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
        void Exponentials<V>() where V : struct, IVectorLane<V>
        {
            float* s = _scores.Start, shifts = _state.Shifts, partials = _state.Partials;
            nint stride = _scores.Stride;
            nuint width = (nuint)_scores.Width;
            int rows = _scores.Rows;
            for (int row = 0; row < rows; row++, s += stride, partials += Partials)
            {
                V shift = V.Of(shifts[row]);
                for (nuint part = 0; part < Partials; part += (nuint)V.Count)
                {
                    V sum = V.Of(0);
                    for (nuint j = part; j < width; j += Partials)
                    {
                        V e = V.Exp(V.Load(s, j) - shift);
                        V.Store(e, s, j);
                        sum += e;
                    }
                    V.Store(sum, partials, part);
                }
            }
        }
    }

    readonly struct WeightsBody(MatrixBlock scores, float* logSumExp) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* s = scores.Start, shifts = logSumExp;
            nint stride = scores.Stride;
            nuint width = (nuint)scores.Width;
            int rows = scores.Rows;
            for (int row = 0; row < rows; row++, s += stride)
            {
                V shift = V.Of(shifts[row]);
                for (nuint j = 0; j < width; j += (nuint)V.Count)
                    V.Store(V.Exp(V.Load(s, j) - shift), s, j);
            }
        }
    }

    readonly struct ScoreGradientsBody(MatrixBlock weights, float* dweights, float* dots) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* p = weights.Start, dp = dweights, sums = dots;
            nint stride = weights.Stride;
            nuint width = (nuint)weights.Width;
            int rows = weights.Rows;
            for (int row = 0; row < rows; row++, p += stride, dp += stride)
            {
                V dot = V.Of(sums[row]);
                for (nuint j = 0; j < width; j += (nuint)V.Count)
                    V.Store(V.Load(p, j) * (V.Load(dp, j) - dot), dp, j);
            }
        }
    }

    readonly struct DotsBody(MatrixBlock x, float* y, float* dots, float* partials) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* a = x.Start, b = y, to = dots, sums = partials;
            nuint width = (nuint)x.Width;
            int rows = x.Rows;
            new Span<float>(sums, Partials).Clear();
            for (int row = 0; row < rows; row++, a += width, b += width)
            {
                for (nuint part = 0; part < Partials && part < width; part += (nuint)V.Count)
                {
                    V sum = V.Of(0);
                    for (nuint j = part; j < width; j += Partials)
                        sum = V.MultiplyAdd(V.Load(a, j), V.Load(b, j), sum);
                    V.Store(sum, sums, part);
                }
                to[row] = Sum(sums);
            }
        }
    }

    readonly struct ScaleRowsBody(MatrixBlock x, float* factors) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* at = x.Start, scales = factors;
            nint stride = x.Stride;
            nuint width = (nuint)x.Width;
            int rows = x.Rows;
            for (int row = 0; row < rows; row++, at += stride)
            {
                V factor = V.Of(scales[row]);
                for (nuint j = 0; j < width; j += (nuint)V.Count)
                    V.Store(V.Load(at, j) * factor, at, j);
            }
        }
    }

    readonly struct CopyRowsBody(MatrixBlock x, float* y, nint toStride, float scale, bool accumulate) : ILaneBody
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<V>() where V : struct, IVectorLane<V>
        {
            float* from = x.Start, to = y;
            nint fromStep = x.Stride, toStep = toStride;
            nuint width = (nuint)x.Width;
            bool adds = accumulate;
            float single = scale;
            V factor = V.Of(single);
            for (int row = x.Rows; row > 0; row--, from += fromStep, to += toStep)
            {
                nuint j = 0;
                for (; j + (nuint)V.Count <= width; j += (nuint)V.Count)
                {
                    V scaled = V.Load(from, j) * factor;
                    V.Store(adds ? V.Load(to, j) + scaled : scaled, to, j);
                }
                for (; j < width; j++)
                {
                    float scaled = from[j] * single;
                    to[j] = adds ? to[j] + scaled : scaled;
                }
            }
        }
    }

    static float Largest(float* partial)
    {
        // A NaN may get lost here: its exponential keeps it.
        Vector128<float> four = Vector128.MaxNative(
            Vector128.MaxNative(Vector128.Load(partial), Vector128.Load(partial + 4)),
            Vector128.MaxNative(Vector128.Load(partial + 8), Vector128.Load(partial + 12)));
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
