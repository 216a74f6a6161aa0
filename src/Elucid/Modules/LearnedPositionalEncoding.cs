namespace Elucid;

/// <summary>Adds a learned vector for each position (Gehring et al. 2017, arXiv:1705.03122, section 3.1; GPT's <c>wpe</c>).</summary>
/// <remarks>Parameter: <c>weight</c> [maxLength, features], as PyTorch's Embedding; it starts from a normal distribution of standard deviation
/// 0.02.</remarks>
public sealed class LearnedPositionalEncoding : Module
{
    /// <summary>Creates the table and draws it.</summary>
    /// <param name="features">The width of the input.</param>
    /// <param name="maxLength">The longest sequence.</param>
    /// <param name="random">Where the vectors are drawn from.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public LearnedPositionalEncoding(int features, int maxLength, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        Weight = Parameter("weight", [maxLength, features]);
        random.FillGaussian(Weight.Edit(), deviation: 0.02f);
    }

    /// <summary>A vector for each position, [maxLength, features].</summary>
    public Tensor Weight { get; }

    /// <summary>The longest sequence.</summary>
    public int MaxLength => Weight.Shape[0];

    /// <inheritdoc/>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The sequence is too long or has another width.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, start: 0);

    /// <summary>The same for a part of a sequence.</summary>
    /// <param name="x">[batch, length, features]</param>
    /// <param name="start">The position of its first row.</param>
    /// <returns>[batch, length, features]</returns>
    /// <exception cref="ShapeException">The sequence is too long or has another width.</exception>
    public Tensor Forward(Tensor x, int start)
    {
        Positions.Check(Label, x.Shape, Weight.Shape, start);
        return Tapped(x, Ops.Add(x, Ops.Slice(Weight, 0, start, x.Shape[1])));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Positions.Check(Label, input, Weight.Shape, start: 0);

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new LearnedPositionalEncoding(Weight.Shape[1], MaxLength, with.Random);

    /// <inheritdoc/>
    public override string ToString() => $"LearnedPositionalEncoding({Weight.Shape[1]}, up to {MaxLength})";
}
