namespace Elucid;

/// <summary>Which part of streamed rows is in memory for a batch: in each epoch the parts take turns in another order.</summary>
internal sealed class ChunkTurns
{
    readonly RowChunks _rows;
    readonly RandomStream _random;
    readonly int[] _batches, _order, _firsts;
    int _turn = -1;

    /// <param name="rows">The rows.</param>
    /// <param name="random">Shuffles; only its derived streams are used.</param>
    /// <param name="batchesOf">How many batches so many rows make.</param>
    public ChunkTurns(RowChunks rows, RandomStream random, Func<int, int> batchesOf)
    {
        (_rows, _random) = (rows, random);
        _batches = [.. Enumerable.Range(0, rows.ChunkCount).Select(chunk => batchesOf(rows.RowsOf(chunk)))];
        (_order, _firsts) = (new int[rows.ChunkCount], new int[rows.ChunkCount]);
        BatchCount = checked(_batches.Sum());
    }

    /// <summary>Batches of an epoch.</summary>
    public int BatchCount { get; }

    /// <summary>The number, in the epoch, of the first batch of the part that is in memory.</summary>
    public int FirstBatch => _firsts[_turn];

    /// <summary>Takes up the order of an epoch.</summary>
    public void StartEpoch(int epoch)
    {
        for (int i = 0; i < _order.Length; i++)
            _order[i] = i;
        _random.Derive("parts", (ulong)epoch).Shuffle(_order);
        for (int i = 1; i < _order.Length; i++)
            _firsts[i] = _firsts[i - 1] + _batches[_order[i - 1]];
        _turn = -1;
    }

    /// <summary>The part that a batch is of, and the order of its rows; null if it is in memory already.</summary>
    public (Dataset Data, Sampler Sampler)? Turn(int batch)
    {
        int turn = Array.FindLastIndex(_firsts, first => first <= batch);
        if (turn == _turn)
            return null;
        _turn = turn;
        return (_rows.Load(_order[turn]), Sampler.Shuffled(_random.Derive("part", (ulong)_order[turn])));
    }
}
