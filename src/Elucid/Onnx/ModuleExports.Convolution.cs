namespace Elucid.Onnx;

internal static partial class ModuleExports
{
    static OnnxValue OfConv1d(OnnxGraph graph, Conv1d conv, OnnxValue x) => Convolution(
        graph, "Conv", conv.OutputShape(x.Shape), x, conv.Weight, conv.Bias, conv.Groups, [conv.KernelSize], [conv.Stride], [conv.Dilation],
        [conv.Padding.IsSame ? null : conv.Padding.Size.Height]);

    static OnnxValue OfConv2d(OnnxGraph graph, Conv2d conv, OnnxValue x) => Convolution(
        graph, "Conv", conv.OutputShape(x.Shape), x, conv.Weight, conv.Bias, conv.Groups, Both(conv.KernelSize), Both(conv.Stride),
        Both(conv.Dilation),
        conv.Padding.IsSame ? [null, null] : [conv.Padding.Size.Height, conv.Padding.Size.Width]);

    static OnnxValue OfConvTranspose2d(OnnxGraph graph, ConvTranspose2d conv, OnnxValue x) => Convolution(
        graph, "ConvTranspose", conv.OutputShape(x.Shape), x, conv.Weight, conv.Bias, conv.Groups, Both(conv.KernelSize), Both(conv.Stride),
        Both(conv.Dilation),
        [conv.Padding.Height, conv.Padding.Width], new OnnxSetting("output_padding", Both(conv.OutputPadding)));

    static OnnxValue Convolution(
        OnnxGraph graph, string op, Shape output, OnnxValue x, Tensor weight, Tensor? bias, int groups, int[] kernel, int[] strides, int[] dilations,
        int?[] padding,
        params ReadOnlySpan<OnnxSetting> more)
    {
        OnnxValue[] inputs = bias is null ? [x, graph.Parameter(weight)] : [x, graph.Parameter(weight), graph.Parameter(bias)];
        return graph.Node(op, output, inputs, [
            new("kernel_shape", kernel), new("strides", strides), new("dilations", dilations), new("pads", Pads(kernel, dilations, padding)),
            new("group", groups), .. more]);
    }

    // Zeros before each axis, then those after each; without a number as many as keep the length, the odd one after.
    static int[] Pads(int[] kernel, int[] dilations, int?[] padding)
    {
        int[] reach = [.. kernel.Zip(dilations, (taps, dilation) => (taps - 1) * dilation)];
        return [.. padding.Select((zeros, axis) => zeros ?? reach[axis] / 2),
            .. padding.Select((zeros, axis) => zeros ?? reach[axis] - reach[axis] / 2)];
    }

    static int[] Both(Size2d size) => [size.Height, size.Width];
}
