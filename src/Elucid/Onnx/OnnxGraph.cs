namespace Elucid.Onnx;

/// <summary>
/// A graph that is being written. Nodes are called by the module that they belong to and their operator, <c>hidden/Gemm</c>, and parameters as in
/// model files,
/// <c>hidden.weight</c>.
/// </summary>
public sealed class OnnxGraph
{
    readonly Dictionary<Tensor, string> _parameterNames = [];
    readonly Dictionary<Module, string> _moduleNames;
    readonly HashSet<string> _names = [];
    readonly HashSet<(string Name, Shape Shape)> _written = [];
    readonly Dictionary<int, OnnxValue> _scalars = [];
    readonly List<WrittenNode> _nodes = [];
    readonly List<ProtoMessage> _initializers = [];
    Module _current;

    internal OnnxGraph(Module root, int opset, IEnumerable<string> reserved)
    {
        Opset = opset;
        _current = root;
        _moduleNames = root.NamedModules().ToDictionary(m => m.Module, m => m.Name);
        // What the graph takes and gives has its names first; a parameter that is called so gets another.
        _names.UnionWith(reserved);
        foreach ((string name, Tensor value) in root.NamedState())
            if (!_parameterNames.ContainsKey(value))
                _parameterNames.Add(value, NewName(name));
    }

    /// <summary>The version of the standard's operator set that the file states.</summary>
    public int Opset { get; }

    /// <summary>Writes another module, such as a child, and returns the value that it gives.</summary>
    /// <param name="module">Any module of the library, or one that is an <see cref="IOnnxModule"/>.</param>
    /// <param name="input">What its forward pass gets.</param>
    /// <exception cref="NotSupportedException">The module has no form in ONNX that Elucid knows; the message names it.</exception>
    public OnnxValue Export(Module module, OnnxValue input) =>
        Within(module, () => module is IOnnxModule own ? own.Export(this, input) : ModuleExports.Export(this, module, input, Label(module)));

    /// <summary>Writes another module that takes a memory beside its input.</summary>
    /// <param name="module">A <see cref="TransformerDecoderLayer"/>, which becomes its causal form, a <see cref="MultiHeadAttention"/>, which asks
    /// the memory, or an <see cref="IOnnxDecoder"/>.</param>
    /// <param name="input">Its own sequence.</param>
    /// <param name="memory">What it attends to.</param>
    /// <exception cref="NotSupportedException">The module has no form with a memory that Elucid knows; the message names it.</exception>
    /// <exception cref="ShapeException">It cannot take such a memory.</exception>
    public OnnxValue Export(Module module, OnnxValue input, OnnxValue memory) =>
        Within(module, () =>
            module is IOnnxDecoder own ? own.Export(this, input, memory) : ModuleExports.Export(this, module, input, memory, Label(module)));

    /// <summary>Writes nodes that are called by this module.</summary>
    internal OnnxValue Within(Module module, Func<OnnxValue> write)
    {
        Module outer = _current;
        _current = module;
        OnnxValue output = write();
        _current = outer;
        return output;
    }

    /// <summary>Writes a node with one output.</summary>
    /// <param name="op">The operator's name in ONNX: <c>Gemm</c>.</param>
    /// <param name="shape">The shape of its output.</param>
    /// <param name="inputs">Its inputs in ONNX's order; <see cref="OnnxValue.None"/> for one that is omitted.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxValue Node(string op, Shape shape, IReadOnlyList<OnnxValue> inputs, params IReadOnlyList<OnnxSetting> attributes) =>
        Nodes(op, [shape], inputs, attributes)[0];

    /// <summary>Writes a node with several outputs.</summary>
    /// <param name="op">The operator's name in ONNX: <c>Split</c>.</param>
    /// <param name="shapes">The shapes of its outputs; null for one that nobody needs.</param>
    /// <param name="inputs">Its inputs in ONNX's order.</param>
    /// <param name="attributes">Its attributes.</param>
    public OnnxValue[] Nodes(string op, IReadOnlyList<Shape?> shapes, IReadOnlyList<OnnxValue> inputs, params IReadOnlyList<OnnxSetting> attributes)
    {
        string name = NewPartName(op);
        OnnxValue[] outputs =
            [.. shapes.Select((shape, i) => shape is null ? OnnxValue.None : new OnnxValue(i == 0 ? name : NewName($"{name}_{i}"), shape.Value))];
        _nodes.Add(new WrittenNode(
            name, op, [.. inputs.Select(input => input.Name)], [.. outputs.Select(output => output.Name)], attributes, _current.ToString()));
        return outputs;
    }

    /// <summary>Writes a node of another file, whose values have other names here.</summary>
    /// <returns>The names of what it gives.</returns>
    internal string[] Copy(OnnxNode node, IReadOnlyDictionary<string, string> names)
    {
        string name = NewPartName(node.OpType);
        string[] outputs = [.. node.Outputs.Select((output, i) => output.Length == 0 ? "" : i == 0 ? name : NewName($"{name}_{i}"))];
        _nodes.Add(new WrittenNode(name, node.OpType, [.. node.Inputs.Select(input => names[input])], outputs, [], _current.ToString())
        {
            RawAttributes = node.RawAttributes,
        });
        return outputs;
    }

    /// <summary>Writes a tensor of another file.</summary>
    /// <returns>Its name here.</returns>
    internal string Copy(OnnxTensor tensor)
    {
        string name = NewPartName("constant");
        _initializers.Add(tensor.ToMessage(name, withNumbers: true));
        return name;
    }

    /// <summary>Writes an activation function.</summary>
    /// <param name="activation">A function of the catalog.</param>
    /// <param name="x">Its input.</param>
    /// <param name="learned">The values of its learned parameters, by the catalog's names, in shapes that fit x.</param>
    /// <exception cref="NotSupportedException">The operator set is too old for it.</exception>
    public OnnxValue Apply(Activation activation, OnnxValue x, IReadOnlyDictionary<string, OnnxValue>? learned = null) =>
        new(new ActivationWriter(this, x.Shape, learned).Write(activation.ToOnnx(Opset), x.Name), x.Shape);

    /// <summary>A parameter or buffer of the module that is exported, under its own name; written once, however often it is used.</summary>
    /// <exception cref="ArgumentException">The tensor is neither.</exception>
    public OnnxValue Parameter(Tensor value) => Parameter(value, value.Shape);

    /// <summary>A parameter with another shape of the same size, such as [channels, 1, 1] to fit a batch of images.</summary>
    /// <exception cref="ArgumentException">The tensor is no parameter of the exported module, or the sizes differ.</exception>
    public OnnxValue Parameter(Tensor value, Shape shape)
    {
        if (!_parameterNames.TryGetValue(value, out string? name))
            throw new ArgumentException(
                $"This {value.Shape} tensor is not a parameter or buffer of the exported module: register it with Parameter(name, shape), "
                    + $"or write it "
                    + $"with Constant.", nameof(value));
        if (shape.Size != value.Shape.Size)
            throw new ArgumentException($"Parameter '{name}' has shape {value.Shape}: it cannot be written as {shape}.", nameof(shape));
        // One parameter may be needed in two shapes: PyTorch's name goes to the first.
        if (_written.Contains((name, shape)))
            return new OnnxValue(name, shape);
        string written = _written.Any(w => w.Name == name) ? NewName(name) : name;
        _written.Add((name, shape));
        _initializers.Add(OnnxTensors.Of(written, shape.Lengths, value.Values));
        return new OnnxValue(written, shape);
    }

    /// <summary>Numbers that are no parameter.</summary>
    /// <param name="shape">Their shape.</param>
    /// <param name="values">As many numbers as the shape has elements, row by row.</param>
    /// <exception cref="ShapeException">The number of values is not the shape's size.</exception>
    public OnnxValue Constant(Shape shape, ReadOnlySpan<float> values) => Constant(shape, values, "constant");

    /// <summary>Numbers that are called by what they are to the module.</summary>
    internal OnnxValue Constant(Shape shape, ReadOnlySpan<float> values, string part)
    {
        if (shape.Size != values.Length)
            throw new ShapeException($"A constant of shape {shape} needs {shape.Size} values, but got {values.Length}.");
        string name = NewPartName(part);
        _initializers.Add(OnnxTensors.Of(name, shape.Lengths, values));
        return new OnnxValue(name, shape);
    }

    /// <summary>Numbers that are called as a parameter of the module would be.</summary>
    internal OnnxValue State(Shape shape, ReadOnlySpan<float> values, string part)
    {
        string name = NewStateName(part);
        _initializers.Add(OnnxTensors.Of(name, shape.Lengths, values));
        return new OnnxValue(name, shape);
    }

    /// <summary>Weights in eight bits, with a scale for each row, which are called as a parameter of the module would be.</summary>
    internal OnnxValue State(Shape shape, ReadOnlySpan<sbyte> values, ReadOnlySpan<float> scales, string part)
    {
        OnnxValue dequantized = new(NewStateName(part), shape);
        string bytes = NewName($"{dequantized.Name}_quantized");
        _initializers.Add(OnnxTensors.Of(bytes, shape.Lengths, values));
        string name = NewPartName("DequantizeLinear");
        _nodes.Add(new WrittenNode(
            name, "DequantizeLinear", [bytes, State([scales.Length], scales, $"{part}_scale").Name], [dequantized.Name],
            [new OnnxSetting("axis", 0)], _current.ToString()));
        return dequantized;
    }

    /// <summary>One number.</summary>
    public OnnxValue Constant(float value)
    {
        int key = BitConverter.SingleToInt32Bits(value);
        if (!_scalars.TryGetValue(key, out OnnxValue constant))
            _scalars[key] = constant = Constant(new Shape(), [value]);
        return constant;
    }

    /// <summary>A list of whole numbers from an array, for languages that know no spans of parameters: F#, Visual Basic.</summary>
    public OnnxValue Integers(params long[] values) => Integers(values.AsSpan());

    /// <summary>A list of whole numbers, such as the axes that Squeeze removes.</summary>
    public OnnxValue Integers(params ReadOnlySpan<long> values)
    {
        Shape shape = [values.Length];
        string name = NewPartName("integers");
        _initializers.Add(OnnxTensors.Of(name, shape.Lengths, values));
        return new OnnxValue(name, shape);
    }

    /// <summary>Gives the value the name and makes it the graph's output.</summary>
    internal ProtoMessage Finish(
        OnnxValue output, string outputName, IEnumerable<ProtoMessage> inputs, ProtoMessage outputInfo, string name, string documentation)
    {
        if (_nodes.All(node => !node.Outputs.Contains(output.Name)))
            output = Node("Identity", output.Shape, [output]);       // a graph's output must be a node's
        foreach (WrittenNode node in _nodes)
        {
            Rename(node.Inputs, output.Name, outputName);
            Rename(node.Outputs, output.Name, outputName);
        }
        ProtoMessage graph = new();
        foreach (WrittenNode node in _nodes)
            graph.Add(GraphFields.Node, node.ToMessage());
        graph.Add(GraphFields.Name, name);
        foreach (ProtoMessage initializer in _initializers)
            graph.Add(GraphFields.Initializer, initializer);
        graph.Add(GraphFields.DocString, documentation);
        foreach (ProtoMessage input in inputs)
            graph.Add(GraphFields.Input, input);
        return graph.Add(GraphFields.Output, outputInfo);
    }

    static void Rename(string[] names, string from, string to)
    {
        for (int i = 0; i < names.Length; i++)
            if (names[i] == from)
                names[i] = to;
    }

    string NameOf(Module module) => _moduleNames.GetValueOrDefault(module, "");

    string Label(Module module) => NameOf(module) is { Length: > 0 } name ? $"{module.GetType().Name} '{name}'" : module.GetType().Name;

    // A name for what belongs to the module that is being written.
    string NewPartName(string part) => NewName(NameOf(_current) is { Length: > 0 } module ? $"{module}/{part}" : part);

    string NewStateName(string part) => NewName(NameOf(_current) is { Length: > 0 } module ? $"{module}.{part}" : part);

    string NewName(string wanted)
    {
        string name = wanted;
        for (int i = 2; !_names.Add(name); i++)
            name = $"{wanted}_{i}";
        return name;
    }

    sealed record WrittenNode(string Name, string Op, string[] Inputs, string[] Outputs, IReadOnlyList<OnnxSetting> Attributes, string Documentation)
    {
        public IReadOnlyList<ReadOnlyMemory<byte>> RawAttributes { get; init; } = [];

        public ProtoMessage ToMessage()
        {
            ProtoMessage node = new();
            foreach (string input in Inputs)
                node.Add(NodeFields.Input, input);
            foreach (string output in Outputs)
                node.Add(NodeFields.Output, output);
            node.Add(NodeFields.Name, Name).Add(NodeFields.OpType, Op);
            foreach (OnnxSetting attribute in Attributes)
                node.Add(NodeFields.Attribute, attribute.Message);
            foreach (ReadOnlyMemory<byte> attribute in RawAttributes)
                node.Append(attribute);
            return node.Add(NodeFields.DocString, Documentation);
        }
    }

    sealed class ActivationWriter(OnnxGraph graph, Shape shape, IReadOnlyDictionary<string, OnnxValue>? learned) : ExpressionWriter
    {
        protected override string Constant(double value) => graph.Constant((float)value).Name;

        protected override string Parameter(string name) => learned?.GetValueOrDefault(name) is { Name.Length: > 0 } value
            ? value.Name
            : throw new ArgumentException($"'{name}' is learned: pass its value.");

        protected override string Node(OnnxOperator op, string[] inputs, string? output) =>
            graph.Node(op.Name, shape, [.. inputs.Select(input => new OnnxValue(input, shape))], [.. AttributesOf(op)]).Name;
    }
}
