namespace Elucid.Onnx;

/// <summary>What an ONNX file computes before its last fully connected layer.</summary>
internal sealed class OnnxBody
{
    // Smaller tensors may be settings, such as the factors of a resizing, and stay in the graph.
    const int MostKept = GraphPlan.MostFactNumbers;

    // What stands behind an output layer and has no weights of its own.
    static readonly string[] AfterOutputs = ["Softmax", "LogSoftmax", "Sigmoid", "Identity"], OfConstants = ["Add", "Sub", "Mul", "Div"];

    OnnxBody(GraphModule network, byte[] graph, IReadOnlyList<int> featureShape) => (Network, Graph, FeatureShape) = (network, graph, featureShape);

    /// <summary>The network.</summary>
    public GraphModule Network { get; }

    /// <summary>The same as a file without large weights.</summary>
    public byte[] Graph { get; }

    /// <summary>The shape of an example; 0 for a length that is not fixed.</summary>
    public IReadOnlyList<int> FeatureShape { get; }

    /// <summary>Reads the bytes of a file.</summary>
    /// <exception cref="ModelFormatException">It is damaged, has operators that are not known or several inputs, or nothing that learned before its
    /// last layer.</exception>
    public static OnnxBody Read(byte[] bytes, string path)
    {
        OnnxFile file = OnnxFile.Parse(bytes, path);
        OnnxImport.RequireOpset(file);
        if (file.Inputs is not [{ } input])
            throw ModelFormatException.NotSupported(path, $"it takes {file.Inputs.Count} inputs", "networks of one, to put a new head on");
        OnnxFile cut = OnnxFile.Parse(Write(bytes, file, LastFeatures(file), withWeights: true), path);
        GraphModule network = OnnxImport.Build(cut, random: null);
        if (!network.NamedParameters().Any())
            throw ModelFormatException.NotSupported(
                path, "it has no weights before its last layer", "networks of several layers, to put a new head on");
        byte[] graph = Write(bytes, file, LastFeatures(file), withWeights: false);
        return new OnnxBody(network, graph, [.. (input.Shape ?? []).Skip(1).Select(length => (int)Math.Max(0, length))]);
    }

    /// <summary>Builds what <see cref="Graph"/> describes; its large weights are 0.</summary>
    /// <exception cref="ModelFormatException">The graph is damaged.</exception>
    public static GraphModule Build(byte[] graph, string name) =>
        OnnxImport.Build(OnnxFile.Parse(graph, name, areWeightsElsewhere: true), random: null);

    /// <summary>How many numbers the weights are that <see cref="Graph"/> lacks.</summary>
    public static long CountWeights(byte[] graph, string name) =>
        OnnxFile.Parse(graph, name, areWeightsElsewhere: true).Initializers.Values.Where(tensor => tensor.IsElsewhere)
            .Sum(tensor => (long)tensor.Count);

    // The input of the last fully connected layer; the output itself where that comes from another kind of node.
    static string LastFeatures(OnnxFile file)
    {
        Dictionary<string, OnnxNode> producers = ProducersIn(file);
        bool IsConstant(string name) => file.Initializers.ContainsKey(name) || producers.GetValueOrDefault(name)?.Constant is not null;
        string value = file.Outputs[0];
        // A cycle would lead here again and again.
        for (int steps = 0; steps < file.Nodes.Count && producers.TryGetValue(value, out OnnxNode? node); steps++)
        {
            List<string> inputs = node.Inputs;
            if (node.OpType is "Gemm" or "MatMul" && inputs.Count > 1 && IsConstant(inputs[1]))
                return inputs[0];
            if (AfterOutputs.Contains(node.OpType) && inputs.Count > 0)
                value = inputs[0];
            else if (OfConstants.Contains(node.OpType) && inputs.Count == 2 && inputs.Count(IsConstant) == 1)
                value = inputs.Single(input => !IsConstant(input));
            else
                break;
        }
        return file.Outputs[0];
    }

    static Dictionary<string, OnnxNode> ProducersIn(OnnxFile file)
    {
        Dictionary<string, OnnxNode> producers = [];
        foreach (OnnxNode node in file.Nodes)
            foreach (string output in node.Outputs)
                producers.TryAdd(output, node);
        return producers;
    }

    // The nodes that a value comes from, with that value as their output; bytes of nodes are passed on as they are.
    static byte[] Write(ReadOnlyMemory<byte> bytes, OnnxFile file, string output, bool withWeights)
    {
        Dictionary<string, OnnxNode> producers = ProducersIn(file);
        HashSet<string> needed = [output];
        HashSet<OnnxNode> kept = [];
        Stack<string> open = new([output]);
        while (open.TryPop(out string? value))
            if (producers.TryGetValue(value, out OnnxNode? node) && kept.Add(node))
                foreach (string input in node.Dequantized is null ? node.Inputs.Where(needed.Add) : [])
                    open.Push(input);
        ProtoMessage copy = new();
        ProtoReader model = new(bytes, file.Name, "the model");
        while (model.Next())
            if (model.Field == ModelFields.Graph)
                copy.Add(ModelFields.Graph, Graph(model.Message("the graph")));
            else if (model.Field is ModelFields.OpsetImport or ModelFields.IrVersion)
                copy.Append(model.Raw);
        return copy.ToArray();

        ProtoMessage Graph(ProtoReader graph)
        {
            ProtoMessage copy = new();
            int nodes = 0, inputs = 0;
            while (graph.Next())
                switch (graph.Field)
                {
                    case GraphFields.Node:
                        if (file.Nodes[nodes++] is { Dequantized: null } node && kept.Contains(node))
                            copy.Append(graph.Raw);
                        break;
                    case GraphFields.Input:
                        if (file.IsFed(inputs++))
                            copy.Append(graph.Raw);
                        break;
                }
            IEnumerable<OnnxTensor> dequantized = file.Nodes.Where(kept.Contains).Select(node => node.Dequantized).OfType<OnnxTensor>();
            foreach (OnnxTensor tensor in file.Initializers.Values.Where(tensor => needed.Contains(tensor.Name)).Concat(dequantized))
                copy.Add(GraphFields.Initializer,
                    tensor.ToMessage(tensor.Name, withNumbers: withWeights || !tensor.IsFloat || tensor.Count <= MostKept));
            return copy.Add(GraphFields.Output, new ProtoMessage().Add(ValueFields.Name, output));
        }
    }
}
