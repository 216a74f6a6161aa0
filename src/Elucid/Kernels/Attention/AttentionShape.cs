namespace Elucid.Kernels;

/// <summary>The sizes of attention. Scores are divided by √headWidth.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Heads">Heads side by side in each row.</param>
/// <param name="Queries">Rows that ask.</param>
/// <param name="Keys">Rows that are asked.</param>
/// <param name="HeadWidth">Numbers of one head in one row.</param>
/// <param name="IsCausal">Whether a query sees only what is not after it; the last query stands at the last key.</param>
internal readonly record struct AttentionShape(int Batch, int Heads, int Queries, int Keys, int HeadWidth, bool IsCausal)
{
    /// <summary>Sequences times heads: each pair is computed on its own.</summary>
    public int Pairs => Batch * Heads;

    /// <summary>What scores are multiplied by.</summary>
    public float Scale => 1 / MathF.Sqrt(HeadWidth);

    /// <summary>How many of the first keys a query sees.</summary>
    public int Visible(int query) => IsCausal ? Math.Clamp(query + 1 + Keys - Queries, 0, Keys) : Keys;

    /// <summary>The multiply-adds of one product of all queries with all keys that they see.</summary>
    public long Work => (long)Pairs * Queries * Keys * HeadWidth / (IsCausal && Queries > 1 ? 2 : 1);
}

/// <summary>Where one operand's rows lie: [batch, rows, heads · headWidth], possibly columns of a wider tensor.</summary>
/// <param name="values">The whole tensor; empty where a gradient is not wanted.</param>
/// <param name="start">The first number of the first row.</param>
/// <param name="rowStride">From one row to the next.</param>
/// <param name="batchStride">From one sequence to the next.</param>
internal readonly struct AttentionRows(Memory<float> values, int start, int rowStride, int batchStride)
{
    public int RowStride => rowStride;

    public bool IsEmpty => values.IsEmpty;

    /// <summary>The numbers from the first row of a head in a sequence on.</summary>
    public Span<float> From(int batch, int column) => values.Span[(start + batch * batchStride + column)..];
}

/// <summary>Numbers added to the scores, repeated along axes whose stride is 0: −∞ hides a key. Empty for none.</summary>
/// <param name="values">The mask's own numbers, one run of keys after the other.</param>
/// <param name="batchStride">From one sequence to the next.</param>
/// <param name="headStride">From one head to the next.</param>
/// <param name="queryStride">From one query to the next.</param>
internal readonly struct AttentionMask(Memory<float> values, int batchStride, int headStride, int queryStride)
{
    public bool IsEmpty => values.IsEmpty;

    /// <summary>The numbers of one query's keys.</summary>
    public ReadOnlySpan<float> Row(int batch, int head, int query, int keys) =>
        values.Span.Slice(batch * batchStride + head * headStride + query * queryStride, keys);
}

/// <summary>Which weights are dropped: drawn for each block from a stream of its own, so that backward draws them again and threads do not
/// matter.</summary>
/// <param name="probability">The share that is dropped; 0 for none.</param>
/// <param name="seed">Drawn once per call.</param>
internal readonly struct AttentionDropout(double probability, ulong seed)
{
    public bool IsNone => probability == 0;

    /// <summary>0 or 1 / (1 − p) for each number.</summary>
    public void Fill(Span<float> factors, long block)
    {
        new RandomStream(seed + (ulong)block).FillUniform(factors);
        float threshold = (float)probability, kept = (float)(1 / (1 - probability));
        foreach (ref float factor in factors)
            factor = factor < threshold ? 0 : kept;
    }
}
