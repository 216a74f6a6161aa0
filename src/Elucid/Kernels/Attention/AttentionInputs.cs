namespace Elucid.Kernels;

/// <summary>What attention reads.</summary>
/// <param name="shape">Sizes.</param>
/// <param name="query">[batch, queries, heads · headWidth].</param>
/// <param name="key">[batch, keys, heads · headWidth].</param>
/// <param name="value">Like <paramref name="key"/>.</param>
/// <param name="mask">Added to the scores.</param>
/// <param name="dropout">Which weights are dropped.</param>
internal readonly unsafe struct AttentionInputs(
    AttentionShape shape, AttentionRows query, AttentionRows key, AttentionRows value, AttentionMask mask, AttentionDropout dropout)
{
    public readonly AttentionShape Shape = shape;
    public readonly AttentionRows Query = query, Key = key, Value = value;
    public readonly AttentionDropout Dropout = dropout;

    /// <summary>A row of a head in working memory: padded so that products have whole vectors.</summary>
    public int Width => Shape.HeadWidth <= 4 ? 4 : Shape.HeadWidth <= 8 ? 8 : AttentionBlocks.Padded(Shape.HeadWidth);

    /// <summary>Keys, padded to whole vectors of scores.</summary>
    public int PaddedKeys => AttentionBlocks.Padded(Shape.Keys);

    public int Batch(int pair) => pair / Shape.Heads;

    public int Column(int pair) => pair % Shape.Heads * Shape.HeadWidth;

    /// <summary>A head's rows, one after the other, times a factor; what pads a row is 0.</summary>
    public void CopyHead(AttentionRows rows, int pair, int first, int count, float factor, float* to)
    {
        if (count == 0)
            return;
        int width = Width;
        if (width > Shape.HeadWidth)
            new Span<float>(to, count * width).Clear();
        fixed (float* from = rows.From(Batch(pair), Column(pair)))
            AttentionSweep.CopyRows(
                new(from + (nint)first * rows.RowStride, rows.RowStride, count, Shape.HeadWidth), to, width, factor, accumulate: false);
    }

    /// <summary>A head's rows as columns: for each block of keys [headWidth, keys of the block, padded].</summary>
    public void TransposeHead(AttentionRows rows, int pair, float* to)
    {
        if (Shape.Keys == 0)
            return;
        Span<float> from = rows.From(Batch(pair), Column(pair));
        for (int first = 0; first < Shape.Keys; first += AttentionBlocks.Keys)
        {
            int keys = Math.Min(AttentionBlocks.Keys, Shape.Keys - first), padded = AttentionBlocks.Padded(keys);
            GemmOperand columns = new(ref from[first * rows.RowStride], 1, rows.RowStride);
            GemmPacking.Pack(columns, Shape.HeadWidth, keys, padded, ref *(to + (nint)first * Shape.HeadWidth));
        }
    }

    /// <summary>
    /// The scores of a block of queries with a block of keys, −∞ where a key is hidden or not there. Returns how many keys the last query sees; the
    /// scores have a multiple of 16 columns, at least that many.
    /// </summary>
    public int Scores(int pair, int firstQuery, int queries, int firstKey, float* query, float* transposedKeys, float* scores)
    {
        int inBlock = Math.Min(AttentionBlocks.Keys, Shape.Keys - firstKey),
            keys = Math.Min(inBlock, Shape.Visible(firstQuery + queries - 1) - firstKey);
        if (keys <= 0)
            return 0;
        int width = AttentionBlocks.Padded(keys);
        GemmOperand keyColumns = new(ref *(transposedKeys + (nint)firstKey * Shape.HeadWidth), AttentionBlocks.Padded(inBlock), 1);
        AttentionBlocks.Product(queries, width, Shape.HeadWidth, new(ref *query, Width, 1), keyColumns, scores, AttentionBlocks.Keys, GemmStart.Zero);
        int batch = Batch(pair), head = pair % Shape.Heads;
        for (int i = 0; i < queries; i++)
        {
            Span<float> row = new(scores + i * AttentionBlocks.Keys, width);
            if (!mask.IsEmpty)
                Elementwise.Add(row[..keys], mask.Row(batch, head, firstQuery + i, Shape.Keys).Slice(firstKey, keys), row[..keys]);
            int visible = Math.Clamp(Shape.Visible(firstQuery + i) - firstKey, 0, keys);
            if (visible < width)
                row[visible..].Fill(float.NegativeInfinity);
        }
        return keys;
    }

    /// <summary>Draws which weights of a block are kept.</summary>
    public void DrawKept(int pair, int firstQuery, int firstKey, int rows, float* factors)
    {
        long queryBlocks = (Shape.Queries + AttentionBlocks.Queries - 1) / AttentionBlocks.Queries,
            keyBlocks = (Shape.Keys + AttentionBlocks.Keys - 1) / AttentionBlocks.Keys;
        Dropout.Fill(
            new Span<float>(factors, rows * AttentionBlocks.Keys),
            (pair * queryBlocks + firstQuery / AttentionBlocks.Queries) * keyBlocks + firstKey / AttentionBlocks.Keys);
    }
}
