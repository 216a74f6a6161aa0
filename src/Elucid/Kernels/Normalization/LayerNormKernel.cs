using System.Buffers;
using System.Runtime.CompilerServices;

namespace Elucid.Kernels;

/// <summary>Layer normalisation: each row by its own mean and deviation, each element with a weight and a bias of its own.</summary>
internal static unsafe class LayerNormKernel
{
    /// <summary>Numbers that the forward pass keeps of each row: mean, what its rounding took, 1 / deviation.</summary>
    public const int Statistics = 3;

    // A piece's share of the parameters' gradients is summed alone, and the pieces in their order: the bits do not depend on the number of threads.
    const int PieceLength = 1 << 14;

    /// <summary>y = (x − mean) / √(variance + ε) · weight + bias.</summary>
    /// <param name="x">[rows, features].</param>
    /// <param name="y">Like x.</param>
    /// <param name="weight">[features].</param>
    /// <param name="bias">[features].</param>
    /// <param name="kept">[3, rows], for the backward pass.</param>
    /// <param name="epsilon">ε.</param>
    public static void Forward(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> kept, double epsilon)
    {
        Rows rows = new(kept.Length / Statistics, weight.Length);
        fixed (float* xs = x, ys = y, weights = weight, biases = bias, statistics = kept)
            rows.ForEachPiece(new ForwardPiece(rows, xs, ys, weights, biases, statistics, epsilon));
    }

    /// <summary>The gradients of <see cref="Forward"/>; those of weight and bias are added.</summary>
    /// <param name="x">The inputs.</param>
    /// <param name="dy">Gradient with respect to each output.</param>
    /// <param name="dx">Gradient with respect to each input; empty where it is not wanted.</param>
    /// <param name="weight">[features].</param>
    /// <param name="dweight">[features], or empty.</param>
    /// <param name="dbias">[features], or empty.</param>
    /// <param name="kept">What the forward pass kept.</param>
    /// <param name="accumulate">Whether to add to <paramref name="dx"/>.</param>
    public static void Backward(
        ReadOnlySpan<float> x, ReadOnlySpan<float> dy, Span<float> dx, ReadOnlySpan<float> weight, Span<float> dweight, Span<float> dbias,
        ReadOnlySpan<float> kept, bool accumulate)
    {
        int features = weight.Length;
        Rows rows = new(kept.Length / Statistics, features);
        float[] sums = ArrayPool<float>.Shared.Rent(2 * features * rows.Pieces);
        sums.AsSpan(0, 2 * features * rows.Pieces).Clear();
        fixed (float* xs = x, dys = dy, dxs = dx, weights = weight, statistics = kept, partial = sums)
            rows.ForEachPiece(new BackwardPiece(rows, xs, dys, dxs, weights, statistics, partial, accumulate));
        LongSum.AddRows(sums.AsSpan(), rows.Pieces, 2 * features, dweight);
        LongSum.AddRows(sums.AsSpan(features), rows.Pieces, 2 * features, dbias);
        ArrayPool<float>.Shared.Return(sums);
    }

    readonly struct Rows(int count, int features)
    {
        public readonly int Count = count, Features = features;

        int PerPiece => Math.Clamp(PieceLength / Features, 1, Count > LongSum.Longest ? LongSum.Block : LongSum.Longest);

        public int Pieces => (Count + PerPiece - 1) / PerPiece;

        public (int First, int End) Of(int piece) => (piece * PerPiece, Math.Min(Count, (piece + 1) * PerPiece));

        public void ForEachPiece<TBody>(TBody body) where TBody : struct, IThreadsBody => Threads.For(Pieces, (long)Count * Features, body);
    }

    [SkipLocalsInit]
    readonly struct ForwardPiece(Rows rows, float* x, float* y, float* weight, float* bias, float* kept, double epsilon) : IThreadsBody
    {
        public void Run(int index)
        {
            int n = rows.Features;
            float* partials = stackalloc float[NormLayout.PartialSums];
            (int first, int end) = rows.Of(index);
            for (int row = first; row < end; row++)
            {
                float* from = x + (nint)row * n;
                double mean = Measure(from, n, partials, out double variance);
                RowStatistics statistics = new((float)mean, (float)(mean - (float)mean), (float)(1 / Math.Sqrt(variance + epsilon)));
                (kept[row], kept[rows.Count + row], kept[2 * (nint)rows.Count + row]) = statistics;
                LayerNormRow.Forward(from, y + (nint)row * n, n, weight, bias, statistics);
            }
        }

        /// <summary>As <see cref="NormLayout.Measure"/>: around the first element, and once more around the mean where that was an outlier.</summary>
        static double Measure(float* x, int n, float* partials, out double variance)
        {
            const double LargestLoss = 16;
            float center = *x;
            (double sum, double square) = LayerNormRow.Moments(x, n, center, partials);
            if ((square - sum * sum / n) * LargestLoss < square)
            {
                center = (float)(center + sum / n);
                (sum, square) = LayerNormRow.Moments(x, n, center, partials);
            }
            variance = Math.Max(0, square - sum * sum / n) / n;
            return center + sum / n;
        }
    }

    [SkipLocalsInit]
    readonly struct BackwardPiece(Rows rows, float* x, float* dy, float* dx, float* weight, float* kept, float* sums, bool accumulate) : IThreadsBody
    {
        public void Run(int index)
        {
            int n = rows.Features;
            float* partials = stackalloc float[NormLayout.PartialSums], dweight = sums + 2 * (nint)index * n, dbias = dweight + n;
            (int first, int end) = rows.Of(index);
            for (int row = first; row < end; row++)
            {
                RowStatistics of = new(kept[row], kept[rows.Count + row], kept[2 * (nint)rows.Count + row]);
                LayerNormBackward backward = new(x + (nint)row * n, dy + (nint)row * n, weight, dweight, dbias, of);
                (double sum, double product) = LayerNormRow.Sums(backward, n, partials);
                if (dx == null)
                    continue;
                product -= of.Rest * sum;
                double slope = -(double)of.Inverse * of.Inverse * of.Inverse * product / n;
                RowSlope ofRow = new(of.Mean, of.Inverse, (float)slope, (float)(-of.Inverse * sum / n - slope * of.Rest));
                if (accumulate)
                    LayerNormRow.Input<Accumulate>(backward, dx + (nint)row * n, n, ofRow);
                else
                    LayerNormRow.Input<Overwrite>(backward, dx + (nint)row * n, n, ofRow);
            }
        }
    }
}
