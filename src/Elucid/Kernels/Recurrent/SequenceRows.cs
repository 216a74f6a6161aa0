namespace Elucid.Kernels;

/// <summary>
/// The order in which recurrent layers walk a batch of sequences: packed row by packed row, step after step, and within a step the longest sequences
/// first, so that those that still run are the first of their step and no work is done on padding.
/// </summary>
internal sealed class SequenceRows
{
    [ThreadStatic]
    static SequenceRows? _last;

    readonly int[]?[] _tables = new int[]?[6];

    SequenceRows(int batch, int length, ReadOnlySpan<int> lengths)
    {
        (Batch, Length) = (batch, length);
        Samples = [.. Enumerable.Range(0, batch)];
        if (lengths.IsEmpty)
        {
            Lengths = new int[batch];
            Lengths.AsSpan().Fill(length);
        }
        else
        {
            int[] keys = lengths.ToArray();
            Samples = [.. Samples.OrderByDescending(sample => keys[sample])];    // stable: equal lengths keep their order
            Lengths = [.. Samples.Select(sample => keys[sample])];
        }
        int steps = batch == 0 ? 0 : Lengths[0];
        Starts = new int[steps + 1];
        int size = batch;
        for (int t = 0; t < steps; t++)
        {
            while (Lengths[size - 1] <= t)
                size--;
            Starts[t + 1] = Starts[t] + size;
        }
    }

    /// <summary>The order for a batch whose sequences all have <paramref name="length"/> steps, or <paramref name="lengths"/> of them, each from 1 to
    /// that many.</summary>
    public static SequenceRows Of(int batch, int length, ReadOnlySpan<int> lengths)
    {
        if (!lengths.IsEmpty)
            return new(batch, length, lengths);
        // Batches mostly follow others of the same shape.
        if (_last is not { } last || last.Batch != batch || last.Length != length)
            _last = last = new(batch, length, lengths);
        return last;
    }

    /// <summary>The number of sequences.</summary>
    public int Batch { get; }

    /// <summary>The length of the axis of steps, padding included.</summary>
    public int Length { get; }

    /// <summary>The sequences, the longest first.</summary>
    public int[] Samples { get; }

    /// <summary>Their lengths, in this order.</summary>
    public int[] Lengths { get; }

    /// <summary>The first packed row of each step, and at the end the number of all.</summary>
    public int[] Starts { get; }

    /// <summary>How many steps the longest sequence has.</summary>
    public int Steps => Starts.Length - 1;

    /// <summary>The number of packed rows: the sum of all lengths.</summary>
    public int Count => Starts[^1];

    /// <summary>Whether some sequences are shorter than the axis of steps.</summary>
    public bool HasPadding => Count < Batch * Length;

    /// <summary>How many sequences have a step <paramref name="t"/>.</summary>
    public int Size(int t) => Starts[t + 1] - Starts[t];

    /// <summary>For each packed row, its row among those of a tensor; null where it is the same. Read backwards, each sequence begins with its own
    /// last step.</summary>
    public int[]? Table(SequenceLayout layout, bool isReversed)
    {
        if (!isReversed && (layout == SequenceLayout.Packed || layout == SequenceLayout.StepFirst && !HasPadding))
            return null;
        return _tables[2 * (int)layout + (isReversed ? 1 : 0)] ??= MakeTable(layout, isReversed);
    }

    int[] MakeTable(SequenceLayout layout, bool isReversed)
    {
        int[] table = new int[Count];
        for (int t = 0; t < Steps; t++)
            for (int i = 0; i < Size(t); i++)
            {
                int step = isReversed ? Lengths[i] - 1 - t : t, sample = Samples[i];
                table[Starts[t] + i] = layout switch
                {
                    SequenceLayout.Packed => Starts[step] + i,
                    SequenceLayout.StepFirst => step * Batch + sample,
                    _ => sample * Length + step,
                };
            }
        return table;
    }
}

/// <summary>How the rows of a tensor of sequences lie.</summary>
internal enum SequenceLayout
{
    /// <summary>[batch, length, …].</summary>
    BatchFirst,

    /// <summary>[length, batch, …].</summary>
    StepFirst,

    /// <summary>As <see cref="SequenceRows"/> walks them, without padding.</summary>
    Packed,
}
