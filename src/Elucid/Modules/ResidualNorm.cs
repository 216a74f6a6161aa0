namespace Elucid;

/// <summary>What surrounds each part of a transformer block: dropout and a residual connection, and a normalisation after the sum, or before the
/// part.</summary>
internal readonly struct ResidualNorm(LayerNorm norm, Dropout dropout, bool normFirst)
{
    /// <summary>norm(x + dropout(part(x))), or x + dropout(part(norm(x))).</summary>
    public Tensor Around(Tensor x, Func<Tensor, Tensor> part) =>
        normFirst ? Ops.Add(x, dropout.Forward(part(norm.Forward(x)))) : norm.Forward(Ops.Add(x, dropout.Forward(part(x))));
}
