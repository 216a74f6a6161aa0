using System.Diagnostics.CodeAnalysis;

namespace Elucid;

/// <summary>
/// Cuts a dataset into batches, epoch by epoch. The order is a pure function of the random stream's seed and the epoch, so that a run that starts
/// again in the middle (epoch e, batch b) sees exactly the rows it would have seen.
/// </summary>
/// <example><code>
/// DataLoader loader = new(data, batchSize: 32, random);
/// loader.StartEpoch(epoch);
/// for (int i = 0; i &lt; loader.BatchCount; i++)
/// {
///     using Tape tape = Tape.Start();
///     tape.Backward(Loss.CrossEntropy(model.Forward(loader[i].Features()), loader[i].Labels));
///     optimizer.Step();
/// }
/// </code></example>
public sealed class DataLoader
{
    readonly bool _dropLast, _joinsSingle;
    readonly ChunkTurns? _turns;
    Sampler _sampler;
    int[] _order, _labels;
    int _batches;

    /// <summary>Starts in epoch 0.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">Rows per batch, at least 1.</param>
    /// <param name="random">
    /// Shuffles each epoch anew (<see cref="Sampler.Shuffled"/>); null keeps the dataset's order, as for evaluation. Only its derived streams are
    /// used.
    /// </param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full; by default it is kept.</param>
    /// <exception cref="ArgumentException">The batch size is below 1, or dropping would leave no batch.</exception>
    public DataLoader(Dataset data, int batchSize, RandomStream? random = null, bool dropLast = false)
        : this(data, batchSize, random, dropLast, joinSingle: false) { }

    /// <summary>Starts in epoch 0, with rows in the order of a sampler.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">Rows per batch, at least 1.</param>
    /// <param name="sampler">Which rows an epoch sees, such as <see cref="Sampler.Balanced"/>.</param>
    /// <exception cref="ArgumentException">The batch size is below 1, or the sampler is for other data.</exception>
    public DataLoader(Dataset data, int batchSize, Sampler sampler) : this(data, batchSize, sampler, dropLast: false, joinSingle: false) { }

    /// <summary>Starts in epoch 0, with rows of which memory holds a part at a time. Each epoch takes the parts in another order, and the rows of a
    /// part in another order; batches are asked for from the first to the last, or parts are read again.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="batchSize">Rows per batch, at least 1; the last one of a part may hold fewer.</param>
    /// <param name="random">Shuffles; only its derived streams are used.</param>
    /// <exception cref="ArgumentException">The batch size is below 1.</exception>
    public DataLoader(RowChunks rows, int batchSize, RandomStream random) : this(rows, batchSize, random, joinSingle: false) { }

    internal DataLoader(RowChunks rows, int batchSize, RandomStream random, bool joinSingle)
        : this(rows.Load(0), batchSize, Sampler.Shuffled(random), dropLast: false, joinSingle)
    {
        _turns = new ChunkTurns(rows, random, BatchesOf);
        BatchCount = _turns.BatchCount;
        StartEpoch(0);
    }

    internal DataLoader(Dataset data, int batchSize, RandomStream? random, bool dropLast, bool joinSingle)
        : this(data, batchSize, random is null ? Sampler.InOrder : Sampler.Shuffled(random), dropLast, joinSingle) { }

    /// <summary>
    /// With <paramref name="joinSingle"/> a last batch of a single row joins the batch before it, which then has one row more than the others.
    /// </summary>
    internal DataLoader(Dataset data, int batchSize, Sampler sampler, bool dropLast, bool joinSingle)
    {
        if (batchSize < 1)
            throw new ArgumentException($"Expected a batch size of at least 1, but got {batchSize}.");
        int rows = sampler.CountOf(data);
        if (rows < 1)
            throw new ArgumentException($"Dataset '{data.Name}': expected a sampler of at least one row, but it has {rows}.");
        if (dropLast && batchSize > rows)
            throw new ArgumentException($"Dataset '{data.Name}': expected a batch size of at most its {rows} rows, because the last partial "
                + $"batch is dropped, but got {batchSize}. Choose a smaller batch or keep the last one.");
        (BatchSize, _dropLast, _joinsSingle) = (batchSize, dropLast, joinSingle);
        BatchCount = BatchesOf(rows);
        Take(data, sampler);
    }

    /// <summary>The rows that are batched, or the part of them that is in memory.</summary>
    public Dataset Data { get; private set; }

    /// <summary>Rows per batch; the last one may hold fewer.</summary>
    public int BatchSize { get; }

    /// <summary>Batches per epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The epoch whose order is in force.</summary>
    public int Epoch { get; private set; }

    /// <summary>Takes up the order of an epoch. Batches handed out before change with it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The epoch is negative.</exception>
    public void StartEpoch(int epoch)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        Epoch = epoch;
        if (_turns is null)
            Fill();
        else
            _turns.StartEpoch(epoch);
    }

    int BatchesOf(int rows)
    {
        int batches = _dropLast ? rows / BatchSize : (int)(((long)rows + BatchSize - 1) / BatchSize);
        return _joinsSingle && !_dropLast && BatchSize > 1 && rows > BatchSize && rows % BatchSize == 1 ? batches - 1 : batches;
    }

    [MemberNotNull(nameof(Data), nameof(_sampler), nameof(_order), nameof(_labels))]
    void Take(Dataset data, Sampler sampler)
    {
        int rows = sampler.CountOf(data);
        (Data, _sampler, _batches) = (data, sampler, BatchesOf(rows));
        _order = new int[rows];
        _labels = data.Labels.IsEmpty ? [] : new int[rows];
        Fill();
    }

    void Fill()
    {
        _sampler.Fill(Data, Epoch, _order);
        foreach (int row in _order)
            if ((uint)row >= (uint)Data.Count)
                throw new ArgumentException($"Dataset '{Data.Name}': expected row numbers from 0 to {Data.Count - 1}, but the sampler gave {row}.");
        for (int i = 0; i < _labels.Length; i++)
            _labels[i] = Data.Labels[_order[i]];
    }

    /// <summary>Batch number <paramref name="index"/> of the epoch, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public Batch this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BatchCount);
            if (_turns is not null)
            {
                if (_turns.Turn(index) is var (data, sampler))
                    Take(data, sampler);
                index -= _turns.FirstBatch;
            }
            int first = index * BatchSize, end = !_dropLast && index == _batches - 1 ? _order.Length : first + BatchSize;
            return new Batch(Data, _order.AsSpan(first..end), _labels.Length == 0 ? default : _labels.AsMemory(first..end));
        }
    }
}
