namespace Elucid;

/// <summary>Turns sequences so that convolutions take them: [batch, length, features] becomes [batch, features, length].</summary>
public sealed class ChannelsFirst : Module
{
    /// <inheritdoc/>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, features, length]</returns>
    /// <exception cref="ShapeException">The input is no sequence.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.Transpose(x, 1, 2));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 3)
            ShapeException.Throw(Label, "input", "[batch, length, features]", input, "ToSequence makes sequences of images and of plain features.");
        return [input[0], input[2], input[1]];
    }
}
