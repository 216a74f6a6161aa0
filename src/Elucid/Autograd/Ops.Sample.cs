using System.Runtime.CompilerServices;
using Elucid.Kernels;
using Elucid.Numerics;

namespace Elucid;

public static partial class Ops
{
    /// <summary>A draw from a normal distribution for each element, mean + e^(½·logVariance)·ε with ε from N(0, 1), through which gradients flow to
    /// both.</summary>
    /// <param name="mean">Any shape.</param>
    /// <param name="logVariance">The same shape.</param>
    /// <param name="random">Where ε is drawn from.</param>
    /// <returns>The same shape.</returns>
    /// <remarks>The reparametrisation of Kingma, Welling 2014, arXiv:1312.6114, section 2.4.</remarks>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static Tensor SampleGaussian(Tensor mean, Tensor logVariance, RandomStream random)
    {
        if (mean.Shape != logVariance.Shape)
            throw new ShapeException($"SampleGaussian: expected mean and log-variance of one shape, but got {mean.Shape} and {logVariance.Shape}.");
        Tensor y = Tape.Result(mean.Shape, mean, logVariance), noise = Tape.Scratch(mean.Shape);
        random.FillGaussian(noise.ValuesToWrite);
        Elementwise.Ternary(default(NormalDraw), mean.Values, logVariance.Values, noise.Values, y.ValuesToWrite, accumulate: false);
        return Tape.Record(y, () =>
        {
            if (mean.RequiresGradient)
                Elementwise.Scale(1, y.Gradient, mean.GradientToWrite(out bool accumulate).Span, accumulate);
            if (logVariance.RequiresGradient)
                Elementwise.Ternary(
                    default(NormalDrawByLogVariance), logVariance.Values, noise.Values, y.Gradient,
                    logVariance.GradientToWrite(out bool accumulate).Span, accumulate);
        });
    }

    readonly struct NormalDraw : ITernary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V mean, V logVariance, V noise) where V : struct, ILane<V> => V.MultiplyAdd(V.Exp(V.Of(0.5) * logVariance), noise, mean);
    }

    readonly struct NormalDrawByLogVariance : ITernary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Invoke<V>(V logVariance, V noise, V dy) where V : struct, ILane<V> => V.Of(0.5) * dy * noise * V.Exp(V.Of(0.5) * logVariance);
    }
}
