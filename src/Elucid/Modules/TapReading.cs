namespace Elucid;

/// <summary>What a layer computed in one place of a network.</summary>
/// <param name="Layer">The layer's name in the network; from the second use on also which use it is: <c>relu (use 2)</c>.</param>
/// <param name="Module">The layer.</param>
/// <param name="Input">
/// What it took. On a tape that records, this is the tensor itself: <see cref="Tensor.Gradient"/> is there after the backward pass, and it lives as
/// long as the tape. Without gradients it is a copy.
/// </param>
/// <param name="Output">What it gave, likewise.</param>
/// <param name="AttentionWeights">
/// Of a <see cref="MultiHeadAttention"/>, the share of each key in each answer, [batch, heads, queries, keys], before dropout; null of other layers.
/// </param>
public sealed record TapReading(string Layer, Module Module, Tensor Input, Tensor Output, Tensor? AttentionWeights);
