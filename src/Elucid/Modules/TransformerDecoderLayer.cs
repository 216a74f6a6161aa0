namespace Elucid;

/// <summary>
/// A transformer block that also looks at a memory: self-attention, attention to the encoder's output and a feed-forward part, each with a residual
/// connection and a layer normalisation after it (Vaswani et al. 2017, arXiv:1706.03762, section 3.1) or before it.
/// </summary>
/// <remarks>
/// Parameters as PyTorch's with <c>batch_first=True</c>: <c>self_attn</c>, <c>multihead_attn</c>, <c>linear1</c>, <c>linear2</c>, <c>norm1</c>,
/// <c>norm2</c>, <c>norm3</c>.
/// </remarks>
public sealed class TransformerDecoderLayer : Module
{
    readonly MultiHeadAttention _attention, _memoryAttention;
    readonly FeedForward _feedForward;
    readonly ResidualNorm _first, _second, _third;
    readonly double _dropout;

    /// <summary>Creates the block and draws its weights.</summary>
    /// <param name="features">The width of input, memory and output.</param>
    /// <param name="heads">A divisor of <paramref name="features"/>.</param>
    /// <param name="feedForward">Units between the two layers of the feed-forward part, usually 4 · features.</param>
    /// <param name="activation">The function between them, such as <c>Activations.Elu()</c>.</param>
    /// <param name="random">Where weights are drawn from, and, in training, what is dropped.</param>
    /// <param name="dropout">The share that training drops of attention weights, of hidden units and of the parts' outputs; 0 by default, 0.1 in
    /// PyTorch.</param>
    /// <param name="normFirst">Whether normalisation comes before each part instead of after the sum; false by default, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    public TransformerDecoderLayer(
        int features, int heads, int feedForward, Activation activation, RandomStream random, double dropout = 0, bool normFirst = false)
    {
        NormFirst = normFirst;
        _dropout = dropout;
        _attention = Child("self_attn", new MultiHeadAttention(features, heads, random, dropout));
        _memoryAttention = Child("multihead_attn", new MultiHeadAttention(features, heads, random, dropout));
        _feedForward = new FeedForward(features, feedForward, activation, random, dropout);
        foreach ((string name, Module layer) in _feedForward.Layers)
            Child(name, layer);
        LayerNorm norm1 = Child("norm1", new LayerNorm(features)), norm2 = Child("norm2", new LayerNorm(features)),
            norm3 = Child("norm3", new LayerNorm(features));
        _first = new(norm1, Child("dropout1", new Dropout(dropout, random)), normFirst);
        _second = new(norm2, Child("dropout2", new Dropout(dropout, random)), normFirst);
        _third = new(norm3, Child("dropout3", new Dropout(dropout, random)), normFirst);
    }

    /// <summary>Whether normalisation comes before each part.</summary>
    public bool NormFirst { get; }

    /// <summary>Not possible: a decoder needs a memory.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <exception cref="NotSupportedException">Always; the message says what to call.</exception>
    public override Tensor Forward(Tensor x) =>
        throw new NotSupportedException($"{Label} attends to a memory: call Forward(x, memory), or use a TransformerEncoderLayer, which needs none.");

    /// <summary>The block.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <param name="memory">[batch, keys, features], the encoder's output.</param>
    /// <param name="mask">Added to the scores of self-attention, as in <see cref="Ops.Attention"/>; null for none.</param>
    /// <param name="memoryMask">Added to the scores of attention to the memory; null for none.</param>
    /// <param name="isCausal">Whether a position sees only those up to itself; true by default.</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor memory, Tensor? mask = null, Tensor? memoryMask = null, bool isCausal = true) =>
        Tapped(x, Forward(x, new SelfAttention(_attention, mask, isCausal), new MemoryAttention(_memoryAttention, memory, memoryMask, null)));

    /// <summary>The causal block for new positions.</summary>
    /// <param name="x">[batch, new positions, features]</param>
    /// <param name="cache">This block's own positions so far.</param>
    /// <param name="memory">The memory, put there by <see cref="CacheMemory"/>.</param>
    /// <returns>[batch, new positions, features]; bit for bit the rows that the whole sequence would give.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The cache is full, or a tape records.</exception>
    public Tensor ForwardCached(Tensor x, KeyValueCache cache, KeyValueCache memory) =>
        Forward(x, new SelfAttention(_attention, cache), new MemoryAttention(_memoryAttention, null, null, memory));

    /// <summary>Projects a memory into an empty cache, once for all steps of <see cref="ForwardCached"/>.</summary>
    /// <param name="memory">[batch, keys, features]</param>
    /// <param name="cache">Receives it.</param>
    public void CacheMemory(Tensor memory, KeyValueCache cache) => _memoryAttention.CacheMemory(memory, cache);

    Tensor Forward(Tensor x, SelfAttention attention, MemoryAttention memory) =>
        _third.Around(_second.Around(_first.Around(x, attention.Of), memory.Of), _feedForward.Forward);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _attention.OutputShape(input);

    /// <summary>Multiply-adds with a memory as long as the input.</summary>
    public override long MultiplyAdds(Shape input) => 2 * _attention.MultiplyAdds(input) + _feedForward.MultiplyAdds(input.Size);

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new TransformerDecoderLayer(
        _attention.Features, _attention.Heads, _feedForward.Hidden, with.Function(_feedForward.Function), with.Random, _dropout, NormFirst);

    /// <inheritdoc/>
    public override string ToString() => $"TransformerDecoderLayer({_attention.Features}, {_attention.Heads} heads, {_feedForward.Hidden})";

    /// <summary>Attention to a memory as it came, or as a cache holds it.</summary>
    readonly struct MemoryAttention(MultiHeadAttention attention, Tensor? memory, Tensor? mask, KeyValueCache? cache)
    {
        public Tensor Of(Tensor x) => cache is null ? attention.ForwardCross(x, memory!, mask) : attention.ForwardCrossCached(x, cache);
    }
}
