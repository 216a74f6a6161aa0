using Elucid.Kernels;

namespace Elucid;

/// <summary>Group normalisation: y = (x − mean) / √(variance + ε) · weight + bias, with mean and variance of a group of neighbouring channels in each
/// example.</summary>
/// <remarks>
/// Wu, He 2018, arXiv:1803.08494. One group is a layer norm over channels and places, as many groups as channels an instance norm. Parameters:
/// <c>weight</c> [channels], 1 at the start, and
/// <c>bias</c> [channels], as in PyTorch.
/// </remarks>
public sealed class GroupNorm : Module, IFusesActivation
{
    /// <summary>Creates the layer with weights 1 and biases 0.</summary>
    /// <param name="groups">How many groups; divides the channels.</param>
    /// <param name="channels">Length of the second axis.</param>
    /// <param name="epsilon">ε, what is added to variances.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <exception cref="ArgumentException">A number is out of its range, or the groups do not divide the channels.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        Normalization.CheckEpsilon(epsilon);
        if (channels % groups != 0)
            throw new ArgumentException(
                $"GroupNorm: {channels} channels cannot be divided among {groups} groups: choose a number of groups that divides them.",
                nameof(groups));
        (Groups, Channels, Epsilon) = (groups, channels, epsilon);
        (Weight, Bias) = affine ? (Parameter("weight", [channels]), Parameter("bias", [channels])) : (null, null);
        Weight?.Edit().Fill(1);
    }

    /// <summary>Groups of neighbouring channels.</summary>
    public int Groups { get; }

    /// <summary>Channels, or features.</summary>
    public int Channels { get; }

    /// <summary>ε, what is added to variances.</summary>
    public double Epsilon { get; }

    /// <summary>[channels], if the layer has parameters.</summary>
    public Tensor? Weight { get; }

    /// <summary>[channels], if the layer has parameters.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, channels] or [batch, channels, …]</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The input has another number of channels.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.GroupNorm(x, Groups, Weight, Bias, Epsilon));
    }

    Tensor IFusesActivation.ForwardFused(Tensor x, ActivationLayer activation)
    {
        OutputShape(x.Shape);
        return Ops.GroupNorm(activation.Fused(NormKernel.OfActivation), x, Groups, Weight, Bias, Epsilon);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank < 2 || input[1] != Channels)
            ShapeException.Throw(
                Label, "input", $"[batch, {Channels}, …]", input,
                "Its second axis holds the channels, or the features where there are only two axes.");
        return input;
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new GroupNorm(Groups, Channels, Epsilon, Weight is not null);

    /// <inheritdoc/>
    public override string ToString() => $"GroupNorm({Groups} of {Channels})";
}
