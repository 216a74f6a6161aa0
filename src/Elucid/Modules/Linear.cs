using Elucid.Kernels;

namespace Elucid;

/// <summary>A fully connected layer: y = x·Wᵀ + b.</summary>
/// <remarks>Parameters: <c>weight</c> [outFeatures, inFeatures] and <c>bias</c> [outFeatures], as in PyTorch.</remarks>
public sealed class Linear : Module, IFusesActivation
{
    /// <summary>Creates the layer and draws its weights; biases start at 0.</summary>
    /// <param name="inFeatures">Length of the input's last axis.</param>
    /// <param name="outFeatures">Length of the output's last axis.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="bias">Whether there is a bias.</param>
    /// <param name="initializer">How they are drawn; <see cref="Initializer.He"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public Linear(int inFeatures, int outFeatures, RandomStream random, bool bias = true, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(inFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(outFeatures);
        InFeatures = inFeatures;
        OutFeatures = outFeatures;
        Weight = Parameter("weight", [outFeatures, inFeatures]);
        Bias = bias ? Parameter("bias", [outFeatures]) : null;
        (initializer ?? Initializer.He).Fill(Weight.Edit(), inFeatures, outFeatures, random);
    }

    /// <summary>Length of the input's last axis.</summary>
    public int InFeatures { get; }

    /// <summary>Length of the output's last axis.</summary>
    public int OutFeatures { get; }

    /// <summary>W, [outFeatures, inFeatures].</summary>
    public Tensor Weight { get; }

    /// <summary>b, [outFeatures], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[*, inFeatures]</param>
    /// <returns>[*, outFeatures]</returns>
    /// <exception cref="ShapeException">The last axis of <paramref name="x"/> is not inFeatures long.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.Linear(x, Weight, Bias));
    }

    Tensor IFusesActivation.ForwardFused(Tensor x, ActivationLayer activation)
    {
        OutputShape(x.Shape);
        return Ops.LinearActivation(x, Weight, Bias, activation.Fused(LinearKernel.OfActivation));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank == 0 || input.Last != InFeatures)
            ShapeException.Throw(Label, "input", $"[*, {InFeatures}]", input,
                "Its last axis must equal inFeatures; for images put a Flatten before this layer.");
        return input.With(-1, OutFeatures);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)input.Size * OutFeatures;

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Linear(InFeatures, OutFeatures, with.Random, bias: Bias is not null);

    /// <inheritdoc/>
    public override string ToString() => $"Linear({InFeatures} → {OutFeatures})";
}
