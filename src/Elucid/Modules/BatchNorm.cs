using Elucid.Kernels;

namespace Elucid;

/// <summary>
/// Batch normalisation: y = (x − mean) / √(variance + ε) · weight + bias for each channel. In training mean and variance are those of the batch, and
/// move the running ones; in use they are the running ones, so that an example's output does not depend on its batch.
/// </summary>
/// <remarks>
/// <para>Ioffe, Szegedy 2015, arXiv:1502.03167. The batch's variance has n in the denominator, that which moves the running one n − 1, as in
/// PyTorch.</para>
/// <para>
/// Parameters: <c>weight</c> [channels], 1 at the start, and <c>bias</c> [channels]; buffers: <c>running_mean</c>, <c>running_var</c> and
/// <c>num_batches_tracked</c>, as in PyTorch. <see cref="Inference.FoldBatchNorms(Module)"/> folds the layer into the one before it.
/// </para>
/// </remarks>
public abstract class BatchNorm : Module, IFusesActivation
{
    const string CountName = "num_batches_tracked";

    private protected BatchNorm(int channels, double epsilon, double? momentum, bool affine)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        Normalization.CheckEpsilon(epsilon);
        if (momentum is not (null or >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(
                nameof(momentum), $"{GetType().Name}: expected a momentum from 0 to 1, or null for the mean over all batches, but got {momentum}.");
        (Channels, Epsilon, Momentum) = (channels, epsilon, momentum);
        (Weight, Bias) = affine ? (Parameter("weight", [channels]), Parameter("bias", [channels])) : (null, null);
        RunningMean = Buffer("running_mean", [channels]);
        RunningVariance = Buffer("running_var", [channels]);
        BatchesTracked = Buffer(CountName, new Shape());
        Weight?.Edit().Fill(1);
        RunningVariance.Edit().Fill(1);
    }

    /// <summary>Channels, or features.</summary>
    public int Channels { get; }

    /// <summary>ε, what is added to variances.</summary>
    public double Epsilon { get; }

    /// <summary>How far a batch moves the running statistics; null where they are the mean over all batches.</summary>
    public double? Momentum { get; }

    /// <summary>[channels], if the layer has parameters.</summary>
    public Tensor? Weight { get; }

    /// <summary>[channels], if the layer has parameters.</summary>
    public Tensor? Bias { get; }

    /// <summary>[channels]</summary>
    public Tensor RunningMean { get; }

    /// <summary>[channels]</summary>
    public Tensor RunningVariance { get; }

    /// <summary>How many batches have moved the running statistics, a scalar.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>The shapes that the layer takes, in words.</summary>
    private protected abstract string Expected { get; }

    /// <summary>Whether it takes inputs of this rank.</summary>
    private protected abstract bool Takes(int rank);

    /// <inheritdoc/>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The input has another shape, or in training one number per channel only.</exception>
    public override Tensor Forward(Tensor x)
    {
        Check(x.Shape);
        return Tapped(x, IsTraining
            ? Ops.BatchNorm(x, Weight, Bias, RunningMean, RunningVariance, NextMomentum(x), Epsilon)
            : Ops.Normalize(x, Weight, Bias, RunningMean, RunningVariance, Epsilon));
    }

    Tensor IFusesActivation.ForwardFused(Tensor x, ActivationLayer activation)
    {
        Check(x.Shape);
        return Ops.BatchNorm(
            activation.Fused(NormKernel.OfActivation), x, Weight, Bias, RunningMean, RunningVariance, IsTraining ? NextMomentum(x) : null, Epsilon);
    }

    void Check(Shape input)
    {
        OutputShape(input);
        if (IsTraining && input.Size == Channels)
            ShapeException.Throw(Label, "a training input", $"{Expected} with more than one number per channel", input,
                "One number has no variance: train with at least two examples in a batch, take a LayerNorm or GroupNorm, which do not look at the "
                    + "batch, or call Train(false) to use the network.");
    }

    /// <summary>Whether a tensor of this full name counts batches: a whole number, which files hold as an integer and averages of weights do not
    /// average.</summary>
    internal static bool IsCount(string name) =>
        name.EndsWith(CountName, StringComparison.Ordinal) && (name.Length == CountName.Length || name[^(CountName.Length + 1)] == '.');

    // Float holds whole numbers up to 16.8 million, where the count then stays. A repeated pass sees a batch that has been counted.
    double NextMomentum(Tensor x)
    {
        if (Recomputed.IsRepeating)
            return 0;
        if (x.Shape.Size > 0)
            BatchesTracked.Edit()[0]++;
        return Momentum ?? 1 / (double)Math.Max(1, BatchesTracked.ToScalar());
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (!Takes(input.Rank) || input[1] != Channels)
            ShapeException.Throw(
                Label, "input", Expected, input, "Its second axis holds the channels, or the features where there are only two axes.");
        return input;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{GetType().Name}({Channels})";
}

/// <summary><inheritdoc cref="BatchNorm" path="/summary"/></summary>
/// <remarks><inheritdoc cref="BatchNorm" path="/remarks"/></remarks>
public sealed class BatchNorm1d : BatchNorm
{
    /// <summary>Creates the layer with weights 1, biases 0, running means 0 and running variances 1.</summary>
    /// <param name="features">Length of the second axis.</param>
    /// <param name="epsilon">ε, what is added to variances.</param>
    /// <param name="momentum">How far a batch moves the running statistics; null for their mean over all batches.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm1d(int features, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true)
        : base(features, epsilon, momentum, affine) { }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new BatchNorm1d(Channels, Epsilon, Momentum, Weight is not null);

    private protected override string Expected => $"[batch, {Channels}] or [batch, {Channels}, length]";

    private protected override bool Takes(int rank) => rank is 2 or 3;

    /// <inheritdoc/>
    /// <param name="x">[batch, features] or [batch, features, length]</param>
    public override Tensor Forward(Tensor x) => base.Forward(x);
}

/// <summary><inheritdoc cref="BatchNorm" path="/summary"/></summary>
/// <remarks><inheritdoc cref="BatchNorm" path="/remarks"/></remarks>
public sealed class BatchNorm2d : BatchNorm
{
    /// <summary>Creates the layer with weights 1, biases 0, running means 0 and running variances 1.</summary>
    /// <param name="channels">Length of the second axis.</param>
    /// <param name="epsilon">ε, what is added to variances.</param>
    /// <param name="momentum">How far a batch moves the running statistics; null for their mean over all batches.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public BatchNorm2d(int channels, double epsilon = 1e-5, double? momentum = 0.1, bool affine = true)
        : base(channels, epsilon, momentum, affine) { }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new BatchNorm2d(Channels, Epsilon, Momentum, Weight is not null);

    private protected override string Expected => $"[batch, {Channels}, height, width]";

    private protected override bool Takes(int rank) => rank == 4;

    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width]</param>
    public override Tensor Forward(Tensor x) => base.Forward(x);
}
