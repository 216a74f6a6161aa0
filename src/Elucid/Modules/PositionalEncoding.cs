namespace Elucid;

/// <summary>
/// Adds sinusoids of the position: column 2i gets sin(position / 10000^(2i / features)), column 2i + 1 the cosine (Vaswani et al. 2017,
/// arXiv:1706.03762, section 3.5). Nothing is learned.
/// </summary>
public sealed class PositionalEncoding : Module
{
    readonly Tensor _table;

    /// <summary>Computes the table.</summary>
    /// <param name="features">The width of the input.</param>
    /// <param name="maxLength">The longest sequence.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive.</exception>
    public PositionalEncoding(int features, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(features);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        _table = new Tensor([maxLength, features]);
        for (int position = 0; position < maxLength; position++)
            for (int column = 0; column < features; column++)
            {
                double angle = position / Math.Pow(10000, (column & ~1) / (double)features);
                _table[position, column] = (float)(column % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
    }

    /// <summary>The longest sequence.</summary>
    public int MaxLength => _table.Shape[0];

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
        Positions.Check(Label, x.Shape, _table.Shape, start);
        return Tapped(x, Ops.Add(x, Ops.Slice(_table, 0, start, x.Shape[1])));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Positions.Check(Label, input, _table.Shape, start: 0);

    /// <inheritdoc/>
    public override string ToString() => $"PositionalEncoding({_table.Shape[1]}, up to {MaxLength})";
}

/// <summary>What encodings of positions have in common.</summary>
internal static class Positions
{
    public static Shape Check(string label, Shape input, Shape table, int start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        if (input.Rank != 3 || input.Last != table.Last || input[1] > table[0] - start)
            ShapeException.Throw(label, "input", $"[batch, length up to {Math.Max(0, table[0] - start)}, {table.Last}]", input,
                start == 0 ? "Longer sequences need a larger maxLength." : $"Its first row has position {start}, and maxLength is {table[0]}.");
        return input;
    }
}
