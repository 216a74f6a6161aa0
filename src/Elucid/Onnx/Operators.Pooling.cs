namespace Elucid.Onnx;

internal static partial class Operators
{
    static StepRule MaxPool(NodeReader node)
    {
        node.RequireInputs(1, 1);
        node.Integer("storage_order", 0);           // of the indices, which are not given
        bool ceilMode = node.Flag("ceil_mode", false);
        WindowAttributes window = PoolWindow(node);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            ReadOnlySpan<int> kernel = window.KernelOf(x.Shape);
            Size2d padding = window.IsWithinHalf ? window.Before : 0;
            x = window.IsWithinHalf ? x : window.Bordered(x, kernel, float.NegativeInfinity);
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
        if (window.Dilations != 1)
            throw node.NotSupported("has gaps in its windows, 'dilations'", "windows without gaps");
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            ReadOnlySpan<int> kernel = window.KernelOf(x.Shape);
            if (window.IsWithinHalf)
                return Mean(x, window.Before, countsPadding);
            Tensor sums = Mean(window.Bordered(x, kernel, 0), 0, true);
            if (countsPadding)
                return sums;
            // The share of each window that is no padding is the mean of ones with zeros around them.
            Tensor ones = Filled(new Shape([1, 1, .. x.Shape.Lengths[2..]]), 1);
            return Ops.Divide(sums, Mean(window.Bordered(ones, kernel, 0), 0, true));
        };

        Tensor Mean(Tensor x, Size2d padding, bool counts) => window.Axes == 1
            ? Ops.AvgPool1d(x, window.Kernel.Width, window.Strides.Width, padding.Width, ceilMode, counts)
            : Ops.AvgPool2d(x, window.Kernel, window.Strides, padding, ceilMode, counts);
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
            throw node.NotSupported($"has the 'mode' {Excerpt.Of(mode)}", "constant");
        node.RequireInputs(
            node.Opset < 11 ? 1 : 2, node.Opset < 11 ? 1 : 4, InputRole.Floats, InputRole.Integers, InputRole.Setting, InputRole.Integers);
        IReadOnlyList<long>? fixedPads = node.Integers("pads");
        float fixedValue = node.Single("value", 0);
        return inputs =>
        {
            Tensor x = inputs.Floats(0);
            long[] pads = fixedPads?.ToArray() ?? inputs.Integers(1).Values;
            float value = inputs.Has(2) ? inputs.Floats(2).ToScalar() : fixedValue;
            long[] axes = inputs.Has(3) ? inputs.Integers(3).Values : [.. Enumerable.Range(0, x.Shape.Rank).Select(axis => (long)axis)];
            if (pads.Length != 2 * axes.Length || pads.Any(count => count is < -MostSteps or > MostSteps))
                throw new ShapeException(
                    $"expected two numbers of at most {MostSteps} for each of {axes.Length} axes, but got "
                        + $"[{string.Join(", ", pads.Take(MostAxes))}].");
            for (int i = 0; i < axes.Length; i++)
            {
                int axis = Index(axes[i], x.Shape.Rank);
                (int before, int after) = ((int)pads[i], (int)pads[axes.Length + i]);
                // Numbers below zero cut off.
                if (before < 0 || after < 0)
                    x = Ops.Slice(x, axis, Math.Max(0, -before), x.Shape[axis] - Math.Max(0, -before) - Math.Max(0, -after));
                x = Ops.Concat(axis, [
                    .. WindowAttributes.Border(x.Shape, axis, Math.Max(0, before), value), x,
                    .. WindowAttributes.Border(x.Shape, axis, Math.Max(0, after), value)]);
            }
            return x;
        };
    }
}
