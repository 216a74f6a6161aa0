using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

public static partial class Loss
{
    /// <summary>
    /// How far normal distributions are from the standard one: Σ ½·(μ² + σ² − 1 − ln σ²) over each example (Kingma and Welling 2014, arXiv:1312.6114,
    /// appendix B), the term that a variational autoencoder adds to its reconstruction error.
    /// </summary>
    /// <param name="mean">μ, [batch, *].</param>
    /// <param name="logVariance">ln σ², the same shape.</param>
    /// <returns>A scalar, the mean over the batch, in nats.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there is no batch.</exception>
    public static Tensor GaussianKlDivergence(Tensor mean, Tensor logVariance)
    {
        if (mean.Shape != logVariance.Shape || mean.Shape.Rank == 0)
            throw new ShapeException(
                $"Loss.GaussianKlDivergence: expected means and log-variances of one shape [batch, *], but got {mean.Shape} and "
                    + $"{logVariance.Shape}.");
        Tensor loss = Tape.Result(new Shape(), mean, logVariance), terms = Tape.Scratch(mean.Shape);
        float scale = ReciprocalOrZero(mean.Shape[0]);
        Elementwise.Binary(default(Divergence), mean.Values, logVariance.Values, terms.ValuesToWrite, accumulate: false);
        loss.ValuesToWrite[0] = Reduce.Sum(terms.Values) * scale;
        return Tape.Record(loss, () =>
        {
            float step = loss.Gradient[0] * scale;
            if (mean.RequiresGradient)
                Elementwise.Scale(step, mean.Values, mean.GradientToWrite(out bool accumulate).Span, accumulate);
            if (logVariance.RequiresGradient)
                Elementwise.Unary(
                    new DivergenceByLogVariance(step), logVariance.Values, logVariance.GradientToWrite(out bool accumulate).Span, accumulate);
        });
    }

    readonly struct Divergence : IBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V mean, V logVariance) where V : struct, ILane<V> =>
            V.Of(0.5) * (mean * mean + (V.ExpM1(logVariance) - logVariance));
    }

    readonly struct DivergenceByLogVariance(float scale) : IUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V logVariance) where V : struct, ILane<V> => V.Of(0.5f * scale) * V.ExpM1(logVariance);
    }
}
