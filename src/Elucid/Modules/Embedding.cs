namespace Elucid;

/// <summary>A table of vectors, one per token or category: each whole number of the input becomes the vector of that number.</summary>
/// <remarks>
/// Parameter: <c>weight</c> [entries, features], as in PyTorch's <c>nn.Embedding</c>. The input is an ordinary tensor of whole numbers (exact up to
/// 2²⁴ in a float), so that a
/// <see cref="Sequential"/>, a dataset and the trainer can begin with this layer as with any other. Bengio et al. 2003, A neural probabilistic
/// language model, section 2.
/// </remarks>
public sealed class Embedding : Module
{
    const int LargestCount = 1 << 24;

    /// <summary>Creates the table and draws it.</summary>
    /// <param name="entries">How many tokens or categories there are, at most 2²⁴: from there on floats skip whole numbers.</param>
    /// <param name="features">Length of each vector.</param>
    /// <param name="random">Where the vectors are drawn from.</param>
    /// <param name="paddingIndex">The entry of the token that fills short sequences up: it starts as zeros and gets no gradient. None by
    /// default.</param>
    /// <param name="initializer">How the table is drawn, with <paramref name="features"/> as its fan; null, the default, draws from N(0, 1), as
    /// PyTorch does.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive or too large, or the padding index is no entry.</exception>
    public Embedding(int entries, int features, RandomStream random, int? paddingIndex = null, Initializer? initializer = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(entries);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(entries, LargestCount);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        if (paddingIndex is { } padding && (uint)padding >= (uint)entries)
            throw new ArgumentOutOfRangeException(
                nameof(paddingIndex), $"Embedding: expected a padding index from 0 to {entries - 1}, but got {padding}. It is one of the entries.");
        (Entries, Features, PaddingIndex) = (entries, features, paddingIndex);
        Weight = Parameter("weight", [entries, features]);
        if (initializer is null)
            random.FillGaussian(Weight.Edit());
        else
            initializer.Fill(Weight.Edit(), features, features, random);
        if (paddingIndex is { } row)
            Weight.Edit().Slice(row * features, features).Clear();
    }

    /// <summary>The number of vectors.</summary>
    public int Entries { get; }

    /// <summary>The length of each.</summary>
    public int Features { get; }

    /// <summary>The entry that gets no gradient, if there is one.</summary>
    public int? PaddingIndex { get; }

    /// <summary>The table, [entries, features].</summary>
    public Tensor Weight { get; }

    /// <inheritdoc/>
    /// <param name="x">Any shape: whole numbers from 0 to entries − 1.</param>
    /// <returns>[*, features]</returns>
    /// <exception cref="ArgumentException">A number is no whole number, or no entry of the table.</exception>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Embedding(Label, x, Weight, PaddingIndex));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [.. input.Lengths, Features];

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Embedding(Entries, Features, with.Random, PaddingIndex);

    /// <inheritdoc/>
    public override string ToString() => $"Embedding({Entries} × {Features}{(PaddingIndex is { } padding ? $", padding {padding}" : "")})";
}
