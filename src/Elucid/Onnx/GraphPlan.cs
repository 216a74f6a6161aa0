using Elucid.Data;
using Elucid.Numerics;

namespace Elucid.Onnx;

/// <summary>A node that is ready to run.</summary>
/// <param name="Label">How errors call it.</param>
/// <param name="Inputs">The values that it reads; −1 for one that is left away.</param>
/// <param name="Outputs">The values that it gives; −1 for one that nobody reads.</param>
/// <param name="Rule">How it is computed.</param>
internal sealed record GraphStep(string Label, int[] Inputs, int[] Outputs, StepRule Rule);

/// <summary>A file made ready to run: every name has become the number of a slot, and every node a rule, in an order in which each finds its inputs.</summary>
internal sealed class GraphPlan
{
    readonly OnnxFile _file;
    readonly Dictionary<string, int> _slots = [];
    readonly Dictionary<string, OnnxNode> _producers = [];
    readonly List<GraphStep> _steps = [];
    readonly List<GraphParameter> _parameters = [];

    public GraphPlan(OnnxFile file, RandomStream random)
    {
        _file = file;
        foreach (OnnxInputValue input in file.Inputs)
        {
            if (input.Element is not (OnnxElement.Float or OnnxElement.Undefined))
                throw Error($"input '{Excerpt.Of(input.Name)}' to hold float32 numbers", $"it holds {input.Element}");
            NewSlot(input.Name);
        }
        foreach (string name in file.Initializers.Keys)
            NewSlot(name);
        foreach (OnnxNode node in file.Nodes)
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
                if (_slots.ContainsKey(output) || !_producers.TryAdd(output, node))
                    throw Error("each value from one place", $"'{Excerpt.Of(output)}' comes from {node.Label} and from elsewhere");
        OnnxNode[] sorted = Sort();
        foreach (OnnxNode node in sorted)
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
                NewSlot(output);
        Inputs = [.. file.Inputs.Select(input => _slots[input.Name])];
        Outputs = [.. file.Outputs.Select(OutputSlot)];
        if (Inputs.Length == 0 || Outputs.Length == 0)
            throw Error("a graph with at least one input and one output", $"it has {Inputs.Length} and {Outputs.Length}");
        HashSet<string> read = [.. file.Nodes.SelectMany(node => node.Inputs), .. file.Outputs];
        foreach (OnnxNode node in sorted)
            AddStep(node, read, random);
        Values = new GraphValue[_slots.Count];
        FillValues();
    }

    /// <summary>A value for each slot; those of nodes and inputs are empty.</summary>
    public GraphValue[] Values { get; }

    public IReadOnlyList<GraphStep> Steps => _steps;

    public IReadOnlyList<GraphParameter> Parameters => _parameters;

    public int[] Inputs { get; }

    public int[] Outputs { get; }

    // Kahn's algorithm, which needs no recursion: a node is ready when all that it reads is there.
    OnnxNode[] Sort()
    {
        Dictionary<OnnxNode, int> missing = [];
        Dictionary<string, List<OnnxNode>> readers = [];
        Queue<OnnxNode> ready = [];
        foreach (OnnxNode node in _file.Nodes)
        {
            string[] waited = [.. node.Inputs.Where(input => input.Length > 0 && !_slots.ContainsKey(input)).Distinct()];
            foreach (string input in waited)
            {
                if (!_producers.ContainsKey(input))
                    throw Error($"a node, tensor or input called '{Excerpt.Of(input)}', which {node.Label} reads", "there is none");
                if (!readers.TryGetValue(input, out var list))
                    readers[input] = list = [];
                list.Add(node);
            }
            missing[node] = waited.Length;
            if (waited.Length == 0)
                ready.Enqueue(node);
        }
        List<OnnxNode> sorted = [];
        while (ready.TryDequeue(out OnnxNode? node))
        {
            sorted.Add(node);
            foreach (string output in node.Outputs)
                foreach (OnnxNode reader in readers.GetValueOrDefault(output, []))
                    if (--missing[reader] == 0)
                        ready.Enqueue(reader);
        }
        if (sorted.Count < _file.Nodes.Count)
            throw Error("a graph without cycles", $"{missing.First(pair => pair.Value > 0).Key.Label} waits for its own output, directly or through other nodes");
        return [.. sorted];
    }

    void AddStep(OnnxNode node, HashSet<string> read, RandomStream random)
    {
        if (node.Domain is not ("" or "ai.onnx"))
            throw Unknown(node, $" of the domain '{Excerpt.Of(node.Domain)}'");
        if (!Operators.All.TryGetValue(node.OpType, out OperatorFactory? factory))
            throw Unknown(node, "");
        if (node.OpType is not ("Split" or "LSTM" or "GRU" or "RNN") && node.Outputs.Skip(1).FirstOrDefault(read.Contains) is { Length: > 0 } second)
            throw Error("nodes of which only the first output is used", $"{node.Label} gives '{Excerpt.Of(second)}' as well");
        NodeReader reader = new(_file, node, random);
        StepRule rule = factory(reader);
        reader.RequireAllRead();
        int[] inputs = [.. node.Inputs.Select(input => input.Length == 0 ? -1 : _slots[input])];
        _steps.Add(new GraphStep(node.Label, inputs, [.. node.Outputs.Select(output => output.Length == 0 ? -1 : _slots[output])], rule));
    }

    // Weights become parameters; what batch normalisation measured and the states that recurrent layers start from become buffers. Single numbers are part of the function.
    void FillValues()
    {
        HashSet<string> buffers = [.. _file.Nodes.SelectMany(node => node.OpType switch
        {
            "BatchNormalization" => node.Inputs.Skip(3),
            "RNN" or "GRU" or "LSTM" => node.Inputs.Skip(5),
            _ => [],
        })];
        OnnxTensor[] weights = [.. _file.Initializers.Values.Where(tensor => tensor.IsFloat && tensor.Shape.Length > 0)];
        foreach ((OnnxTensor tensor, string[] path) in weights.Zip(GraphScope.Paths(weights.Select(tensor => tensor.Name))))
            _parameters.Add(new GraphParameter(path, _slots[tensor.Name], tensor, !buffers.Contains(tensor.Name)));
        foreach (OnnxTensor tensor in _file.Initializers.Values.Except(weights))
            Values[_slots[tensor.Name]] = Operators.ValueOf(tensor);
    }

    int OutputSlot(string name) => _slots.TryGetValue(name, out int slot)
        ? slot : throw Error($"a node that gives the output '{Excerpt.Of(name)}'", "there is none");

    void NewSlot(string name) => _slots.TryAdd(name, _slots.Count);

    OnnxFormatException Unknown(OnnxNode node, string domain) => new(
        $"'{_file.Name}': {node.Label} uses an operator{domain} that Elucid does not know. It knows {string.Join(", ", Operators.All.Keys.Order(StringComparer.Ordinal))}.");

    OnnxFormatException Error(string expected, string got) =>
        new($"'{_file.Name}': expected {expected}, but {got}. The file is damaged or was not written as ONNX; copy or export it again.");
}
