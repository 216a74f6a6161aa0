namespace Elucid.Claims;

/// <summary>Attention as it is mostly used, in which a position sees only those up to itself.</summary>
internal sealed class CausalAttention : Module
{
    readonly MultiHeadAttention _attention;

    /// <inheritdoc cref="MultiHeadAttention"/>
    public CausalAttention(int features, int heads, RandomStream random) =>
        _attention = Child("attention", new MultiHeadAttention(features, heads, random));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Tapped(x, _attention.Forward(x, mask: null, isCausal: true));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _attention.OutputShape(input);
}
