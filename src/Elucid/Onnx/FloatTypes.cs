namespace Elucid.Onnx;

/// <summary>
/// Which types of numbers with fractions occur in a model, in branches and functions too. What a swap writes must fit the type of the value in its
/// place, which a file need not state: it fits if it fits all that occur.
/// </summary>
internal sealed class FloatTypes
{
    const int MostLevels = 32;

    // Since when operators take bfloat16: https://onnx.ai/onnx/operators. Others that activations are written with, such as Elu and Softsign, do
    // since 22; Celu never.
    static readonly Dictionary<string, int> BFloat16Since = new()
    {
        ["Abs"] = 13,
        ["Add"] = 13,
        ["Celu"] = int.MaxValue,
        ["Clip"] = 13,
        ["Div"] = 13,
        ["Erf"] = 13,
        ["Exp"] = 13,
        ["Gelu"] = 20,
        ["Identity"] = 13,
        ["LeakyRelu"] = 16,
        ["Log"] = 13,
        ["Max"] = 13,
        ["Min"] = 13,
        ["Mul"] = 13,
        ["Neg"] = 13,
        ["Relu"] = 13,
        ["Sigmoid"] = 13,
        ["Sqrt"] = 13,
        ["Sub"] = 13,
        ["Tanh"] = 13,
    };

    readonly SortedSet<OnnxElement> _types = [];

    public FloatTypes(ReadOnlyMemory<byte> bytes, string file)
    {
        ProtoReader model = new(bytes, file, "the model");
        while (model.Next())
            if (model.Field == ModelFields.Graph)
                Graph(model.Message("the graph"), GraphFields.Node, 0);
            else if (model.Field == ModelFields.Functions)
                Graph(model.Message("a function"), FunctionFields.Node, 0);
        if (_types.Count == 0)
            _types.Add(OnnxElement.Float);
    }

    /// <summary>Whether there is more than one, so that the type of a value is not known.</summary>
    public bool AreMixed => _types.Count > 1;

    /// <summary>The type in which a constant loses nothing that one of them could hold.</summary>
    public OnnxElement Constant => _types.Contains(OnnxElement.Double) ? OnnxElement.Double : _types.Count == 1 ? _types.Min : OnnxElement.Float;

    /// <summary>Whether an operator takes all of them.</summary>
    public bool AreTakenBy(string op, long opset) => _types.All(type => type switch
    {
        OnnxElement.Float => true,
        OnnxElement.BFloat16 => opset >= BFloat16Since.GetValueOrDefault(op, 22),
        _ => op != "Celu",
    });

    public override string ToString() => string.Join(", ", _types);

    void Graph(ProtoReader graph, int nodeField, int level)
    {
        if (level > MostLevels)
            throw graph.NotSupported($"is more than {MostLevels} levels of graphs deep", "fewer");
        while (graph.Next())
            if (graph.Field == nodeField)
                Node(graph.Message("a node"), level);
            else if (nodeField == GraphFields.Node && graph.Field == GraphFields.Initializer)
                Tensor(graph.Message("a tensor"));
            else if (nodeField == GraphFields.Node && graph.Field is GraphFields.Input or GraphFields.Output or GraphFields.ValueInfo)
                Value(graph.Message("a value"));
    }

    void Node(ProtoReader node, int level)
    {
        while (node.Next())
        {
            if (node.Field != NodeFields.Attribute)
                continue;
            ProtoReader attribute = node.Message("an attribute");
            (string name, long number) = ("", 0);
            while (attribute.Next())
                switch (attribute.Field)
                {
                    case AttributeFields.Name: name = attribute.Text(); break;
                    case AttributeFields.Integer: number = attribute.Integer(); break;
                    case AttributeFields.Tensor: Tensor(attribute.Message("a tensor")); break;
                    case AttributeFields.Graph
                        or AttributeFields.Graphs:
                        Graph(attribute.Message("a graph in a node"), GraphFields.Node, level + 1); break;
                }
            // Of casts, and of operators that make numbers.
            if (name is "to" or "dtype")
                Note(number);
        }
    }

    void Tensor(ProtoReader tensor)
    {
        while (tensor.Next())
            if (tensor.Field == TensorFields.DataType)
                Note(tensor.Integer());
    }

    void Value(ProtoReader value)
    {
        while (value.Next())
        {
            if (value.Field != ValueFields.Type)
                continue;
            ProtoReader type = value.Message("a type");
            while (type.Next())
            {
                if (type.Field is not (ValueFields.TensorType or ValueFields.SparseTensorType))
                    continue;
                ProtoReader tensor = type.Message("a type");
                while (tensor.Next())
                    if (tensor.Field == ValueFields.ElementType)
                        Note(tensor.Integer());
            }
        }
    }

    void Note(long type)
    {
        if ((OnnxElement)type is var element and (OnnxElement.Float or OnnxElement.Float16 or OnnxElement.BFloat16 or OnnxElement.Double))
            _types.Add(element);
    }
}
