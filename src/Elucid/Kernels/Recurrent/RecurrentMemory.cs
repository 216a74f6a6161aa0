namespace Elucid.Kernels;

/// <summary>The memory that one direction of a recurrent layer computes in. Rows are packed, in the order of <see cref="SequenceRows"/>.</summary>
internal sealed class RecurrentMemory
{
    /// <summary>The order of the rows.</summary>
    public required SequenceRows Rows { get; init; }

    /// <summary>Length of the hidden state.</summary>
    public required int Units { get; init; }

    /// <summary>
    /// [rows, gates · units] with <see cref="GateStride"/>: the products with the input, unless the steps compute them, then what the backward pass
    /// needs, then the gradients with respect to the products. Empty where the steps compute the products and no backward pass follows.
    /// </summary>
    public required Memory<float> Gates { get; init; }

    /// <summary>From one row of <see cref="Gates"/> to the next; see <see cref="StrideOf"/>.</summary>
    public required int GateStride { get; init; }

    /// <summary>[rows, units]: the last gate's product with the hidden state, then its gradient; empty likewise, and for cells without it.</summary>
    public required Memory<float> Apart { get; init; }

    /// <summary>[batch + rows, units]: the hidden state before the first step, then after each.</summary>
    public required Memory<float> Hidden { get; init; }

    /// <summary>[batch + rows, units]: the cell state likewise; empty for cells without one.</summary>
    public required Memory<float> Cells { get; init; }

    /// <summary>[gates · units], and behind them [units] for the product kept apart.</summary>
    public required Memory<float> Bias { get; init; }

    /// <summary>weight_hh, [gates · units, units].</summary>
    public required ReadOnlyMemory<float> Weight { get; init; }

    /// <summary>As long as <see cref="Weight"/>: its copy in the order in which a pass reads it.</summary>
    public required Memory<float> Panels { get; init; }

    /// <summary>[rows, inFeatures], where the steps themselves multiply it with <see cref="InputWeight"/>; empty where <see cref="Gates"/> holds
    /// these products.</summary>
    public required ReadOnlyMemory<float> Input { get; init; }

    /// <summary>Features of one step of the input.</summary>
    public required int InFeatures { get; init; }

    /// <summary>weight_ih, [gates · units, inFeatures].</summary>
    public required ReadOnlyMemory<float> InputWeight { get; init; }

    /// <summary>As long as <see cref="InputWeight"/>: its copy in the order in which the steps read it; empty where they do not.</summary>
    public required Memory<float> InputPanels { get; init; }

    /// <summary>Where the outputs go, from the first unit of the first row on.</summary>
    public required Memory<float> Output { get; init; }

    /// <summary>From one row of the output to the next.</summary>
    public required int OutputStride { get; init; }

    /// <summary>The row of the output for each packed row; null where it is the same.</summary>
    public required int[]? OutputRows { get; init; }

    /// <summary>
    /// Whether the steps multiply the input themselves: the products then never leave the first-level cache, where one product for all steps would
    /// write and read them once more. With fewer sequences than a tile has rows that one product is faster, as it reads the weights once and not once
    /// per step. The bits are the same.
    /// </summary>
    public static bool MultipliesInput(int batch) => batch >= 8;

    /// <summary>
    /// A distance between rows of this length, with a cache line between them where they would lie a large power of two apart. Then all numbers of
    /// one column belong in the same few lines of the first-level cache, and a product that reads columns, such as the gradient with respect to the
    /// weights, takes a fifth longer.
    /// </summary>
    public static int StrideOf(int length)
    {
        const int Line = 16, Critical = 512;
        return length % Critical == 0 ? length + Line : length;
    }

    /// <summary>The first row of the states before step <paramref name="t"/> in <see cref="Hidden"/> and <see cref="Cells"/>.</summary>
    public int RowsBefore(int t) => t == 0 ? 0 : Rows.Batch + Rows.Starts[t - 1];

    /// <summary>The row of the states after the last step of the sequence at <paramref name="position"/>.</summary>
    public int FinalRow(int position) => Rows.Batch + Rows.Starts[Rows.Lengths[position] - 1] + position;
}
