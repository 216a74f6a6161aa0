namespace Elucid.Onnx.Tests;

/// <summary>
/// A test of the ONNX project: a model, inputs, and the outputs that it must give. Debian's package libonnx-testdata has them; .ci/run installs it.
/// </summary>
sealed class ConformanceCase(string directory)
{
    static readonly string[] Roots =
        ["/usr/share/libonnx-testdata/data", Path.Combine(Repository.Root, "..", "onnx", "onnx", "backend", "test", "data")];

    /// <summary>Where the tests lie; null where they are not installed.</summary>
    public static string? Root { get; } = Roots.FirstOrDefault(Directory.Exists);

    /// <summary>How many tests a folder has.</summary>
    public static int Count(string folder) => Directory.GetDirectories(Path.Combine(Root!, folder)).Length;

    /// <summary>The tests of one folder, all of whose operators are among these.</summary>
    public static IEnumerable<ConformanceCase> Of(string folder, IReadOnlyCollection<string> operators) =>
        Directory.GetDirectories(Path.Combine(Root!, folder)).Order(StringComparer.Ordinal).Select(path => new ConformanceCase(path))
            .Where(c => c.Operators.All(operators.Contains));

    public string Name => Path.GetFileName(directory);

    /// <summary>The operators that the model uses, those of other domains with their domain.</summary>
    public IReadOnlyList<string> Operators { get; } = OperatorsIn(File.ReadAllBytes(Path.Combine(directory, "model.onnx")));

    /// <summary>Imports and runs the model.</summary>
    /// <returns>What is wrong with the outputs; null where they are right.</returns>
    /// <exception cref="ModelFormatException">The import refuses the model.</exception>
    public string? Difference()
    {
        byte[] model = File.ReadAllBytes(Path.Combine(directory, "model.onnx"));
        (string Name, OnnxElement Element)[] stated = [.. ValuesIn(model, GraphFields.Input)];
        OnnxInput[] inputs = [.. stated.Select((value, i) => Read("input", i, value))],
            outputs = [.. ValuesIn(model, GraphFields.Output).Select((value, i) => Read("output", i, value))];
        // Whole numbers come from the file, as in real networks: shapes, axes, indices. Where that does not suffice, all but the first input:
        // exponents, scales.
        try
        {
            return Difference(model, inputs, outputs, input => !input.IsFloat);
        }
        catch (ModelFormatException) when (inputs.Length > 1)
        {
            return Difference(model, inputs, outputs, input => input != inputs[0]);
        }
    }

    string? Difference(byte[] model, OnnxInput[] inputs, OnnxInput[] expected, Func<OnnxInput, bool> isInFile)
    {
        GraphModule module = OnnxImport.Load(WithInitializers(model, inputs.Where(isInFile)), Name);
        module.Eval();
        Tensor[] outputs;
        try
        {
            outputs = module.Run([.. module.InputNames.Select(name => inputs.Single(input => input.Name == name).ToTensor())]);
        }
        catch (Exception e) when (e is not ModelFormatException)
        {
            return $"refused when it ran: {e.Message}";
        }
        for (int i = 0; i < outputs.Length; i++)
            if (Compare(expected[i], outputs[i]) is { } difference)
                return $"{expected[i].Name}: {difference}";
        return null;
    }

    OnnxInput Read(string kind, int index, (string Name, OnnxElement Element) value) =>
        new(value.Name, value.Element, File.ReadAllBytes(Path.Combine(directory, "test_data_set_0", $"{kind}_{index}.pb")));

    // The bounds of the ONNX project's own runner; what is to be bfloat16 has 8 digits there, cut off, and more here.
    static string? Compare(OnnxInput output, Tensor actual)
    {
        const double Absolute = 1e-6;
        double relative = output.Element == OnnxElement.BFloat16 ? 1.0 / 128 : 1e-3;
        Tensor expected = output.ToTensor();
        if (expected.Shape != actual.Shape)
            return $"the shape is {actual.Shape} instead of {expected.Shape}";
        for (int i = 0; i < expected.Shape.Size; i++)
        {
            double e = expected.Values[i], a = actual.Values[i];
            if (!(e == a || double.IsNaN(e) && double.IsNaN(a) || Math.Abs(e - a) <= Absolute + relative * Math.Abs(e)))
                return $"element {i} is {a} instead of {e}";
        }
        return null;
    }

    static string[] OperatorsIn(byte[] model)
    {
        List<string> operators = [];
        ForEach(model, ModelFields.Graph, graph =>
        {
            while (graph.Next())
                if (graph.Field == GraphFields.Node)
                {
                    (string op, string domain) = ("", "");
                    ProtoReader node = graph.Message("a node");
                    while (node.Next())
                        (op, domain) = node.Field == NodeFields.OpType ? (node.Text(), domain) : node.Field == NodeFields.Domain ? (op, node.Text())
                            : (op, domain);
                    operators.Add(domain is "" or "ai.onnx" ? op : $"{domain}.{op}");
                }
        });
        return [.. operators.Distinct()];
    }

    // Inputs, without the initializers that old files list as well, or outputs; and what they hold.
    static List<(string Name, OnnxElement Element)> ValuesIn(byte[] model, int field)
    {
        List<(string Name, OnnxElement Element)> values = [];
        HashSet<string> initializers = [];
        ForEach(model, ModelFields.Graph, graph =>
        {
            while (graph.Next())
                if (graph.Field == field)
                    values.Add(ValueIn(graph.Message("a value")));
                else if (graph.Field == GraphFields.Initializer)
                    initializers.Add(TextIn(graph.Message("a tensor"), TensorFields.Name));
        });
        return [.. values.Where(value => !initializers.Contains(value.Name))];
    }

    static (string Name, OnnxElement Element) ValueIn(ProtoReader value)
    {
        (string name, OnnxElement element) = ("", OnnxElement.Undefined);
        while (value.Next())
            if (value.Field == ValueFields.Name)
                name = value.Text();
            else if (value.Field == ValueFields.Type)
            {
                ProtoReader type = value.Message("a type");
                while (type.Next())
                    if (type.Field == ValueFields.TensorType)
                    {
                        ProtoReader tensor = type.Message("a type");
                        while (tensor.Next())
                            if (tensor.Field == ValueFields.ElementType)
                                element = (OnnxElement)tensor.Int32();
                    }
            }
        return (name, element);
    }

    static string TextIn(ProtoReader message, int field)
    {
        string text = "";
        while (message.Next())
            if (message.Field == field)
                text = message.Text();
        return text;
    }

    static byte[] WithInitializers(byte[] model, IEnumerable<OnnxInput> tensors)
    {
        ProtoMessage copy = new();
        ProtoReader reader = new(model, "", "the model");
        while (reader.Next())
        {
            if (reader.Field != ModelFields.Graph)
            {
                copy.Append(reader.Raw);
                continue;
            }
            ProtoMessage graph = new ProtoMessage().Append(reader.Bytes());
            foreach (OnnxInput tensor in tensors)
                graph.Add(GraphFields.Initializer, new ProtoMessage().Append(tensor.Bytes).Add(TensorFields.Name, tensor.Name));
            copy.Add(ModelFields.Graph, graph);
        }
        return copy.ToArray();
    }

    static void ForEach(byte[] model, int field, Action<ProtoReader> action)
    {
        ProtoReader reader = new(model, "", "the model");
        while (reader.Next())
            if (reader.Field == field)
                action(reader.Message("the graph"));
    }

    /// <summary>An input or output as its file has it; the model says of which type it is, which some files of bfloat16 do not.</summary>
    sealed class OnnxInput(string name, OnnxElement element, byte[] bytes)
    {
        public string Name => name;

        public OnnxElement Element => element;

        public byte[] Bytes =>
            element == OnnxElement.Undefined ? bytes : new ProtoMessage().Append(bytes).Add(TensorFields.DataType, (long)element).ToArray();

        public bool IsFloat =>
            element is OnnxElement.Float or OnnxElement.Double or OnnxElement.Float16 or OnnxElement.BFloat16 or OnnxElement.Undefined;

        public Tensor ToTensor()
        {
            OnnxTensor tensor = new(new ProtoReader(Bytes, name, name), name);
            return new Tensor(new Shape(tensor.Shape), tensor.IsFloat ? tensor.ToFloats() : [.. tensor.ToIntegers().Select(value => (float)value)]);
        }
    }
}
