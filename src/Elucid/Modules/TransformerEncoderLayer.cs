namespace Elucid;

/// <summary>
/// A transformer block: self-attention and a feed-forward part, each with a residual connection and a layer normalisation after it (Vaswani et al.
/// 2017, arXiv:1706.03762, section 3.1) or before it (Xiong et al. 2020, arXiv:2002.04745), which trains without warm-up.
/// </summary>
/// <remarks>
/// Parameters as PyTorch's with <c>batch_first=True</c>: <c>self_attn.in_proj_weight</c>, <c>self_attn.out_proj.weight</c>, …, <c>linear1</c>,
/// <c>linear2</c>,
/// <c>norm1</c>, <c>norm2</c>.
/// </remarks>
public sealed class TransformerEncoderLayer : Module
{
    readonly MultiHeadAttention _attention;
    readonly FeedForward _feedForward;
    readonly ResidualNorm _first, _second;
    readonly double _dropout;

    /// <summary>Creates the block and draws its weights.</summary>
    /// <param name="features">The width of input and output.</param>
    /// <param name="heads">A divisor of <paramref name="features"/>.</param>
    /// <param name="feedForward">Units between the two layers of the feed-forward part, usually 4 · features.</param>
    /// <param name="activation">The function between them, such as <c>Activations.Elu()</c>.</param>
    /// <param name="random">Where weights are drawn from, and, in training, what is dropped.</param>
    /// <param name="dropout">The share that training drops of attention weights, of hidden units and of both parts' outputs; 0 by default, 0.1 in
    /// PyTorch.</param>
    /// <param name="normFirst">Whether normalisation comes before each part instead of after the sum; false by default, as in PyTorch.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    public TransformerEncoderLayer(
        int features, int heads, int feedForward, Activation activation, RandomStream random, double dropout = 0, bool normFirst = false)
    {
        NormFirst = normFirst;
        _dropout = dropout;
        _attention = Child("self_attn", new MultiHeadAttention(features, heads, random, dropout));
        _feedForward = new FeedForward(features, feedForward, activation, random, dropout);
        foreach ((string name, Module layer) in _feedForward.Layers)
            Child(name, layer);
        LayerNorm norm1 = Child("norm1", new LayerNorm(features)), norm2 = Child("norm2", new LayerNorm(features));
        _first = new(norm1, Child("dropout1", new Dropout(dropout, random)), normFirst);
        _second = new(norm2, Child("dropout2", new Dropout(dropout, random)), normFirst);
    }

    /// <summary>Whether normalisation comes before each part.</summary>
    public bool NormFirst { get; }

    /// <summary>The attention.</summary>
    public MultiHeadAttention Attention => _attention;

    /// <inheritdoc/>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shape does not fit.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, mask: null);

    /// <summary>The block with a mask.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <param name="mask">Added to the scores, as in <see cref="Ops.Attention"/>; null for none.</param>
    /// <param name="isCausal">Whether a position sees only those up to itself.</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, bool isCausal = false) =>
        Tapped(x, Forward(x, new SelfAttention(_attention, mask, isCausal)));

    /// <summary>The causal block for new positions, see <see cref="MultiHeadAttention.ForwardCached"/>.</summary>
    /// <param name="x">[batch, new positions, features]</param>
    /// <param name="cache">This block's cache.</param>
    /// <returns>[batch, new positions, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The cache is full, or a tape records.</exception>
    public Tensor ForwardCached(Tensor x, KeyValueCache cache) => Forward(x, new SelfAttention(_attention, cache));

    Tensor Forward(Tensor x, SelfAttention attention) => _second.Around(_first.Around(x, attention.Of), _feedForward.Forward);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _attention.OutputShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _attention.MultiplyAdds(input) + _feedForward.MultiplyAdds(input.Size);

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new TransformerEncoderLayer(
        _attention.Features, _attention.Heads, _feedForward.Hidden, with.Function(_feedForward.Function), with.Random, _dropout, NormFirst);

    /// <inheritdoc/>
    public override string ToString() => $"TransformerEncoderLayer({_attention.Features}, {_attention.Heads} heads, {_feedForward.Hidden})";
}

/// <summary>A block's self-attention as it is asked for: over whole sequences, or over a cache.</summary>
internal readonly struct SelfAttention(MultiHeadAttention attention, Tensor? mask, bool isCausal, KeyValueCache? cache)
{
    public SelfAttention(MultiHeadAttention attention, Tensor? mask, bool isCausal) : this(attention, mask, isCausal, cache: null) { }

    public SelfAttention(MultiHeadAttention attention, KeyValueCache cache) : this(attention, mask: null, isCausal: true, cache) { }

    public Tensor Of(Tensor x) => cache is null ? attention.Forward(x, mask, isCausal) : attention.ForwardCached(x, cache);
}
