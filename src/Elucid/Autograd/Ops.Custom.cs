namespace Elucid;

/// <summary>Computes an operation's result.</summary>
/// <param name="x">The numbers of the inputs.</param>
/// <param name="y">The result, to be written; it holds unspecified numbers before.</param>
public delegate void CustomForward(CustomInputs x, Span<float> y);

/// <summary>Passes the gradient of an operation's result on to its inputs.</summary>
/// <param name="x">The numbers of the inputs.</param>
/// <param name="y">The result.</param>
/// <param name="dy">The gradient of the loss by the result.</param>
/// <param name="dx">The gradients with respect to the inputs, to be added to.</param>
public delegate void CustomBackward(CustomInputs x, ReadOnlySpan<float> y, ReadOnlySpan<float> dy, CustomGradients dx);

/// <summary>The numbers of a custom operation's inputs.</summary>
public readonly ref struct CustomInputs
{
    readonly ReadOnlySpan<Tensor> _inputs;

    internal CustomInputs(ReadOnlySpan<Tensor> inputs) => _inputs = inputs;

    /// <summary>The numbers of one input, row by row.</summary>
    public ReadOnlySpan<float> this[int index] => _inputs[index].Values;
}

/// <summary>The gradients of a custom operation's inputs.</summary>
public readonly ref struct CustomGradients
{
    readonly ReadOnlySpan<Tensor> _inputs;

    internal CustomGradients(ReadOnlySpan<Tensor> inputs) => _inputs = inputs;

    /// <summary>The gradient with respect to one input, to be added to with <c>+=</c>, as a tensor may be used several times; empty where none is
    /// required.</summary>
    public Span<float> this[int index] => Ops.GradientToAddTo(_inputs[index]);
}

public static partial class Ops
{
    /// <summary>An operation of your own with its own backward rule; on the tape it is as any other.</summary>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="inputs">What it is computed from.</param>
    /// <param name="forward">Computes the result; called at once.</param>
    /// <param name="backward">
    /// Adds, for each input i, Σⱼ dy[j] · ∂y[j] / ∂x[i] to its gradient; called once in a backward pass that reaches the result, and never where no
    /// input requires a gradient. What the rule needs beside its inputs and the result, the lambda may keep: <c>float[] mask = …</c> before the call.
    /// </param>
    /// <returns>A tensor of this shape; its memory belongs to the current tape.</returns>
    /// <remarks>Operations on one number alone are shorter as an <see cref="Numerics.IUnaryFunction"/>, and run on all vector widths.</remarks>
    /// <example><code>
    /// static Tensor Sine(Tensor x) => Ops.Custom(x.Shape, [x],
    ///     (x, y) =>
    ///     {
    ///         for (int i = 0; i &lt; y.Length; i++)
    ///             y[i] = MathF.Sin(x[0][i]);
    ///     },
    ///     (x, y, dy, dx) =>
    ///     {
    ///         for (int i = 0; i &lt; dx[0].Length; i++)
    ///             dx[0][i] += dy[i] * MathF.Cos(x[0][i]);
    ///     });
    /// </code></example>
    public static Tensor Custom(Shape shape, ReadOnlySpan<Tensor> inputs, CustomForward forward, CustomBackward backward)
    {
        Tensor[] all = inputs.ToArray();
        Tensor y = Tape.Result(shape, all);
        forward(new CustomInputs(all), y.ValuesToWrite);
        return Tape.Record(y, () =>
        {
            // Also those that the rule does not touch: their gradient is 0, not missing.
            foreach (Tensor input in all)
                GradientToAddTo(input);
            backward(new CustomInputs(all), y.Values, y.Gradient, new CustomGradients(all));
        });
    }
}
