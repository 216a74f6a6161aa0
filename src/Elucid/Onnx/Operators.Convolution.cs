using Elucid.Autograd;
using Elucid.Tensors;

namespace Elucid.Onnx;

internal static partial class Operators
{
    // Far above any network; products of such numbers and of a kernel's length stay far from overflow.
    internal const int MostSteps = 1 << 16;

    static StepRule Conv(NodeReader node)
    {
        node.RequireInputs(2, 3);
        WindowAttributes window = new(node);
        return inputs =>
        {
            Tensor x = inputs.Floats(0), weight = inputs.Floats(1);
            Tensor? bias = inputs.Has(2) ? inputs.Floats(2) : null;
            window.Check(x.Shape, weight.Shape.Lengths[Math.Min(2, weight.Shape.Rank)..]);
            x = window.Padded(x, weight.Shape.Lengths[2..], 0, out Size2d padding);
            return x.Shape.Rank == 3
                ? Ops.Conv1d(x, weight, bias, window.Strides.Width, padding.Width, window.Dilations.Width, window.Groups)
                : Ops.Conv2d(x, weight, bias, window.Strides, padding, window.Dilations, window.Groups);
        };
    }

    static StepRule ConvTranspose(NodeReader node)
    {
        node.RequireInputs(2, 3);
        WindowAttributes window = new(node);
        int[] more = node.Lengths("output_padding", window.Axes, 0, 0, MostSteps);
        if (window.Axes != 2 || window.IsSame || node.Has("output_shape"))
            throw node.Error("a transposed convolution of images with 'pads'", "another");
        return inputs =>
        {
            Tensor x = inputs.Floats(0), weight = inputs.Floats(1);
            window.Check(x.Shape, weight.Shape.Lengths[Math.Min(2, weight.Shape.Rank)..]);
            if (!window.IsSymmetric)
                throw new ShapeException("a transposed convolution cuts as much off before as after each axis.");
            return Ops.ConvTranspose2d(x, weight, inputs.Has(2) ? inputs.Floats(2) : null, window.Strides, window.Before, new Size2d(more[0], more[1]), window.Dilations, window.Groups);
        };
    }
}
