namespace Elucid.Onnx;

internal static partial class ModuleExports
{
    static OnnxValue OfBatchNorm(OnnxGraph graph, BatchNorm norm, OnnxValue x) => graph.Node("BatchNormalization", x.Shape,
        [x, OrConstant(graph, norm.Weight, [norm.Channels], 1), OrConstant(graph, norm.Bias, [norm.Channels], 0), graph.Parameter(norm.RunningMean),
            graph.Parameter(norm.RunningVariance)],
        new OnnxSetting("epsilon", (float)norm.Epsilon));

    static OnnxValue OfLayerNorm(OnnxGraph graph, LayerNorm norm, OnnxValue x)
    {
        int rank = norm.NormalizedShape.Rank;
        OnnxValue weight = OrConstant(graph, norm.Weight, norm.NormalizedShape, 1), bias = OrConstant(graph, norm.Bias, norm.NormalizedShape, 0);
        if (graph.Opset >= 17)
            return graph.Node(
                "LayerNormalization", x.Shape, [x, weight, bias], new OnnxSetting("axis", -rank), new OnnxSetting("epsilon", (float)norm.Epsilon));
        OnnxSetting axes = new("axes", [.. Enumerable.Range(-rank, rank)]);
        Shape means = new([.. x.Shape.Select((length, axis) => axis < x.Shape.Rank - rank ? length : 1)]);
        OnnxValue centred = graph.Node("Sub", x.Shape, [x, graph.Node("ReduceMean", means, [x], axes)]);
        OnnxValue variance = graph.Node("ReduceMean", means, [graph.Node("Mul", x.Shape, [centred, centred])], axes);
        OnnxValue deviation = graph.Node("Sqrt", means, [graph.Node("Add", means, [variance, graph.Constant((float)norm.Epsilon)])]);
        return graph.Node("Add", x.Shape, [graph.Node("Mul", x.Shape, [graph.Node("Div", x.Shape, [centred, deviation]), weight]), bias]);
    }

    // The groups as the channels of an instance normalisation; ONNX's own operator has changed its meaning from version to version.
    static OnnxValue OfGroupNorm(OnnxGraph graph, GroupNorm norm, OnnxValue x)
    {
        Shape groups = [norm.Groups], joined = [x.Shape[0], norm.Groups, x.Shape[0] == 0 ? 0 : x.Shape.Size / x.Shape[0] / norm.Groups];
        OnnxValue grouped = graph.Node("Reshape", joined, [x, graph.Integers(0, norm.Groups, -1)]);
        OnnxValue normalized =
            graph.Node("InstanceNormalization", joined, [grouped, OrConstant(graph, null, groups, 1), OrConstant(graph, null, groups, 0)],
            new OnnxSetting("epsilon", (float)norm.Epsilon));
        OnnxValue y =
            graph.Node("Reshape", x.Shape, [normalized, graph.Integers([0, .. x.Shape.Lengths[1..].ToArray().Select(length => (long)length)])]);
        if (norm.Weight is null || norm.Bias is null)
            return y;
        Shape perChannel = new([norm.Channels, .. Enumerable.Repeat(1, x.Shape.Rank - 2)]);
        return graph.Node(
            "Add", x.Shape, [graph.Node("Mul", x.Shape, [y, graph.Parameter(norm.Weight, perChannel)]), graph.Parameter(norm.Bias, perChannel)]);
    }

    static OnnxValue OrConstant(OnnxGraph graph, Tensor? parameter, Shape shape, float value) =>
        parameter is null ? graph.Constant(shape, [.. Enumerable.Repeat(value, shape.Size)]) : graph.Parameter(parameter);
}
