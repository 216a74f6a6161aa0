using Elucid.Numerics;

namespace Elucid.Kernels;

/// <summary>
/// Scaled dot-product attention, softmax(Q·Kᵀ / √width + mask)·V for every head of every sequence, without the matrix of all scores: blocks of queries meet
/// blocks of keys, and a running maximum and sum of exponentials correct what was computed before (Dao et al. 2022, arXiv:2205.14135). Backward computes
/// the weights again from the log-sum-exp of each row.
/// </summary>
/// <remarks>
/// A block of keys always begins at a multiple of its size, and hidden keys add exact zeros: so a query's result has the same bits whatever comes after it,
/// however many queries are asked at once, and on any number of threads. A query that sees no key gets zeros, and passes no gradient on.
/// </remarks>
internal static unsafe class Attention
{
    // A block of scores (16 KiB) stays in the first-level cache beside a tile's operands.
    const int QueryBlock = 32, KeyBlock = 128;

    // As for matrix products: below it the handover costs more than it gains.
    const long WorkPerThread = 1 << 20;

    /// <summary>Computes the output and, for backward, the log-sum-exp of each row.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="query">[batch, queries, heads · headWidth].</param>
    /// <param name="key">[batch, keys, heads · headWidth].</param>
    /// <param name="value">Like <paramref name="key"/>.</param>
    /// <param name="mask">Added to the scores.</param>
    /// <param name="dropout">Which weights are dropped.</param>
    /// <param name="output">Like <paramref name="query"/>.</param>
    /// <param name="logSumExp">[batch, heads, queries], or empty.</param>
    public static void Forward(
        AttentionShape shape, AttentionRows query, AttentionRows key, AttentionRows value, AttentionMask mask, AttentionDropout dropout,
        AttentionRows output, Memory<float> logSumExp) =>
        Run(shape, 2, new ForwardPair(new(shape, query, key, value, mask, dropout), output, logSumExp));

    /// <summary>Writes the gradients of queries, keys and values, or adds them. An empty one is not wanted.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="query">As in <see cref="Forward"/>.</param>
    /// <param name="key">As in <see cref="Forward"/>.</param>
    /// <param name="value">As in <see cref="Forward"/>.</param>
    /// <param name="mask">As in <see cref="Forward"/>.</param>
    /// <param name="dropout">As in <see cref="Forward"/>.</param>
    /// <param name="output">What <see cref="Forward"/> computed.</param>
    /// <param name="logSumExp">What <see cref="Forward"/> computed.</param>
    /// <param name="doutput">The gradient of the output.</param>
    /// <param name="gradients">Where the gradients go.</param>
    public static void Backward(
        AttentionShape shape, AttentionRows query, AttentionRows key, AttentionRows value, AttentionMask mask, AttentionDropout dropout,
        AttentionRows output, Memory<float> logSumExp, AttentionRows doutput, AttentionGradients gradients) =>
        Run(shape, 5, new BackwardPair(new(shape, query, key, value, mask, dropout), output, logSumExp, doutput, gradients));

    static void Run<TBody>(AttentionShape shape, int products, TBody body) where TBody : struct, IThreadsBody
    {
        if (shape.Work * products >= 2 * WorkPerThread)
            Threads.For(shape.Pairs, body);
        else
            for (int pair = 0; pair < shape.Pairs; pair++)
                body.Run(pair);
    }

    /// <summary>What forward and backward read.</summary>
    readonly struct Inputs(AttentionShape shape, AttentionRows query, AttentionRows key, AttentionRows value, AttentionMask mask, AttentionDropout dropout)
    {
        public readonly AttentionShape Shape = shape;
        public readonly AttentionRows Query = query, Key = key, Value = value;
        public readonly AttentionDropout Dropout = dropout;

        /// <summary>A row of a head in working memory: padded so that products have whole vectors.</summary>
        public int Width => Shape.HeadWidth <= 4 ? 4 : Shape.HeadWidth <= 8 ? 8 : RoundUp(Shape.HeadWidth);

        /// <summary>Keys, padded to whole vectors of scores.</summary>
        public int PaddedKeys => RoundUp(Shape.Keys);

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
                AttentionSweep.CopyRows(from + (nint)first * rows.RowStride, rows.RowStride, to, width, count, Shape.HeadWidth, factor, accumulate: false);
        }

        /// <summary>A head's rows as columns: for each block of keys [headWidth, keys of the block, padded].</summary>
        public void TransposeHead(AttentionRows rows, int pair, float* to)
        {
            if (Shape.Keys == 0)
                return;
            Span<float> from = rows.From(Batch(pair), Column(pair));
            for (int first = 0; first < Shape.Keys; first += KeyBlock)
            {
                int keys = Math.Min(KeyBlock, Shape.Keys - first), padded = RoundUp(keys);
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
            int inBlock = Math.Min(KeyBlock, Shape.Keys - firstKey), keys = Math.Min(inBlock, Shape.Visible(firstQuery + queries - 1) - firstKey);
            if (keys <= 0)
                return 0;
            int width = RoundUp(keys);
            GemmOperand keyColumns = new(ref *(transposedKeys + (nint)firstKey * Shape.HeadWidth), RoundUp(inBlock), 1);
            Product(queries, width, Shape.HeadWidth, new(ref *query, Width, 1), keyColumns, scores, KeyBlock, GemmStart.Zero);
            int batch = Batch(pair), head = pair % Shape.Heads;
            for (int i = 0; i < queries; i++)
            {
                Span<float> row = new(scores + i * KeyBlock, width);
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
            long queryBlocks = (Shape.Queries + QueryBlock - 1) / QueryBlock, keyBlocks = (Shape.Keys + KeyBlock - 1) / KeyBlock;
            Dropout.Fill(new Span<float>(factors, rows * KeyBlock), (pair * queryBlocks + firstQuery / QueryBlock) * keyBlocks + firstKey / KeyBlock);
        }

        static int RoundUp(int count) => (count + 15) & ~15;
    }

    static void Product(int m, int n, int k, GemmOperand a, GemmOperand b, float* c, int stride, GemmStart start) =>
        GemmBlocks.Multiply(m, n, k, a, b, ref *c, stride, start, default(NoEpilogue), 0, 0);

    /// <summary>How a sum goes on with a block whose first term has this number. By that alone, not by how many there will be: a query's result is the same whatever comes after it.</summary>
    static GemmStart From(int term) => term < LongSum.Longest ? GemmStart.Resume : GemmStart.Apart;

    static void Multiply(float* x, float* factors, int rows, int width, float* y)
    {
        for (int i = 0, row = 0; i < rows; i++, row += KeyBlock)
            Elementwise.Multiply(new ReadOnlySpan<float>(x + row, width), new ReadOnlySpan<float>(factors + row, width), new Span<float>(y + row, width));
    }

    readonly struct ForwardPair(Inputs inputs, AttentionRows output, Memory<float> logSumExp) : IThreadsBody
    {
        public void Run(int pair)
        {
            AttentionShape shape = inputs.Shape;
            int width = inputs.Width, batch = inputs.Batch(pair), column = inputs.Column(pair);
            Space space = new(((long)inputs.PaddedKeys + QueryBlock) * 2 * width + 3 * QueryBlock * KeyBlock + 20 * QueryBlock);
            float* keys = space.Take(inputs.PaddedKeys * width), values = space.Take(inputs.PaddedKeys * width);
            float* query = space.Take(QueryBlock * width), result = space.Take(QueryBlock * width);
            float* scores = space.Take(QueryBlock * KeyBlock), kept = space.Take(QueryBlock * KeyBlock), dropped = space.Take(QueryBlock * KeyBlock);
            float* largest = space.Take(QueryBlock), sums = space.Take(QueryBlock), corrections = space.Take(QueryBlock);
            AttentionState state = new(largest, sums, corrections, shifts: space.Take(QueryBlock), partials: space.Take(16 * QueryBlock));
            inputs.TransposeHead(inputs.Key, pair, keys);
            inputs.CopyHead(inputs.Value, pair, 0, shape.Keys, 1, values);
            for (int first = 0; first < shape.Queries; first += QueryBlock)
            {
                int rows = Math.Min(QueryBlock, shape.Queries - first);
                inputs.CopyHead(inputs.Query, pair, first, rows, shape.Scale, query);
                new Span<float>(largest, QueryBlock).Fill(float.NegativeInfinity);
                new Span<float>(sums, QueryBlock).Clear();
                new Span<float>(result, rows * width).Clear();
                for (int firstKey = 0; firstKey < shape.Keys; firstKey += KeyBlock)
                {
                    int count = inputs.Scores(pair, first, rows, firstKey, query, keys, scores);
                    if (count == 0)
                        break;
                    AttentionSweep.Exponentials(scores, KeyBlock, rows, (count + 15) & ~15, state);
                    float* weights = scores;
                    if (!inputs.Dropout.IsNone)
                    {
                        inputs.DrawKept(pair, first, firstKey, rows, kept);
                        Multiply(scores, kept, rows, count, dropped);
                        weights = dropped;
                    }
                    if (firstKey > 0)
                        AttentionSweep.ScaleRows(result, rows, width, corrections);
                    GemmOperand valueRows = new(ref *(values + (nint)firstKey * width), width, 1);
                    Product(rows, width, count, new(ref *weights, KeyBlock, 1), valueRows, result, width, firstKey == 0 ? GemmStart.Zero : From(firstKey));
                }
                for (int i = 0; i < rows; i++)
                {
                    // No key seen: its weights are 0, and e^(score − ∞) makes them 0 again in backward.
                    bool isEmpty = sums[i] == 0;
                    if (!logSumExp.IsEmpty)
                        logSumExp.Span[pair * shape.Queries + first + i] =
                            isEmpty ? float.PositiveInfinity : largest[i] + Lane1.Log(new Lane1(sums[i])).Value;
                    sums[i] = isEmpty ? 0 : 1 / sums[i];
                }
                AttentionSweep.ScaleRows(result, rows, width, sums);
                fixed (float* to = output.From(batch, column))
                    AttentionSweep.CopyRows(result, width, to + (nint)first * output.RowStride, output.RowStride, rows, shape.HeadWidth, 1, accumulate: false);
            }
        }
    }

    readonly struct BackwardPair(Inputs inputs, AttentionRows output, Memory<float> logSumExp, AttentionRows doutput, AttentionGradients gradients) : IThreadsBody
    {
        public void Run(int pair)
        {
            AttentionShape shape = inputs.Shape;
            int width = inputs.Width, size = inputs.PaddedKeys * width;
            Space space = new(5L * size + 4 * QueryBlock * width + 4 * QueryBlock * KeyBlock + 3 * QueryBlock);
            float* transposedKeys = space.Take(size), transposedValues = space.Take(size), keys = space.Take(size);
            float* dkeys = space.Take(size), dvalues = space.Take(size);
            float* query = space.Take(QueryBlock * width), dquery = space.Take(QueryBlock * width);
            float* dresult = space.Take(QueryBlock * width), result = space.Take(QueryBlock * width);
            float* weights = space.Take(QueryBlock * KeyBlock), dweights = space.Take(QueryBlock * KeyBlock);
            float* kept = space.Take(QueryBlock * KeyBlock), dropped = space.Take(QueryBlock * KeyBlock);
            float* logs = space.Take(QueryBlock), dots = space.Take(QueryBlock), partials = space.Take(16);
            inputs.TransposeHead(inputs.Key, pair, transposedKeys);
            inputs.TransposeHead(inputs.Value, pair, transposedValues);
            inputs.CopyHead(inputs.Key, pair, 0, shape.Keys, 1, keys);
            new Span<float>(dkeys, size).Clear();
            new Span<float>(dvalues, size).Clear();
            for (int first = 0; first < shape.Queries; first += QueryBlock)
            {
                int rows = Math.Min(QueryBlock, shape.Queries - first);
                inputs.CopyHead(inputs.Query, pair, first, rows, shape.Scale, query);
                inputs.CopyHead(doutput, pair, first, rows, 1, dresult);
                inputs.CopyHead(output, pair, first, rows, 1, result);
                logSumExp.Span.Slice(pair * shape.Queries + first, rows).CopyTo(new Span<float>(logs, rows));
                // Σ weight · dweight over all keys is the product of the output with its gradient, also where weights were dropped.
                AttentionSweep.Dots(result, dresult, rows, width, dots, partials);
                new Span<float>(dquery, rows * width).Clear();
                for (int firstKey = 0; firstKey < shape.Keys; firstKey += KeyBlock)
                {
                    int count = inputs.Scores(pair, first, rows, firstKey, query, transposedKeys, weights);
                    if (count == 0)
                        break;
                    int padded = (count + 15) & ~15, block = Math.Min(KeyBlock, shape.Keys - firstKey);
                    nint start = (nint)firstKey * width;
                    AttentionSweep.Weights(weights, KeyBlock, rows, padded, logs);
                    GemmOperand valueColumns = new(ref *(transposedValues + (nint)firstKey * shape.HeadWidth), (block + 15) & ~15, 1);
                    Product(rows, padded, shape.HeadWidth, new(ref *dresult, width, 1), valueColumns, dweights, KeyBlock, GemmStart.Zero);
                    float* used = weights;
                    if (!inputs.Dropout.IsNone)
                    {
                        inputs.DrawKept(pair, first, firstKey, rows, kept);
                        Multiply(weights, kept, rows, padded, dropped);
                        Multiply(dweights, kept, rows, padded, dweights);
                        used = dropped;
                    }
                    Product(count, width, rows, new(ref *used, 1, KeyBlock), new(ref *dresult, width, 1), dvalues + start, width, From(first));
                    AttentionSweep.ScoreGradients(weights, dweights, KeyBlock, rows, padded, dots);
                    Product(rows, width, count, new(ref *dweights, KeyBlock, 1), new(ref *(keys + start), width, 1), dquery, width, From(firstKey));
                    Product(count, width, rows, new(ref *dweights, 1, KeyBlock), new(ref *query, width, 1), dkeys + start, width, From(first));
                }
                Write(gradients.Query, gradients.AddsToQuery, pair, first, rows, shape.Scale, dquery);
            }
            Write(gradients.Key, gradients.AddsToKey, pair, 0, shape.Keys, 1, dkeys);
            Write(gradients.Value, gradients.AddsToValue, pair, 0, shape.Keys, 1, dvalues);
        }

        void Write(AttentionRows rows, bool accumulate, int pair, int first, int count, float factor, float* from)
        {
            if (rows.IsEmpty || count == 0)
                return;
            fixed (float* to = rows.From(inputs.Batch(pair), inputs.Column(pair)))
                AttentionSweep.CopyRows(from, inputs.Width, to + (nint)first * rows.RowStride, rows.RowStride, count, inputs.Shape.HeadWidth, factor, accumulate);
        }
    }

    /// <summary>A thread's working memory, handed out piece by piece, each on a cache line of its own.</summary>
    ref struct Space(long floats)
    {
        const int Line = 16, MostPieces = 20;

        float* _next = Align(AttentionSpace.Address(AttentionSpace.Rent(floats + (MostPieces + 1) * Line)));

        public float* Take(int floats)
        {
            float* piece = _next;
            _next = Align(_next + floats);
            return piece;
        }

        static float* Align(float* address) => (float*)(((nuint)address + Line * sizeof(float) - 1) & ~(nuint)(Line * sizeof(float) - 1));
    }
}

/// <summary>Where the gradients of attention's operands go, and whether they are added there. Written in this order: they may be the same rows.</summary>
internal readonly struct AttentionGradients
{
    public AttentionRows Query { get; init; }
    public AttentionRows Key { get; init; }
    public AttentionRows Value { get; init; }
    public bool AddsToQuery { get; init; }
    public bool AddsToKey { get; init; }
    public bool AddsToValue { get; init; }
}
