namespace Elucid.Onnx;

/// <summary>Modules that take a memory beside their input.</summary>
internal static partial class ModuleExports
{
    static readonly Dictionary<Type, Func<OnnxGraph, Module, OnnxValue, OnnxValue, OnnxValue>> WithMemory = new()
    {
        [typeof(MultiHeadAttention)] = (graph, module, x, memory) => CrossAttention(graph, (MultiHeadAttention)module, x, memory),
        [typeof(TransformerDecoderLayer)] = (graph, module, x, memory) => DecoderLayer(graph, (TransformerDecoderLayer)module, x, memory),
    };

    public static OnnxValue Export(OnnxGraph graph, Module module, OnnxValue x, OnnxValue memory, string label) =>
        WithMemory.TryGetValue(module.GetType(), out var export) ? export(graph, module, x, memory) : throw new NotSupportedException(
            $"{label} cannot be exported to ONNX with a memory: Elucid knows how to write "
                + $"{string.Join(", ", WithMemory.Keys.Select(type => type.Name).Order(StringComparer.Ordinal))} with one. "
            + "Leave out the memory, or implement IOnnxDecoder in the module.");

    // The causal block.
    static OnnxValue DecoderLayer(OnnxGraph graph, TransformerDecoderLayer layer, OnnxValue x, OnnxValue memory)
    {
        OnnxValue Own(OnnxValue value) => graph.Attend(Child<MultiHeadAttention>(layer, "self_attn"), value, isCausal: true);
        OnnxValue ToMemory(OnnxValue value) => graph.Export(Child<MultiHeadAttention>(layer, "multihead_attn"), value, memory);
        OnnxValue FeedForward(OnnxValue value) =>
            Part(graph, layer, "linear2", Part(graph, layer, "activation", Part(graph, layer, "linear1", value)));

        if (layer.NormFirst)
        {
            x = Add(graph, x, Own(Part(graph, layer, "norm1", x)));
            x = Add(graph, x, ToMemory(Part(graph, layer, "norm2", x)));
            return Add(graph, x, FeedForward(Part(graph, layer, "norm3", x)));
        }
        x = Part(graph, layer, "norm1", Add(graph, x, Own(x)));
        x = Part(graph, layer, "norm2", Add(graph, x, ToMemory(x)));
        return Part(graph, layer, "norm3", Add(graph, x, FeedForward(x)));
    }

    // The first rows of the projection are those of queries; the others make keys and values of the memory.
    static OnnxValue CrossAttention(OnnxGraph graph, MultiHeadAttention attention, OnnxValue query, OnnxValue memory)
    {
        attention.OutputShape(memory.Shape);
        int features = attention.Features;
        OnnxValue Rows(Tensor parameter, int first, int count) => graph.Node(
            "Slice", parameter.Shape.With(0, count),
            [graph.Parameter(parameter), graph.Integers(first), graph.Integers(first + count), graph.Integers(0)]);
        OnnxValue Project(OnnxValue x, int first, int count) => Projection(
            graph, x, Rows(attention.Weight, first, count), attention.Bias is null ? OnnxValue.None : Rows(attention.Bias, first, count), count);

        OnnxValue[] parts = graph.Nodes(
            "Split", [memory.Shape, memory.Shape], [Project(memory, features, 2 * features), graph.Integers(features, features)],
            new OnnxSetting("axis", -1));
        return graph.Export(attention.Output, Attend(graph, Project(query, 0, features), parts[0], parts[1], attention.Heads, isCausal: false));
    }

    static TModule Child<TModule>(Module module, string name) where TModule : Module =>
        (TModule)module.Children.First(child => child.Name == name).Module;
}
