namespace Elucid.Onnx;

internal static partial class ModuleExports
{
    static OnnxValue OfAttention(OnnxGraph graph, MultiHeadAttention attention, OnnxValue x) => SelfAttention(graph, attention, x, isCausal: false);

    static OnnxValue Attend(this OnnxGraph graph, MultiHeadAttention attention, OnnxValue x, bool isCausal) =>
        graph.Within(attention, () => SelfAttention(graph, attention, x, isCausal));

    // One projection for queries, keys and values, and a product of each head with itself.
    static OnnxValue SelfAttention(OnnxGraph graph, MultiHeadAttention attention, OnnxValue x, bool isCausal)
    {
        int features = attention.Features;
        OnnxValue projected =
            Projection(graph, x, graph.Parameter(attention.Weight), attention.Bias is null ? OnnxValue.None
                : graph.Parameter(attention.Bias), 3 * features);
        OnnxValue[] parts =
            graph.Nodes("Split", [x.Shape, x.Shape, x.Shape], [projected, graph.Integers(features, features, features)], new OnnxSetting("axis", -1));
        return graph.Export(attention.Output, Attend(graph, parts[0], parts[1], parts[2], attention.Heads, isCausal));
    }

    static OnnxValue Attend(OnnxGraph graph, OnnxValue query, OnnxValue key, OnnxValue value, int heads, bool isCausal)
    {
        (int batch, int queries, int keys, int features) = (query.Shape[0], query.Shape[1], key.Shape[1], query.Shape[2]);
        int width = features / heads;
        OnnxValue q = Heads(graph, query, heads, [0, 2, 1, 3]), k = Heads(graph, key, heads, [0, 2, 3, 1]),
            v = Heads(graph, value, heads, [0, 2, 1, 3]);
        Shape scoreShape = [batch, heads, queries, keys];
        OnnxValue scores = graph.Node("MatMul", scoreShape, [graph.Node("Mul", q.Shape, [q, graph.Constant(1 / MathF.Sqrt(width))]), k]);
        if (isCausal)
            scores = graph.Node("Add", scoreShape, [scores, graph.Constant([queries, keys], AttentionMasks.Causal(queries).Values)]);
        OnnxValue attended =
            graph.Node("MatMul", [batch, heads, queries, width], [graph.Node("Softmax", scoreShape, [scores], new OnnxSetting("axis", -1)), v]);
        OnnxValue joined = graph.Node("Transpose", [batch, queries, heads, width], [attended], new OnnxSetting("perm", [0, 2, 1, 3]));
        return graph.Node("Reshape", query.Shape, [joined, graph.Integers(0, 0, features)]);
    }

    static OnnxValue Heads(OnnxGraph graph, OnnxValue x, int heads, int[] order)
    {
        int[] shape = [x.Shape[0], x.Shape[1], heads, x.Shape[2] / heads];
        OnnxValue split = graph.Node("Reshape", new Shape(shape), [x, graph.Integers(0, 0, heads, shape[3])]);
        return graph.Node("Transpose", new Shape([.. order.Select(axis => shape[axis])]), [split], new OnnxSetting("perm", order));
    }

    // x·Wᵀ + b for any number of leading axes; Gemm takes matrices only.
    static OnnxValue Projection(OnnxGraph graph, OnnxValue x, OnnxValue weight, OnnxValue bias, int outputs)
    {
        Shape output = x.Shape.With(-1, outputs);
        OnnxValue transposed = graph.Node("Transpose", [weight.Shape[1], weight.Shape[0]], [weight], new OnnxSetting("perm", [1, 0]));
        OnnxValue product = graph.Node("MatMul", output, [x, transposed]);
        return bias == OnnxValue.None ? product : graph.Node("Add", output, [product, bias]);
    }
}
