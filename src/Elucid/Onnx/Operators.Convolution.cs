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
            x = window.Padded(x, weight.Shape.Lengths[2..], out Size2d padding);
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
        if (window.Axes != 2)
            throw node.NotSupported($"moves its window along {window.Axes} axis", "2");
        if (window.IsSame || node.Has("output_shape"))
            throw node.NotSupported("has the size of its output in 'auto_pad' or 'output_shape'", "'pads'");
        if (!window.IsSymmetric)
            throw node.NotSupported("has other 'pads' before than after an axis", "as many before as after");
        if (more[0] >= Math.Max(window.Strides.Height, window.Dilations.Height) || more[1] >= Math.Max(window.Strides.Width, window.Dilations.Width))
            throw node.NotSupported($"has [{string.Join(", ", more)}] as its 'output_padding'", "less than stride or dilation");
        return inputs =>
        {
            Tensor x = inputs.Floats(0), weight = inputs.Floats(1);
            window.Check(x.Shape, weight.Shape.Lengths[Math.Min(2, weight.Shape.Rank)..]);
            return Ops.ConvTranspose2d(
                x, weight, inputs.Has(2) ? inputs.Floats(2)
                    : null, window.Strides, window.Before, new Size2d(more[0], more[1]), window.Dilations, window.Groups);
        };
    }
}
