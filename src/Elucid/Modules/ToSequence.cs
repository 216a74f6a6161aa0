namespace Elucid;

/// <summary>Makes a sequence of what a recurrent network or a transformer is to read: of images their rows, from top to bottom; of plain features one
/// number per step.</summary>
public sealed class ToSequence : Module
{
    /// <inheritdoc/>
    /// <param name="x">[batch, channels, height, width], [batch, features], or a sequence [batch, length, features].</param>
    /// <returns>[batch, height, channels · width], [batch, features, 1], or the sequence itself.</returns>
    /// <exception cref="ShapeException">The input has another rank.</exception>
    public override Tensor Forward(Tensor x)
    {
        Shape shape = OutputShape(x.Shape);
        return Tapped(x, x.Shape.Rank == 3 ? x : Ops.Reshape(x.Shape.Rank == 4 && x.Shape[1] > 1 ? Ops.Transpose(x, 1, 2) : x, shape));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank is < 2 or > 4)
            ShapeException.Throw(
                Label, "input", "[batch, channels, height, width], [batch, length, features] or [batch, features]", input, "Reshape it first.");
        return input.Rank switch
        {
            2 => [input[0], input[1], 1],
            3 => input,
            _ => [input[0], input[2], input[1] * input[3]],
        };
    }
}

/// <summary>The last step of each sequence: what a recurrent network knows at the end.</summary>
public sealed class LastStep : Module
{
    /// <inheritdoc/>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, features]</returns>
    /// <exception cref="ShapeException">The input is no sequence, or has no steps.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.Select(x, 1, x.Shape[1] - 1));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => StepShape.Of(Label, input);
}

/// <summary>The mean over the steps of each sequence: what a transformer says of all of it.</summary>
public sealed class MeanOverSteps : Module
{
    /// <inheritdoc/>
    /// <param name="x">[batch, length, features]</param>
    /// <returns>[batch, features]</returns>
    /// <exception cref="ShapeException">The input is no sequence, or has no steps.</exception>
    public override Tensor Forward(Tensor x)
    {
        OutputShape(x.Shape);
        return Tapped(x, Ops.Mean(x, [1]));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => StepShape.Of(Label, input);
}

static class StepShape
{
    public static Shape Of(string label, Shape input)
    {
        if (input.Rank != 3 || input[1] == 0)
            ShapeException.Throw(
                label, "input", "[batch, length, features] with at least one step", input,
                "ToSequence makes sequences of images and of plain features.");
        return [input[0], input[2]];
    }
}
