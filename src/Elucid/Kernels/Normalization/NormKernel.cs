namespace Elucid.Kernels;

/// <summary>Batch and group normalisation with an activation, chosen once: it is applied in the pass that normalises.</summary>
internal abstract unsafe class NormKernel
{
    /// <summary>Numbers that the forward pass keeps of each unit: mean, what its rounding took, 1 / deviation, scale, shift.</summary>
    public const int Statistics = 5;

    /// <summary>The kernel of <paramref name="activation"/>.</summary>
    public static NormKernel Of(Activation activation) => activation.Accept(OfActivation);

    /// <summary>Makes the kernel of an activation.</summary>
    public static IActivationVisitor<NormKernel> OfActivation { get; } = new Factory();

    /// <summary>Without an activation.</summary>
    public static NormKernel Plain { get; } = Of(Activations.Identity());

    /// <summary>y = f((x − mean) / √(variance + ε) · weight + bias) with the statistics of the batch, which move the running ones, or with the
    /// running ones themselves.</summary>
    /// <param name="x">[batch, units, length].</param>
    /// <param name="y">Like x.</param>
    /// <param name="weight">[units]; empty for 1.</param>
    /// <param name="bias">[units]; empty for 0.</param>
    /// <param name="running">What becomes of the running statistics.</param>
    /// <param name="kept">[5, units], for the backward pass.</param>
    /// <param name="length">Neighbouring elements of one unit.</param>
    /// <param name="epsilon">ε.</param>
    public abstract void ForwardBatch(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, RunningStatistics running, Span<float> kept,
        int length, double epsilon);

    /// <summary>The gradients of <see cref="ForwardBatch"/>.</summary>
    /// <param name="o">What is read and written.</param>
    /// <param name="length">Neighbouring elements of one unit.</param>
    /// <param name="isTraining">Whether the statistics were the batch's.</param>
    public abstract void BackwardBatch(in NormGradients o, int length, bool isTraining);

    /// <summary>y = f((x − mean) / √(variance + ε) · weight + bias) with the statistics of each group of channels in each example.</summary>
    /// <param name="x">[batch, channels, length].</param>
    /// <param name="y">Like x.</param>
    /// <param name="weight">[channels]; empty for 1.</param>
    /// <param name="bias">[channels]; empty for 0.</param>
    /// <param name="kept">[5, batch · channels], for the backward pass.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="epsilon">ε.</param>
    public abstract void ForwardGroups(
        ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> kept, GroupSizes sizes,
        double epsilon);

    /// <summary>The gradients of <see cref="ForwardGroups"/>.</summary>
    public abstract void BackwardGroups(in NormGradients o, ReadOnlySpan<float> weight, GroupSizes sizes);

    sealed class Factory : IActivationVisitor<NormKernel>
    {
        public NormKernel Visit<TActivation>(TActivation f) where TActivation : struct, IActivation => new Generic<TActivation>(f);
    }

    sealed class Generic<TActivation>(TActivation f) : NormKernel where TActivation : struct, IActivation
    {
        public override void ForwardBatch(
            ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, RunningStatistics running, Span<float> kept,
            int length, double epsilon)
        {
            int units = kept.Length / Statistics;
            NormLayout layout = new(x.Length / units / length, units, length);
            fixed (float* xs = x, ys = y, weights = weight, biases = bias, statistics = kept, means = running.Means, variances = running.Variances)
            {
                NormUnits of = new(statistics, units, weights, biases);
                layout.ForEachPiece(new BatchForward<TActivation>(f, layout, xs, ys, of, means, variances, running.Share, epsilon));
            }
        }

        public override void BackwardBatch(in NormGradients o, int length, bool isTraining)
        {
            int units = o.Kept.Length / Statistics;
            NormLayout layout = new(o.X.Length / units / length, units, length);
            fixed (float* xs = o.X, dys = o.Dy, dxs = o.Dx, dzs = o.Dz, statistics = o.Kept, dweights = o.Dweight, dbiases = o.Dbias)
            {
                NormBackward<TActivation> backward = new(f, layout, xs, dys, dxs, dzs, o.Accumulate);
                layout.ForEachPiece(new BatchBackward<TActivation>(backward, new(statistics, units, null, null), dweights, dbiases, isTraining));
            }
        }

        public override void ForwardGroups(
            ReadOnlySpan<float> x, Span<float> y, ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, Span<float> kept, GroupSizes sizes,
            double epsilon)
        {
            fixed (float* xs = x, ys = y, weights = weight, biases = bias, statistics = kept)
                sizes.ForEachGroup(new GroupForward<TActivation>(f, sizes, xs, ys, statistics, weights, biases, epsilon));
        }

        public override void BackwardGroups(in NormGradients o, ReadOnlySpan<float> weight, GroupSizes sizes) =>
            GroupBackward.Run(f, o, weight, sizes);
    }
}

/// <summary>The running statistics of a batch norm.</summary>
internal readonly ref struct RunningStatistics(Span<float> means, Span<float> variances, double? share)
{
    public readonly Span<float> Means = means, Variances = variances;

    /// <summary>How far the batch's statistics move them; null where they are used themselves.</summary>
    public readonly double? Share = share;
}
