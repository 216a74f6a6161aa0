using Elucid.Autograd;
using Elucid.Tensors;

namespace Elucid.Onnx;

internal static partial class Operators
{
    static StepRule MaxPool(NodeReader node)
    {
        node.RequireInputs(1, 1);
        node.Integer("storage_order", 0);
        bool ceilMode = node.Flag("ceil_mode", false);
        WindowAttributes window = PoolWindow(node);
        return inputs =>
        {
            Tensor x = window.Padded(inputs.Floats(0), window.KernelOf(inputs.Floats(0).Shape), float.NegativeInfinity, out Size2d padding);
            return window.Axes == 1
                ? Ops.MaxPool1d(x, window.Kernel.Width, window.Strides.Width, padding.Width, window.Dilations.Width, ceilMode)
                : Ops.MaxPool2d(x, window.Kernel, window.Strides, padding, window.Dilations, ceilMode);
        };
    }

    static StepRule AveragePool(NodeReader node)
    {
        node.RequireInputs(1, 1);
        bool ceilMode = node.Flag("ceil_mode", false), countsPadding = node.Flag("count_include_pad", false);
        WindowAttributes window = PoolWindow(node);
        if (window.Dilations != 1 || (window.IsSame || !window.IsSymmetric) && !countsPadding)
            throw node.Error("windows without gaps, and as much padding before as after or 'count_include_pad'", "others");
        return inputs =>
        {
            Tensor x = window.Padded(inputs.Floats(0), window.KernelOf(inputs.Floats(0).Shape), 0, out Size2d padding);
            return window.Axes == 1
                ? Ops.AvgPool1d(x, window.Kernel.Width, window.Strides.Width, padding.Width, ceilMode, countsPadding)
                : Ops.AvgPool2d(x, window.Kernel, window.Strides, padding, ceilMode, countsPadding);
        };
    }

    static WindowAttributes PoolWindow(NodeReader node)
    {
        WindowAttributes window = new(node);
        return window is { HasKernel: true, Groups: 1 } ? window : throw node.Error("'kernel_shape', and no groups", "another window");
    }

    static StepRule GlobalAveragePool(NodeReader node)
    {
        node.RequireInputs(1, 1);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            RequirePlaces(x.Shape);
            return Ops.Mean(x, [.. Enumerable.Range(2, x.Shape.Rank - 2)], keepAxes: true);
        };
    }

    static StepRule GlobalMaxPool(NodeReader node)
    {
        node.RequireInputs(1, 1);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            RequirePlaces(x.Shape);
            Tensor largest = Ops.AdaptiveMaxPool2d(Ops.Reshape(x, new Shape(x.Shape[0], x.Shape[1], 1, x.Shape.Product(2..))), 1);
            return Ops.Reshape(largest, new Shape([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1, x.Shape.Rank - 2)]));
        };
    }

    static void RequirePlaces(Shape shape)
    {
        if (shape.Rank < 3)
            throw new ShapeException($"expected an input of shape [batch, channels, …], but got {shape}. It needs an axis to pool over.");
    }

    // Zeros, or another number, around a tensor.
    static StepRule Pad(NodeReader node)
    {
        if (node.Text("mode", "constant") is var mode && mode != "constant")
            throw node.Error("'mode' to be constant", Data.Excerpt.Of(mode));
        node.RequireInputs(node.Opset < 11 ? 1 : 2, node.Opset < 11 ? 1 : 4);
        IReadOnlyList<long>? fixedPads = node.Integers("pads");
        float fixedValue = node.Single("value", 0);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            long[] pads = fixedPads?.ToArray() ?? inputs.Integers(1).Values;
            float value = inputs.Has(2) ? inputs.Floats(2).Item() : fixedValue;
            long[] axes = inputs.Has(3) ? inputs.Integers(3).Values : [.. Enumerable.Range(0, x.Shape.Rank).Select(axis => (long)axis)];
            if (pads.Length != 2 * axes.Length || pads.Any(count => count is < 0 or > MostSteps))
                throw new ShapeException($"expected two numbers from 0 to {MostSteps} for each of {axes.Length} axes, but got [{string.Join(", ", pads.Take(MostAxes))}].");
            for (int i = 0; i < axes.Length; i++)
            {
                int axis = Index(axes[i], x.Shape.Rank);
                x = Ops.Concat(axis, [
                    .. WindowAttributes.Border(x.Shape, axis, (int)pads[i], value), x, .. WindowAttributes.Border(x.Shape, axis, (int)pads[axes.Length + i], value)]);
            }
            return x;
        };
    }

    // As PyTorch and Elucid write Upsample; other ways of choosing pixels give other images and are refused.
    static StepRule Resize(NodeReader node)
    {
        node.RequireInputs(1, 4);
        string mode = node.Text("mode", "nearest"), place = node.Text("coordinate_transformation_mode", "half_pixel"), nearest = node.Text("nearest_mode", "round_prefer_floor");
        node.Single("cubic_coeff_a", -0.75f);
        UpsampleMode upsampling = (mode, place, nearest) switch
        {
            ("nearest", "asymmetric", "floor") => UpsampleMode.Nearest,
            ("linear", "half_pixel" or "pytorch_half_pixel" or "align_corners", _) => UpsampleMode.Bilinear,
            _ => throw node.Error("nearest by asymmetric and floor, or linear by half_pixel or align_corners", $"{Data.Excerpt.Of(mode)}, {Data.Excerpt.Of(place)}, {Data.Excerpt.Of(nearest)}"),
        };
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            if (x.Shape.Rank != 4)
                throw new ShapeException($"expected images of shape [batch, channels, height, width], but got {x.Shape}.");
            // An empty list of scales means that sizes follow.
            bool hasSizes = inputs.Has(3);
            double[] sizes = hasSizes
                ? [.. inputs.Integers(3).Values.Select(size => (double)size)]
                : [.. inputs.Floats(2).Values.ToArray().Select((scale, axis) => axis < 4 ? Math.Floor((double)scale * x.Shape[axis]) : 0)];
            if (sizes.Length != 4 || sizes[0] != x.Shape[0] || sizes[1] != x.Shape[1] || sizes[2..].Any(size => !(size is >= 1 and <= MostSteps)))
                throw new ShapeException($"{x.Shape} cannot be resized to [{string.Join(", ", sizes.Take(MostAxes))}]: only height and width can change.");
            return Ops.Upsample(x, new Size2d((int)sizes[2], (int)sizes[3]), upsampling, place == "align_corners");
        };
    }
}
