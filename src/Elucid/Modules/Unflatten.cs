namespace Elucid;

/// <summary>Gives each example a shape again: [batch, features] becomes [batch, ..shape]. Copies nothing.</summary>
public sealed class Unflatten : Module
{
    /// <summary>Creates the layer.</summary>
    /// <param name="shape">Of one example, such as [channels, height, width].</param>
    public Unflatten(Shape shape) => ExampleShape = shape;

    /// <summary>The shape of one example.</summary>
    public Shape ExampleShape { get; }

    /// <inheritdoc/>
    /// <param name="x">[batch, features]</param>
    /// <returns>[batch, ..shape]</returns>
    public override Tensor Forward(Tensor x) => Tapped(x, Ops.Reshape(x, OutputShape(x.Shape)));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 2 || input[1] != ExampleShape.Size)
            ShapeException.Throw(Label, "input", $"[batch, {ExampleShape.Size}]", input, $"Its features become {ExampleShape}.");
        return [input[0], .. ExampleShape];
    }

    /// <inheritdoc/>
    protected internal override Module Rebuild(Rebuilder with) => new Unflatten(ExampleShape);

    /// <inheritdoc/>
    public override string ToString() => $"Unflatten({ExampleShape})";
}
