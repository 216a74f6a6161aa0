namespace Elucid.Onnx;

internal static partial class ModuleExports
{
    static OnnxValue OfMaxPool1d(OnnxGraph graph, MaxPool1d pool, OnnxValue x) =>
        Pool(graph, "MaxPool", pool.OutputShape(x.Shape), x, [pool.KernelSize], [pool.Stride], [pool.Padding], [pool.Dilation]);

    static OnnxValue OfMaxPool2d(OnnxGraph graph, MaxPool2d pool, OnnxValue x) =>
        Pool(graph, "MaxPool", pool.OutputShape(x.Shape), x, Both(pool.KernelSize), Both(pool.Stride), Both(pool.Padding), Both(pool.Dilation));

    static OnnxValue OfAvgPool1d(OnnxGraph graph, AvgPool1d pool, OnnxValue x) =>
        Pool(graph, "AveragePool", pool.OutputShape(x.Shape), x, [pool.KernelSize], [pool.Stride], [pool.Padding], [1], pool.CountIncludePad);

    static OnnxValue OfAvgPool2d(OnnxGraph graph, AvgPool2d pool, OnnxValue x) =>
        Pool(graph, "AveragePool", pool.OutputShape(x.Shape), x, Both(pool.KernelSize), Both(pool.Stride), Both(pool.Padding), [1, 1],
            pool.CountIncludePad);

    // Programs disagree on how many windows 'ceil_mode' gives, whose last ones may begin in the padding: the padding is stated that gives as many as
    // Elucid has.
    static OnnxValue Pool(
        OnnxGraph graph, string op, Shape output, OnnxValue x, int[] kernel, int[] strides, int[] padding, int[] dilations,
        bool countsPadding = false)
    {
        bool isMax = op == "MaxPool";
        int[] after = [.. padding.Select((zeros, i) =>
            Math.Max(0, (output[i + 2] - 1) * strides[i] + (kernel[i] - 1) * dilations[i] + 1 - x.Shape[i + 2] - zeros))];
        // A mean counts the padding on both sides, but not what rounding up adds to it; and no padding may be as long as the kernel.
        if (countsPadding && after.Zip(padding).Any(pair => pair.First > pair.Second) || after.Zip(kernel).Any(pair => pair.First >= pair.Second))
        {
            int[] within = isMax ? after : padding;
            x = Bordered(graph, x, padding, within, isMax ? float.NegativeInfinity : 0);
            after = [.. after.Zip(within, (needed, there) => Math.Max(0, needed - there))];
            (padding, countsPadding) = (new int[padding.Length], false);
        }
        return graph.Node(op, output, [x], new("kernel_shape", kernel), new("strides", strides), new("pads", [.. padding, .. after]),
            isMax ? new("dilations", dilations) : new("count_include_pad", countsPadding ? 1 : 0));
    }

    static OnnxValue Bordered(OnnxGraph graph, OnnxValue x, int[] before, int[] after, float filler)
    {
        int[] shape = [.. x.Shape];
        for (int i = 0; i < before.Length; i++)
            shape[i + 2] += before[i] + after[i];
        OnnxValue pads = graph.Integers([0, 0, .. before.Select(zeros => (long)zeros), 0, 0, .. after.Select(zeros => (long)zeros)]);
        return graph.Node("Pad", new Shape(shape), [x, pads, graph.Constant(filler)]);
    }

    static OnnxValue OfGlobalAvgPool(OnnxGraph graph, GlobalAvgPool pool, OnnxValue x)
    {
        Shape kept = new([x.Shape[0], x.Shape[1], .. Enumerable.Repeat(1, x.Shape.Rank - 2)]);
        return graph.Node("Flatten", pool.OutputShape(x.Shape), [graph.Node("GlobalAveragePool", kept, [x])], new OnnxSetting("axis", 1));
    }

    static OnnxValue OfAdaptiveAvgPool2d(OnnxGraph graph, AdaptiveAvgPool2d pool, OnnxValue x)
    {
        Shape output = pool.OutputShape(x.Shape);
        if (pool.OutputSize == 1)
            return graph.Node("GlobalAveragePool", output, [x]);
        if (Windows(x.Shape, pool.OutputSize) is { } window)
            return Pool(graph, "AveragePool", output, x, window, window, [0, 0], [1, 1], countsPadding: true);
        // Windows of different sizes: a mean is a product with a matrix of its shares, for the rows from the left and for the columns from the right.
        int height = x.Shape[2], width = x.Shape[3];
        OnnxValue rows = graph.Constant([output[2], height], Shares(height, output[2]));
        OnnxValue columns =
            graph.Node("Transpose", [width, output[3]], [graph.Constant([output[3], width], Shares(width, output[3]))],
                new OnnxSetting("perm", [1, 0]));
        return graph.Node("MatMul", output, [graph.Node("MatMul", x.Shape.With(2, output[2]), [rows, x]), columns]);
    }

    static OnnxValue OfAdaptiveMaxPool2d(OnnxGraph graph, AdaptiveMaxPool2d pool, OnnxValue x)
    {
        if (Windows(x.Shape, pool.OutputSize) is { } window)
            return Pool(graph, "MaxPool", pool.OutputShape(x.Shape), x, window, window, [0, 0], [1, 1]);
        throw new NotSupportedException(
            $"{pool} cannot be exported to ONNX for images of {x.Shape[2]} × {x.Shape[3]}, as its windows would differ in size. Choose an output "
                + $"size that divides the images'.");
    }

    // The one size of all windows, where the output's size divides the input's.
    static int[]? Windows(Shape input, Size2d output) =>
        input[2] % output.Height == 0 && input[3] % output.Width == 0 ? [input[2] / output.Height, input[3] / output.Width] : null;

    static float[] Shares(int inputs, int outputs)
    {
        float[] shares = new float[outputs * inputs];
        for (int o = 0; o < outputs; o++)
        {
            int first = (int)((long)o * inputs / outputs), last = (int)(((long)(o + 1) * inputs + outputs - 1) / outputs);
            shares.AsSpan(o * inputs + first, last - first).Fill(1f / (last - first));
        }
        return shares;
    }

    static OnnxValue OfUpsample(OnnxGraph graph, Upsample upsample, OnnxValue x)
    {
        OnnxValue scales = graph.Constant([4], [1, 1, upsample.ScaleFactor.Height, upsample.ScaleFactor.Width]);
        OnnxSetting[] settings = upsample.Mode == UpsampleMode.Nearest
            ? [new("mode", "nearest"), new("nearest_mode", "floor"), new("coordinate_transformation_mode", "asymmetric")]
            : [new("mode", "linear"), new("coordinate_transformation_mode", upsample.AlignCorners ? "align_corners" : "half_pixel")];
        return graph.Node("Resize", upsample.OutputShape(x.Shape), [x, OnnxValue.None, scales], settings);
    }
}
