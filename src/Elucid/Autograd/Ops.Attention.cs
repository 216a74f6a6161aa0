using Elucid.Kernels;

namespace Elucid;

public static partial class Ops
{
    /// <summary>
    /// Scaled dot-product attention with several heads side by side: for each head softmax(Q·Kᵀ / √width + mask)·V (Vaswani et al. 2017,
    /// arXiv:1706.03762, eq. 1). No matrix of all scores is kept, forward or backward (Dao et al. 2022, arXiv:2205.14135).
    /// </summary>
    /// <param name="query">Q, [batch, queries, heads · width].</param>
    /// <param name="key">K, [batch, keys, heads · width].</param>
    /// <param name="value">V, like <paramref name="key"/>.</param>
    /// <param name="heads">How many heads each row holds, one after the other; 1 by default.</param>
    /// <param name="mask">
    /// Numbers added to the scores, [batch, heads, queries, keys] or a shape that repeats to it, such as [queries, keys] or [batch, 1, 1, keys]: −∞
    /// hides a key. A constant: it gets no gradient. <see cref="AttentionMasks"/> makes some.
    /// </param>
    /// <param name="isCausal">
    /// Whether a query sees only the keys that are not after it. The last query stands at the last key; with as many queries as keys query i sees
    /// keys 0 to i.
    /// </param>
    /// <param name="dropout">The share of weights set to 0, the others scaled by 1 / (1 − p); 0 by default.</param>
    /// <param name="random">Where dropout draws from; one number per call.</param>
    /// <returns>The shape of <paramref name="query"/>. A query that sees no key gets zeros and passes no gradient on.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The dropout is outside [0, 1).</exception>
    /// <exception cref="ArgumentNullException">There is dropout, but nothing to draw from.</exception>
    /// <exception cref="InvalidOperationException">The mask requires a gradient, and a tape records.</exception>
    public static Tensor Attention(
        Tensor query, Tensor key, Tensor value, int heads = 1, Tensor? mask = null, bool isCausal = false, double dropout = 0,
        RandomStream? random = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heads);
        if (query.Shape.Rank != 3 || query.Shape.Last % heads != 0)
            ShapeException.Throw(
                "Attention", "queries", $"[batch, queries, {heads} · width]", query.Shape, "Each row holds its heads one after the other.");
        foreach (Tensor other in (ReadOnlySpan<Tensor>)[key, value])
            if (other.Shape.Rank != 3 || other.Shape[0] != query.Shape[0] || other.Shape.Last != query.Shape.Last || other.Shape[1] != key.Shape[1])
                throw new ShapeException(
                    $"Attention: expected keys and values of shape [{query.Shape[0]}, keys, {query.Shape.Last}] for queries of shape {query.Shape}, "
                    + $"but got {key.Shape} and {value.Shape}.");
        return AttentionOver(new(query, 0), new(key, 0), new(value, 0), query.Shape.Last, heads, mask, isCausal, dropout, random);
    }

    /// <summary>Attention over columns of wider tensors, such as the joint projection [batch, length, 3 · features].</summary>
    /// <param name="query">Where the queries' columns begin.</param>
    /// <param name="key">Where the keys' columns begin.</param>
    /// <param name="value">Where the values' columns begin.</param>
    /// <param name="features">Heads times head width.</param>
    /// <param name="heads">How many.</param>
    /// <param name="mask">Added to the scores.</param>
    /// <param name="isCausal">Whether queries see only what is not after them.</param>
    /// <param name="dropout">The share of weights set to 0.</param>
    /// <param name="random">Where dropout draws from.</param>
    internal static Tensor AttentionOver(
        Columns query, Columns key, Columns value, int features, int heads, Tensor? mask, bool isCausal, double dropout = 0,
        RandomStream? random = null)
    {
        Tape.CheckConstant("Attention", "the mask", mask);
        AttentionShape shape = new(query.Tensor.Shape[0], heads, query.Rows, key.Rows, features / heads, isCausal);
        AttentionDropout dropped = DropoutOf(dropout, random);
        Tensor output = Tape.Result(query.Tensor.Shape.With(-1, features), query.Tensor, key.Tensor, value.Tensor);
        Tensor? logSumExp = output.RequiresGradient ? Tape.Scratch([shape.Batch, shape.Heads, shape.Queries]) : null;
        AttentionInputs Inputs() => new(shape, query.Values, key.Values, value.Values, MaskOf(mask, shape), dropped);
        Kernels.Attention.Forward(Inputs(), new Columns(output, 0).Values, logSumExp?.ValuesMemory ?? default);
        return Tape.Record(output, () =>
        {
            // Two parts of one tensor are written side by side, each as if the other were not there; the same part twice adds up.
            AttentionRows dquery = query.Dx([], out bool addsToQuery);
            AttentionRows dkey = key.Dx([(query, addsToQuery)], out bool addsToKey);
            AttentionRows dvalue = value.Dx([(key, addsToKey), (query, addsToQuery)], out bool addsToValue);
            Kernels.Attention.Backward(
                Inputs(), new Columns(output, 0).Values, logSumExp!.ValuesMemory, new Columns(output, 0).Dy,
                new() { Query = dquery, Key = dkey, Value = dvalue, AddsToQuery = addsToQuery, AddsToKey = addsToKey, AddsToValue = addsToValue });
        });
    }

    static AttentionMask MaskOf(Tensor? mask, AttentionShape shape)
    {
        if (mask is null)
            return default;
        int[] full = [shape.Batch, shape.Heads, shape.Queries, shape.Keys], strides = new int[4];
        bool fits = mask.Shape.Rank is >= 1 and <= 4 && mask.Shape.Last == shape.Keys;
        for (int axis = 1, stride = 1; fits && axis <= mask.Shape.Rank; stride *= mask.Shape[-axis], axis++)
        {
            fits = mask.Shape[-axis] == full[^axis] || mask.Shape[-axis] == 1;
            strides[^axis] = mask.Shape[-axis] == 1 ? 0 : stride;
        }
        if (!fits)
            ShapeException.Throw("Attention", "a mask", $"{new Shape(full)}, that is [batch, heads, queries, keys]", mask.Shape,
                "Leading axes may be missing or 1 and are then repeated.");
        return new(mask.ValuesMemory, strides[0], strides[1], strides[2]);
    }

    static AttentionDropout DropoutOf(double probability, RandomStream? random)
    {
        CheckProbability(probability);
        if (probability == 0)
            return default;
        ArgumentNullException.ThrowIfNull(random);
        return new(probability, random.NextUInt64());
    }

    /// <summary>As many columns of a tensor [batch, rows, width] as the caller says, from one on; all rows, or the first of them.</summary>
    internal readonly struct Columns(Tensor tensor, int start, int rows)
    {
        public Columns(Tensor tensor, int start) : this(tensor, start, tensor.Shape[1]) { }

        public Tensor Tensor => tensor;

        public int Rows => rows;

        public AttentionRows Values => Of(tensor.ValuesMemory);

        public AttentionRows Dy => Of(System.Runtime.InteropServices.MemoryMarshal.AsMemory(tensor.GradientMemory));

        /// <summary>Where the gradient goes, and whether it is added there; parts written before may belong to the same tensor.</summary>
        public AttentionRows Dx(ReadOnlySpan<(Columns Part, bool Adds)> before, out bool adds)
        {
            adds = false;
            if (!tensor.RequiresGradient)
                return default;
            Memory<float> dx = tensor.GradientToWrite(out adds);
            foreach ((Columns part, bool partAdds) in before)
                if (part.Tensor.IsViewOf(tensor))
                {
                    adds = part.Start == start || partAdds;
                    break;
                }
            return Of(dx);
        }

        public int Start => start;

        AttentionRows Of(Memory<float> values) => new(values, start, tensor.Shape[2], tensor.Shape[1] * tensor.Shape[2]);
    }
}
