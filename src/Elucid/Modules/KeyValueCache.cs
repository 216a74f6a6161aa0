namespace Elucid;

/// <summary>
/// The keys and values of the positions that one attention layer has seen, so that generating the next position computes that one only. One cache per
/// layer.
/// </summary>
public sealed class KeyValueCache
{
    /// <summary>An empty cache.</summary>
    /// <param name="batchSize">Sequences that grow side by side.</param>
    /// <param name="capacity">The longest they may become.</param>
    /// <param name="features">The width of the layer.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public KeyValueCache(int batchSize, int capacity, int features)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        (BatchSize, Capacity, Features) = (batchSize, capacity, features);
        (Keys, Values) = (new Tensor([batchSize, capacity, features]), new Tensor([batchSize, capacity, features]));
    }

    /// <summary>Sequences that grow side by side.</summary>
    public int BatchSize { get; }

    /// <summary>The most positions that fit.</summary>
    public int Capacity { get; }

    /// <summary>The width of the layer.</summary>
    public int Features { get; }

    /// <summary>Positions held so far.</summary>
    public int Count { get; private set; }

    internal Tensor Keys { get; }

    internal Tensor Values { get; }

    /// <summary>Forgets all positions.</summary>
    public void Clear() => Count = 0;

    /// <summary>Takes the keys and values of new positions from columns of [batch, positions, *].</summary>
    internal void Append(Tensor projected, int keyColumn, int valueColumn)
    {
        int positions = projected.Shape[1], width = projected.Shape[2];
        if (projected.Shape[0] != BatchSize)
            throw new ShapeException($"KeyValueCache: it holds {BatchSize} sequences, but got {projected.Shape[0]}. Make one for this batch.");
        if (positions > Capacity - Count)
            throw new InvalidOperationException(
                $"KeyValueCache: {Count} positions and {positions} more exceed the capacity of {Capacity}. Clear it or make a larger one.");
        Span<float> keys = Keys.Edit(), values = Values.Edit();
        for (int b = 0; b < BatchSize; b++)
            for (int i = 0; i < positions; i++)
            {
                ReadOnlySpan<float> row = projected.Values.Slice((b * positions + i) * width, width);
                int to = (b * Capacity + Count + i) * Features;
                row.Slice(keyColumn, Features).CopyTo(keys[to..]);
                row.Slice(valueColumn, Features).CopyTo(values[to..]);
            }
        Count += positions;
    }
}
