namespace Elucid;

/// <summary>Layer normalisation: y = (x − mean) / √(variance + ε) · weight + bias, with mean and variance over the last axes of each
/// example.</summary>
/// <remarks>Ba, Kiros, Hinton 2016, arXiv:1607.06450. Parameters: <c>weight</c>, 1 at the start, and <c>bias</c>, both of the normalised shape, as in
/// PyTorch.</remarks>
public sealed class LayerNorm : Module
{
    /// <summary>A layer that normalises the last axis.</summary>
    /// <param name="features">Its length.</param>
    /// <param name="epsilon">ε, what is added to variances.</param>
    /// <param name="affine">Whether there are a weight and a bias for each feature.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LayerNorm(int features, double epsilon = 1e-5, bool affine = true) : this(new Shape(features), epsilon, affine) { }

    /// <summary>A layer that normalises the last axes.</summary>
    /// <param name="normalizedShape">Their lengths; at least one axis.</param>
    /// <param name="epsilon">ε, what is added to variances.</param>
    /// <param name="affine">Whether there are a weight and a bias for each number of the normalised shape.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LayerNorm(Shape normalizedShape, double epsilon = 1e-5, bool affine = true)
    {
        if (normalizedShape.Rank == 0 || normalizedShape.Size == 0)
            throw new ArgumentOutOfRangeException(
                nameof(normalizedShape),
                $"LayerNorm: expected a shape of one axis or more to normalise over, none of them empty, but got {normalizedShape}.");
        Normalization.CheckEpsilon(epsilon);
        (NormalizedShape, Epsilon) = (normalizedShape, epsilon);
        (Weight, Bias) = affine ? (Parameter("weight", normalizedShape), Parameter("bias", normalizedShape)) : (null, null);
        Weight?.Edit().Fill(1);
    }

    /// <summary>The lengths of the axes at the end over which mean and variance are taken.</summary>
    public Shape NormalizedShape { get; }

    /// <summary>ε, what is added to variances.</summary>
    public double Epsilon { get; }

    /// <summary>Of the normalised shape, if the layer has parameters.</summary>
    public Tensor? Weight { get; }

    /// <summary>Of the normalised shape, if the layer has parameters.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <param name="x">[*, normalised axes]</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeException">The last axes of <paramref name="x"/> are not the normalised shape.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.LayerNorm(x, NormalizedShape, Weight, Bias, Epsilon));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int rank = NormalizedShape.Rank;
        if (input.Rank < rank || !input.Lengths[^rank..].SequenceEqual(NormalizedShape.Lengths))
            ShapeException.Throw(Label, "input", $"[*, {string.Join(", ", NormalizedShape)}]", input, "Its last axes must be the normalised shape.");
        return input;
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new LayerNorm(NormalizedShape, Epsilon, Weight is not null);

    /// <inheritdoc/>
    public override string ToString() => $"LayerNorm({string.Join(" × ", NormalizedShape)})";
}

/// <summary>What the normalisations check alike.</summary>
internal static class Normalization
{
    public static void CheckEpsilon(double epsilon)
    {
        if (!(epsilon > 0) || double.IsInfinity(epsilon))
            throw new ArgumentOutOfRangeException(
                nameof(epsilon), $"Normalisation: expected a small positive epsilon such as 1e-5, but got {epsilon}.");
    }
}
