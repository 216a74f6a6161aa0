namespace Elucid.Onnx;

/// <summary>A node that is ready to run.</summary>
/// <param name="Label">How errors call it.</param>
/// <param name="Inputs">The values that it reads; −1 for one that is omitted.</param>
/// <param name="Outputs">The values that it gives; −1 for one that nobody reads.</param>
/// <param name="Rule">How it is computed.</param>
internal sealed record GraphStep(string Label, int[] Inputs, int[] Outputs, StepRule Rule);

/// <summary>A file made ready to run: every name has become the number of a slot, and every node a rule, in an order in which each finds its
/// inputs.</summary>
internal sealed class GraphPlan
{
    // What whole numbers a file computes from numbers that it states is known before the network runs; more than these are data.
    const int MostFolded = 4096;

    static readonly string[] QuantizesActivations =
        ["QuantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger"];

    /// <summary>The most numbers of a tensor that are looked at before the network runs.</summary>
    public const int MostFactNumbers = 64;

    readonly OnnxFile _file;
    readonly Dictionary<string, int> _slots = [];
    readonly Dictionary<string, OnnxNode> _producers = [];
    readonly Dictionary<string, OnnxTensor> _tensors = [];
    readonly Dictionary<string, ValueFacts> _facts = [];
    readonly Dictionary<string, InputRole> _roles = [];
    readonly List<GraphStep> _steps = [];
    readonly List<GraphParameter> _parameters = [];

    public GraphPlan(OnnxFile file)
    {
        _file = file;
        foreach (OnnxInputValue input in file.Inputs)
        {
            if (input.Element is not (OnnxElement.Float or OnnxElement.Undefined))
                throw NotSupported($"input '{Excerpt.Of(input.Name)}' holds elements of type {input.Element}", "inputs of type Float");
            NewSlot(input.Name);
            _facts[input.Name] = new ValueFacts(IsInteger: false, input.Shape?.Count);
        }
        foreach ((string name, OnnxTensor tensor) in file.Initializers)
            AddTensor(name, tensor);
        List<OnnxNode> nodes = [];
        foreach (OnnxNode node in file.Nodes)
            if (node.Constant is not { } tensor)
                nodes.Add(node);
            else if (!file.Unread.Contains(node.Outputs[0]))
                AddTensor(_slots.ContainsKey(node.Outputs[0]) ? throw Twice(node.Outputs[0], node) : node.Outputs[0], tensor);
        foreach (OnnxNode node in nodes)
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
                if (_slots.ContainsKey(output) || !_producers.TryAdd(output, node))
                    throw Twice(output, node);
        OnnxNode[] sorted = Sort(nodes);
        foreach (OnnxNode node in sorted)
            foreach (string output in node.Outputs.Where(output => output.Length > 0))
                NewSlot(output);
        Inputs = [.. file.Inputs.Select(input => _slots[input.Name])];
        Outputs = [.. file.Outputs.Select(OutputSlot)];
        if (Outputs.Length == 0)
            throw Error("a graph with at least one output", "it has none");
        if (Inputs.Length == 0)
            throw NotSupported("it computes the same from no input", "graphs with at least one input");
        HashSet<string> read = [.. nodes.SelectMany(node => node.Inputs), .. file.Outputs];
        foreach (OnnxNode node in sorted)
            AddStep(node, read);
        Nodes = sorted;
        if (file.Outputs.FirstOrDefault(output => _facts[output].IsInteger) is { } integers)
            throw NotSupported($"output '{Excerpt.Of(integers)}' holds whole numbers", "outputs with fractions");
        Values = new GraphValue[_slots.Count];
        FillValues();
    }

    /// <summary>A value for each slot; those of nodes and inputs are empty.</summary>
    public GraphValue[] Values { get; }

    public IReadOnlyList<GraphStep> Steps => _steps;

    /// <summary>The nodes behind the steps, each after those that it reads.</summary>
    public IReadOnlyList<OnnxNode> Nodes { get; }

    /// <summary>What the file holds of numbers, constants among its nodes included.</summary>
    public IReadOnlyDictionary<string, OnnxTensor> Tensors => _tensors;

    /// <summary>The slot of a value.</summary>
    public int SlotOf(string name) => _slots[name];

    public OnnxFile File => _file;

    public IReadOnlyList<GraphParameter> Parameters => _parameters;

    public int[] Inputs { get; }

    public int[] Outputs { get; }

    // Kahn's algorithm, which needs no recursion: a node is ready when all that it reads is there.
    OnnxNode[] Sort(List<OnnxNode> nodes)
    {
        Dictionary<OnnxNode, int> missing = [];
        Dictionary<string, List<OnnxNode>> readers = [];
        Queue<OnnxNode> ready = [];
        foreach (OnnxNode node in nodes)
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
        if (sorted.Count < nodes.Count)
            throw Error("a graph without cycles",
                $"{missing.First(pair => pair.Value > 0).Key.Label} waits for its own output, directly or through other nodes");
        return [.. sorted];
    }

    void AddStep(OnnxNode node, HashSet<string> read)
    {
        if (node.Domain is not ("" or "ai.onnx"))
            throw Unknown(node, $" of the domain '{Excerpt.Of(node.Domain)}'");
        if (QuantizesActivations.Contains(node.OpType))
            throw NotSupported($"{node.Label} quantizes what the network computes", Operators.WeightsAlone);
        if (!Operators.All.TryGetValue(node.OpType, out OperatorFactory? factory))
            throw Unknown(node, "");
        if (node.OpType is not ("Split" or "LSTM" or "GRU" or "RNN") && node.Outputs.Skip(1).FirstOrDefault(read.Contains) is { Length: > 0 } second)
            throw NotSupported($"{node.Label} gives a second output, '{Excerpt.Of(second)}'", "its first output alone");
        NodeReader reader = new(_file, node, [.. node.Inputs.Select(input => _facts.GetValueOrDefault(input))]);
        StepRule rule = factory(reader);
        reader.RequireAllRead();
        for (int i = 0; i < node.Inputs.Count; i++)
            NoteRole(node.Inputs[i], reader.Role(i));
        int[] inputs = [.. node.Inputs.Select(input => input.Length == 0 ? -1 : _slots[input])];
        _steps.Add(new GraphStep(node.Label, inputs, [.. node.Outputs.Select(output => output.Length == 0 ? -1 : _slots[output])], rule));
        ValueFacts facts = new(reader.GivesIntegers, reader.GivesRank);
        foreach (string output in node.Outputs.Where(output => output.Length > 0))
            _facts[output] = facts;
        if (reader.GivesIntegers && node.Outputs.Count == 1)
            Fold(node, rule);
    }

    // Steps, axes and shapes are often computed from constants.
    void Fold(OnnxNode node, StepRule rule)
    {
        GraphValue[] values = new GraphValue[node.Inputs.Count];
        long numbers = 0;
        for (int i = 0; i < values.Length; i++)
            if (node.Inputs[i].Length > 0)
            {
                if (_facts[node.Inputs[i]].Constant is not { } constant)
                    return;
                values[i] = constant;
                numbers += constant.Integers?.Values.Length ?? 1;
            }
        // A shape of two numbers may ask for many.
        if (numbers > MostFolded || node.OpType is "ConstantOfShape" or "Expand"
            && values[^1].Integers!.Values.Aggregate(1.0, (product, length) => product * length) > MostFolded)
            return;
        try
        {
            GraphValue folded = rule(new StepInputs(values, [.. node.Inputs.Select((input, i) => input.Length > 0 ? i : -1)]));
            if (folded.Integers is { Values.Length: <= MostFolded })
                _facts[node.Outputs[0]] = ValueFacts.Of(folded);
        }
        catch (Exception e) when (e is ArgumentException or ArithmeticException)
        {
            // The node says so when it runs, with its name.
        }
    }

    // A setting is one whatever else reads it, and statistics stay buffers.
    void NoteRole(string name, InputRole role)
    {
        if (role is InputRole.Setting || role is InputRole.Buffer && _roles.GetValueOrDefault(name) is not InputRole.Setting)
            _roles[name] = role;
    }

    void AddTensor(string name, OnnxTensor tensor)
    {
        NewSlot(name);
        _tensors[name] = tensor;
        _facts[name] = !tensor.IsFloat || tensor.Count <= MostFactNumbers
            ? ValueFacts.Of(Operators.ValueOf(tensor)) : new ValueFacts(IsInteger: false, tensor.Shape.Length);
    }

    // Weights become parameters; what batch normalisation measured and the states that recurrent layers start from become buffers. Single numbers and
    // settings are part of the function.
    void FillValues()
    {
        (string Name, OnnxTensor Tensor)[] weights =
            [.. _tensors.Where(pair => pair.Value.IsFloat && pair.Value.Shape.Length > 0 && _roles.GetValueOrDefault(pair.Key) != InputRole.Setting)
                .Select(pair => (pair.Key, pair.Value))];
        foreach (((string name, OnnxTensor tensor), string[] path) in weights.Zip(GraphScope.Paths(weights.Select(weight => weight.Name))))
            _parameters.Add(new GraphParameter(path, _slots[name], tensor, _roles.GetValueOrDefault(name) != InputRole.Buffer));
        HashSet<string> trained = [.. weights.Select(weight => weight.Name)];
        foreach ((string name, OnnxTensor tensor) in _tensors)
            if (!trained.Contains(name))
                Values[_slots[name]] = _facts[name].Constant ?? Operators.ValueOf(tensor);
    }

    int OutputSlot(string name) => _slots.TryGetValue(name, out int slot)
        ? slot : throw Error($"a node that gives the output '{Excerpt.Of(name)}'", "there is none");

    void NewSlot(string name) => _slots.TryAdd(name, _slots.Count);

    ModelFormatException Twice(string value, OnnxNode node) =>
        Error("each value from one place", $"'{Excerpt.Of(value)}' comes from {node.Label} and from elsewhere");

    ModelFormatException NotSupported(string part, string supported) => ModelFormatException.NotSupported(_file.Name, part, supported);

    ModelFormatException Unknown(OnnxNode node, string domain) =>
        NotSupported(
            $"{node.Label} uses the operator {Excerpt.Of(node.OpType)}{domain}", string.Join(", ", Operators.All.Keys.Order(StringComparer.Ordinal)));

    ModelFormatException Error(string expected, string got) => ModelFormatException.Damaged(_file.Name, "ONNX", expected, got);
}
