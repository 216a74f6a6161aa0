namespace Elucid;

/// <summary>
/// Cuts a dataset into batches, epoch by epoch. The order is a pure function of the random stream's seed and the epoch, so that a run that starts
/// again in the middle (epoch e, batch b) sees exactly the rows it would have seen.
/// </summary>
/// <example><code>
/// DataLoader loader = new(data, batchSize: 32, random);
/// loader.StartEpoch(epoch);
/// for (int i = 0; i &lt; loader.BatchCount; i++)
///     loader[i].FillFeatures(buffer);
/// </code></example>
public sealed class DataLoader
{
    readonly int[] _order;
    readonly RandomStream? _random;
    readonly bool _dropLast;

    /// <summary>Starts in epoch 0.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="batchSize">Rows per batch, at least 1.</param>
    /// <param name="random">Shuffles each epoch anew; null keeps the dataset's order, as for evaluation. Only its derived streams are used.</param>
    /// <param name="dropLast">Whether to leave out a last batch that is not full; by default it is kept.</param>
    /// <exception cref="ArgumentException">The batch size is below 1, or dropping would leave no batch.</exception>
    public DataLoader(Dataset data, int batchSize, RandomStream? random = null, bool dropLast = false) : this(data, batchSize, random, dropLast, joinSingle: false) { }

    /// <summary>With <paramref name="joinSingle"/> a last batch of a single row joins the batch before it, which then has one row more than the others.</summary>
    internal DataLoader(Dataset data, int batchSize, RandomStream? random, bool dropLast, bool joinSingle)
    {
        if (batchSize < 1)
            throw new ArgumentException($"Expected a batch size of at least 1, but got {batchSize}.");
        if (dropLast && batchSize > data.Count)
            throw new ArgumentException($"Dataset '{data.Name}': expected a batch size of at most its {data.Count} rows, because the last partial "
                + $"batch is dropped, but got {batchSize}. Choose a smaller batch or keep the last one.");
        (Data, BatchSize, _random, _dropLast) = (data, batchSize, random, dropLast);
        BatchCount = dropLast ? data.Count / batchSize : (int)(((long)data.Count + batchSize - 1) / batchSize);
        if (joinSingle && !dropLast && batchSize > 1 && data.Count > batchSize && data.Count % batchSize == 1)
            BatchCount--;
        _order = new int[data.Count];
        StartEpoch(0);
    }

    /// <summary>The rows that are batched.</summary>
    public Dataset Data { get; }

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
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        _random?.Derive("epoch", (ulong)epoch).Shuffle(_order);
    }

    /// <summary>Batch number <paramref name="index"/> of the epoch, from 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such batch.</exception>
    public Batch this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, BatchCount);
            int first = index * BatchSize, end = !_dropLast && index == BatchCount - 1 ? Data.Count : first + BatchSize;
            return new Batch(Data, _order.AsSpan(first..end));
        }
    }
}

/// <summary>Some rows of a dataset, to be copied where the network reads them.</summary>
public readonly ref struct Batch
{
    readonly Dataset _data;

    internal Batch(Dataset data, ReadOnlySpan<int> rows)
    {
        _data = data;
        Rows = rows;
    }

    /// <summary>The number of rows.</summary>
    public int Count => Rows.Length;

    /// <summary>The rows' numbers in the dataset.</summary>
    public ReadOnlySpan<int> Rows { get; }

    /// <summary>Some of these rows.</summary>
    internal Batch Part(int start, int count) => new(_data, Rows.Slice(start, count));

    /// <summary>Copies the features: [rows, features], row by row.</summary>
    /// <exception cref="ArgumentException">The destination is too short; a longer one is left as it is behind the last row.</exception>
    public void FillFeatures(Span<float> destination) => Fill(_data.Features, destination, "features");

    /// <summary>Copies the classes: [rows].</summary>
    /// <exception cref="ArgumentException">The destination is too short, or this is a regression dataset.</exception>
    public void FillLabels(Span<int> destination) => Fill(_data.Labels, destination, "labels");

    /// <summary>Copies the targets: [rows, targets], row by row.</summary>
    /// <exception cref="ArgumentException">The destination is too short, or this is a classification dataset.</exception>
    public void FillTargets(Span<float> destination) => Fill(_data.Targets, destination, "targets");

    void Fill<T>(ReadOnlySpan<T> source, Span<T> destination, string what)
    {
        if (source.IsEmpty)
            throw new ArgumentException($"Dataset '{_data.Name}' is for {(_data.Task == LearningTask.Regression ? "regression" : "classification")} "
                + $"and has no {what}.");
        int width = source.Length / _data.Count;
        if (destination.Length < Rows.Length * width)
            throw new ArgumentException($"Expected room for the {what} of {Rows.Length} rows, that is {Rows.Length * width} values, but the "
                + $"destination holds {destination.Length}.");
        for (int i = 0; i < Rows.Length; i++)
            source.Slice(Rows[i] * width, width).CopyTo(destination.Slice(i * width, width));
    }
}
