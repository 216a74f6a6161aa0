namespace Elucid;

/// <summary>Transformer blocks one after the other, and a normalisation after the last where there is one.</summary>
/// <remarks>Parameters as PyTorch's: <c>layers.0.self_attn.in_proj_weight</c>, …, <c>norm.weight</c>. Blocks that normalise first need the last
/// one.</remarks>
public sealed class TransformerEncoder : Module
{
    readonly Sequential _layers;
    readonly LayerNorm? _norm;

    /// <summary>Creates the blocks.</summary>
    /// <param name="count">How many.</param>
    /// <param name="layer">Makes the block of this index.</param>
    /// <param name="norm">After the last block; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no block.</exception>
    public TransformerEncoder(int count, Func<int, TransformerEncoderLayer> layer, LayerNorm? norm = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        Layers = [.. Enumerable.Range(0, count).Select(layer)];
        _layers = Child("layers", new Sequential([.. Layers]));
        _norm = norm is null ? null : Child("norm", norm);
    }

    /// <summary>The blocks, first to last.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shape does not fit.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, mask: null);

    /// <summary>All blocks with the same mask.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <param name="mask">Added to the scores, as in <see cref="Ops.Attention"/>; null for none.</param>
    /// <param name="isCausal">Whether a position sees only those up to itself.</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, bool isCausal = false)
    {
        Tensor y = x;
        foreach (TransformerEncoderLayer layer in Layers)
            y = layer.Forward(y, mask, isCausal);
        TapWatch.See(_layers, x, y);        // which does not run as a chain, because of the mask
        return Tapped(x, _norm?.Forward(y) ?? y);
    }

    /// <summary>All blocks for new positions, causal; see <see cref="MultiHeadAttention.ForwardCached"/>.</summary>
    /// <param name="x">[batch, new positions, features]</param>
    /// <param name="caches">One per block, see <see cref="CreateCaches"/>.</param>
    /// <returns>[batch, new positions, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">A cache is full, or a tape records.</exception>
    public Tensor ForwardCached(Tensor x, IReadOnlyList<KeyValueCache> caches)
    {
        for (int i = 0; i < Layers.Count; i++)
            x = Layers[i].ForwardCached(x, caches[i]);
        return _norm?.Forward(x) ?? x;
    }

    /// <summary>An empty cache for each block.</summary>
    /// <param name="batchSize">Sequences that grow side by side.</param>
    /// <param name="capacity">The longest they may become.</param>
    public IReadOnlyList<KeyValueCache> CreateCaches(int batchSize, int capacity) =>
        [.. Layers.Select(layer => new KeyValueCache(batchSize, capacity, layer.Attention.Features))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => _layers.OutputShape(input);

    internal override IEnumerable<(string Name, Module Part, Shape? Input)> Parts(Shape input) =>
        _norm is null ? [("layers", _layers, input)] : [("layers", _layers, input), ("norm", _norm, input)];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => _layers.MultiplyAdds(input);

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new TransformerEncoder(Layers.Count, i => with.Part(Layers[i]), with.Part(_norm));

    /// <inheritdoc/>
    public override string ToString() => $"TransformerEncoder({Layers.Count} × {Layers[0]})";
}
