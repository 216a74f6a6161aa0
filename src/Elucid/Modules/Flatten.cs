namespace Elucid;

/// <summary>Joins all axes after the first: [batch, …] becomes [batch, features]. Copies nothing.</summary>
public sealed class Flatten : Module
{
    /// <inheritdoc/>
    /// <param name="x">[batch, …]</param>
    /// <returns>[batch, features]</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Reshape(x, OutputShape(x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank < 1)
            ShapeException.Throw(Label, "input", "[batch, …]", input, "A scalar has no batch axis.");
        return [input[0], input.Product(1..)];
    }
}
