namespace Elucid.Onnx;

/// <summary>An input of a graph; a length of −1 is not fixed.</summary>
internal sealed record OnnxInputValue(string Name, OnnxElement Element, IReadOnlyList<long>? Shape);

/// <summary>A model file, parsed and checked as far as one can without knowing the operators.</summary>
internal sealed class OnnxFile
{
    const string Expected = "an ONNX model";

    // The longest message of protocol buffers; larger models keep their numbers in other files.
    const long MostBytes = int.MaxValue;

    // Far above real models. It keeps a small file of tiny nodes from becoming gigabytes of objects.
    const int MostParts = 100_000;

    readonly List<OnnxNode> _nodes = [];
    readonly Dictionary<string, OnnxTensor> _initializers = [];
    readonly List<OnnxInputValue> _inputs = [];
    readonly List<string> _outputs = [];

    // The inputs of old files that are weights in truth.
    readonly HashSet<string> _held = [];

    readonly bool _areWeightsElsewhere;

    OnnxFile(ReadOnlyMemory<byte> bytes, string name, bool areWeightsElsewhere = false)
    {
        (Name, _areWeightsElsewhere) = (name, areWeightsElsewhere);
        RequireKind(bytes.Span, name);
        ProtoReader model = new(bytes, name, "the model");
        bool hasGraph = false;
        while (model.Next())
            switch (model.Field)
            {
                case ModelFields.Graph when hasGraph: throw model.Error("one graph", "two");
                case ModelFields.Graph:
                    hasGraph = true;
                    ReadGraph(model.Message("the graph"));
                    break;
                case ModelFields.DocString: DocString = model.Text(); break;
            }
        if (!hasGraph)
            throw ModelFormatException.WrongKind(name, Expected, kind: null);
        Opset = OnnxSwap.OpsetIn(new ProtoReader(bytes, name, "the model"), ModelFields.OpsetImport);
        _held.UnionWith(_initializers.Keys);
        Unread = [.. QuantizedTensor.Fold(this, _initializers)];
        foreach (string unread in Unread)
            _initializers.Remove(unread);
    }

    /// <summary>What errors call the file; external data lies beside it.</summary>
    public string Name { get; }

    public string DocString { get; } = "";

    /// <summary>The version of the standard's operator set.</summary>
    public long Opset { get; }

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyDictionary<string, OnnxTensor> Initializers => _initializers;

    /// <summary>What the graph takes, without the initializers that old files list as well.</summary>
    public IReadOnlyList<OnnxInputValue> Inputs => [.. _inputs.Where(input => !_held.Contains(input.Name))];

    /// <summary>The tensors that have been dequantized and that nothing else reads.</summary>
    public HashSet<string> Unread { get; }

    /// <summary>Whether one of the inputs that the file lists is among <see cref="Inputs"/>.</summary>
    public bool IsFed(int index) => !_held.Contains(_inputs[index].Name);

    public IReadOnlyList<string> Outputs => _outputs;

    public static OnnxFile Read(string path) => new(ReadBytes(path), path);

    public static OnnxFile Read(Stream stream, string name) => new(ReadBytes(stream, name), name);

    public static OnnxFile Parse(ReadOnlyMemory<byte> bytes, string name) => new(bytes, name);

    /// <summary>Parses what <see cref="OnnxBody"/> wrote, some of whose weights are elsewhere.</summary>
    public static OnnxFile Parse(ReadOnlyMemory<byte> bytes, string name, bool areWeightsElsewhere) => new(bytes, name, areWeightsElsewhere);

    /// <summary>All bytes of a file of permitted length.</summary>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            return ReadBytes(stream, path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
        {
            throw ModelFormatException.NotThere(path, "an ONNX file", e);
        }
    }

    /// <summary>All bytes from a stream's position to its end.</summary>
    public static byte[] ReadBytes(Stream stream, string name)
    {
        stream = ModelStream.Of(stream, name, MostBytes);
        long length = stream.Length - stream.Position;
        if (length > Math.Min(MostBytes, Array.MaxLength))
            throw ModelFormatException.NotSupported(
                name, $"it has {length} bytes", $"at most {MostBytes} in one file; export the model with its weights in a file beside it");
        byte[] bytes = new byte[length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Refuses what begins as a file of another format.</summary>
    public static void RequireKind(ReadOnlySpan<byte> bytes, string name)
    {
        if (FileKind.Of(bytes) is { } kind && kind != FileKind.Onnx)
            throw ModelFormatException.WrongKind(name, Expected, kind);
    }

    void ReadGraph(ProtoReader graph)
    {
        while (graph.Next())
        {
            if (_nodes.Count + _initializers.Count + _inputs.Count + _outputs.Count >= MostParts)
                throw graph.NotSupported($"has more than {MostParts} nodes, tensors, inputs and outputs", "fewer");
            switch (graph.Field)
            {
                case GraphFields.Node:
                    _nodes.Add(new OnnxNode(graph.Message($"node {_nodes.Count}"), Name));
                    break;
                case GraphFields.Initializer:
                    OnnxTensor tensor = new(graph.Message($"tensor {_initializers.Count}"), Name, _areWeightsElsewhere);
                    if (tensor.Name.Length == 0)
                        throw graph.Error("a name for every tensor", "a tensor without one");
                    if (!_initializers.TryAdd(tensor.Name, tensor))
                        throw graph.Error("each name once", $"two tensors '{Excerpt.Of(tensor.Name)}'");
                    break;
                case GraphFields.SparseInitializer: throw graph.NotSupported("has a sparse tensor", "dense tensors");
                case GraphFields.Input: _inputs.Add(ReadValue(graph.Message($"input {_inputs.Count}"))); break;
                case GraphFields.Output: _outputs.Add(ReadValue(graph.Message($"output {_outputs.Count}")).Name); break;
            }
        }
        if (_inputs.Select(input => input.Name).GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw graph.Error("each name once", $"two inputs '{Excerpt.Of(twice.Key)}'");
    }

    static OnnxInputValue ReadValue(ProtoReader reader)
    {
        string name = "";
        OnnxElement element = OnnxElement.Undefined;
        List<long>? shape = null;
        while (reader.Next())
            if (reader.Field == ValueFields.Name)
                name = reader.Text();
            else if (reader.Field == ValueFields.Type)
                ReadType(reader.Message(name.Length > 0 ? $"'{name}'" : reader.Part), ref element, ref shape);
        if (name.Length == 0)
            throw reader.Error("a name", "none");
        return new OnnxInputValue(name, element, shape);
    }

    static void ReadType(ProtoReader type, ref OnnxElement element, ref List<long>? shape)
    {
        while (type.Next())
        {
            if (type.Field is ValueFields.SequenceType or ValueFields.MapType or ValueFields.SparseTensorType or ValueFields.OptionalType)
                throw type.NotSupported("is not a tensor", "tensors");
            if (type.Field != ValueFields.TensorType)
                continue;
            ProtoReader tensor = type.Message(type.Part);
            while (tensor.Next())
                if (tensor.Field == ValueFields.ElementType)
                    element = (OnnxElement)tensor.Int32();
                else if (tensor.Field == ValueFields.Shape)
                {
                    shape = [];
                    ProtoReader dimensions = tensor.Message(type.Part);
                    while (dimensions.Next())
                        if (dimensions.Field == ValueFields.Dimension)
                            shape.Add(ReadDimension(dimensions.Message(type.Part)));
                }
        }
    }

    static long ReadDimension(ProtoReader dimension)
    {
        long length = -1;
        while (dimension.Next())
            if (dimension.Field == ValueFields.DimensionValue)
                length = dimension.Integer();
        return length;
    }
}
