namespace Elucid;

/// <summary>
/// Multi-head attention (Vaswani et al. 2017, arXiv:1706.03762, section 3.2.2): queries, keys and values are projected, each head attends on its
/// share of the columns, and the joined heads are projected once more.
/// </summary>
/// <remarks>
/// Parameters: <c>in_proj_weight</c> [3 · features, features] with the rows of queries, keys and values in this order, <c>in_proj_bias</c> [3 ·
/// features],
/// <c>out_proj.weight</c> [features, features], <c>out_proj.bias</c> [features], as PyTorch's with <c>batch_first=True</c>. Weights start from
/// Glorot's uniform distribution, biases at 0.
/// </remarks>
public sealed class MultiHeadAttention : Module
{
    readonly Linear _output;
    readonly Dropout _dropout;

    /// <summary>Creates the layer and draws its weights.</summary>
    /// <param name="features">The width of inputs and output.</param>
    /// <param name="heads">A divisor of <paramref name="features"/>.</param>
    /// <param name="random">Where weights are drawn from, and, in training, what is dropped.</param>
    /// <param name="dropout">The share of attention weights that training sets to 0; 0 by default.</param>
    /// <param name="bias">Whether the projections have biases.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentException">The features cannot be divided among the heads.</exception>
    public MultiHeadAttention(int features, int heads, RandomStream random, double dropout = 0, bool bias = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        if (features % heads != 0)
            throw new ArgumentException(
                $"MultiHeadAttention: expected a number of heads that divides the {features} features, but got {heads}.", nameof(heads));
        (Features, Heads) = (features, heads);
        Weight = Parameter("in_proj_weight", [3 * features, features]);
        Bias = bias ? Parameter("in_proj_bias", [3 * features]) : null;
        Initializer.Glorot.AsUniform().Fill(Weight.Edit(), features, 3 * features, random);
        _output = Child("out_proj", new Linear(features, features, random, bias, Initializer.Glorot.AsUniform()));
        _dropout = Child("dropout", new Dropout(dropout, random));
    }

    /// <summary>The width of inputs and output.</summary>
    public int Features { get; }

    /// <summary>How many heads share the features.</summary>
    public int Heads { get; }

    /// <summary>The joint projection, [3 · features, features]: queries, keys, values.</summary>
    public Tensor Weight { get; }

    /// <summary>Its bias, [3 · features], if there is one.</summary>
    public Tensor? Bias { get; }

    /// <summary>The projection of the joined heads.</summary>
    public Linear Output => _output;

    /// <summary>Self-attention without a mask.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shape does not fit.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, mask: null);

    /// <summary>Self-attention: every position of a sequence asks all others.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <param name="mask">Added to the scores, as in <see cref="Ops.Attention"/>; null for none.</param>
    /// <param name="isCausal">Whether a position sees only those up to itself.</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, bool isCausal = false)
    {
        OutputShape(x.Shape);
        Tensor projected = Ops.Linear(x, Weight, Bias);
        return Answer(x, new(projected, 0), new(projected, Features), new(projected, 2 * Features), mask, isCausal);
    }

    /// <summary>Cross-attention: every position of one sequence asks those of another.</summary>
    /// <param name="query">[batch, queries, features]</param>
    /// <param name="memory">[batch, keys, features], such as the output of an encoder.</param>
    /// <param name="mask">Added to the scores, as in <see cref="Ops.Attention"/>; null for none.</param>
    /// <returns>[batch, queries, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor ForwardCross(Tensor query, Tensor memory, Tensor? mask = null)
    {
        OutputShape(query.Shape);
        CheckMemory(query.Shape[0], memory.Shape);
        Tensor projected = Project(memory, first: 1, count: 2);
        return Answer(query, new(Project(query, first: 0, count: 1), 0), new(projected, 0), new(projected, Features), mask, isCausal: false);
    }

    /// <summary>
    /// Causal self-attention of new positions with themselves and all that the cache holds, to which they are added; bit for bit the rows that the
    /// whole sequence would give.
    /// </summary>
    /// <param name="x">[batch, new positions, features]</param>
    /// <param name="cache">This layer's cache.</param>
    /// <returns>[batch, new positions, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The cache is full, or a tape records: gradients do not reach the positions in a cache.</exception>
    public Tensor ForwardCached(Tensor x, KeyValueCache cache)
    {
        OutputShape(x.Shape);
        CheckWidth(cache);
        Tensor projected = Ops.Linear(x, Weight, Bias);
        CheckNotRecorded(projected);
        cache.Append(projected, Features, 2 * Features);
        return _output.Forward(Attend(new(projected, 0), cache, isCausal: true));
    }

    /// <summary>Projects a memory into an empty cache, once for all steps of <see cref="ForwardCrossCached"/>.</summary>
    /// <param name="memory">[batch, keys, features]</param>
    /// <param name="cache">Receives the keys and values.</param>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">The memory exceeds the capacity, or a tape records.</exception>
    public void CacheMemory(Tensor memory, KeyValueCache cache)
    {
        CheckMemory(cache.BatchSize, memory.Shape);
        CheckWidth(cache);
        Tensor projected = Project(memory, first: 1, count: 2);
        CheckNotRecorded(projected);
        cache.Append(projected, 0, Features);
    }

    /// <summary>Cross-attention with a memory that <see cref="CacheMemory"/> has put into a cache.</summary>
    /// <param name="query">[batch, queries, features]</param>
    /// <param name="cache">Holds the memory.</param>
    /// <returns>[batch, queries, features]</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="InvalidOperationException">A tape records.</exception>
    public Tensor ForwardCrossCached(Tensor query, KeyValueCache cache)
    {
        OutputShape(query.Shape);
        CheckWidth(cache);
        Tensor projected = Project(query, first: 0, count: 1);
        CheckNotRecorded(projected);
        return _output.Forward(Attend(new(projected, 0), cache, isCausal: false));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 3 || input.Last != Features)
            ShapeException.Throw(Label, "input", $"[batch, length, {Features}]", input, "Its last axis must equal features; the batch comes first.");
        return input;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => (long)input.Size * Features * 4 + 2L * input.Size * input[1];

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) =>
        new MultiHeadAttention(Features, Heads, with.Random, _dropout.Probability, Bias is not null);

    /// <inheritdoc/>
    public override string ToString() => $"MultiHeadAttention({Features}, {Heads} heads)";

    Tensor Answer(Tensor x, Ops.Columns query, Ops.Columns key, Ops.Columns value, Tensor? mask, bool isCausal)
    {
        double dropout = _dropout.IsTraining ? _dropout.Probability : 0;
        Tensor y = _output.Forward(Ops.AttentionOver(query, key, value, Features, Heads, mask, isCausal, dropout, _dropout.Random));
        // The kernel keeps no matrix of weights: they are computed for those who look.
        if (TapWatch.Includes(this))
            TapWatch.See(this, x, y, AttentionWeights.Of(query, key, Features, Heads, mask, isCausal));
        return y;
    }

    Tensor Attend(Ops.Columns query, KeyValueCache cache, bool isCausal) =>
        Ops.AttentionOver(query, new(cache.Keys, 0, cache.Count), new(cache.Values, 0, cache.Count), Features, Heads, mask: null, isCausal);

    /// <summary>Some of the three projections alone.</summary>
    Tensor Project(Tensor x, int first, int count) =>
        Ops.Linear(x, Ops.Slice(Weight, 0, first * Features, count * Features), Bias is null ? null
            : Ops.Slice(Bias, 0, first * Features, count * Features));

    void CheckMemory(int batch, Shape memory)
    {
        if (memory.Rank != 3 || memory[0] != batch || memory.Last != Features)
            ShapeException.Throw(Label, "memory", $"[{batch}, keys, {Features}]", memory, "It must have as many sequences as the queries.");
    }

    void CheckWidth(KeyValueCache cache)
    {
        if (cache.Features != Features)
            throw new ShapeException($"KeyValueCache: it holds {cache.Features} features, but {Label} has {Features}. Make one for this layer.");
    }

    void CheckNotRecorded(Tensor projected)
    {
        if (projected.RequiresGradient)
            throw new InvalidOperationException(
                $"{Label}: a cache is for generation, where no gradients are wanted: use Tape.StartWithoutGradients().");
    }
}
