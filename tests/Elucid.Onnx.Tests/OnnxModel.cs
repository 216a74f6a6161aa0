namespace Elucid.Onnx.Tests;

/// <summary>An ONNX file of one expression from x [rows, units] to y; field numbers are those of onnx.proto.</summary>
sealed class OnnxModel
{
    const int Float = 1;

    readonly List<Message> _nodes = [], _initializers = [];
    readonly IReadOnlyDictionary<string, float[]> _learned;
    int _names;

    OnnxModel(IReadOnlyDictionary<string, float[]> learned) => _learned = learned;

    /// <summary>The bytes of the file.</summary>
    /// <param name="function">What y is.</param>
    /// <param name="opset">The version of the operator set that the file states.</param>
    /// <param name="learned">The elements, one per unit, of the parameters that are left in the expression.</param>
    public static byte[] Of(OnnxExpression function, int opset, IReadOnlyDictionary<string, float[]> learned)
    {
        OnnxModel model = new(learned);
        string result = model.Add(function);
        Message graph = new Message()
            .Add(1, model._nodes).Add(2, "activation").Add(5, model._initializers).Add(11, Value("x")).Add(12, Value(result));
        return new Message().Add(1, 8).Add(7, graph).Add(8, new Message().Add(1, "").Add(2, opset)).ToArray();
    }

    // The name of the value that the expression gives.
    string Add(OnnxExpression expression) => expression switch
    {
        OnnxInput => "x",
        OnnxConstant constant => Initializer([], [(float)constant.Value]),
        OnnxParameter parameter => Initializer([_learned[parameter.Name].Length], _learned[parameter.Name]),
        OnnxOperator op => Node(op),
        _ => throw new NotSupportedException($"{expression.GetType()} is not an expression that a file can hold."),
    };

    string Node(OnnxOperator op)
    {
        Message node = new();
        foreach (OnnxExpression input in op.Inputs)
            node.Add(1, Add(input));
        string output = NewName();
        node.Add(2, output).Add(4, op.Name);
        foreach ((string name, OnnxExpression number) in op.Numbers)
            node.Add(5, new Message().Add(1, name).Add(2, (float)((OnnxConstant)number).Value).Add(20, 1));
        foreach ((string name, string word) in op.Words)
            node.Add(5, new Message().Add(1, name).Add(4, word).Add(20, 3));
        _nodes.Add(node);
        return output;
    }

    string Initializer(long[] shape, float[] values)
    {
        string name = NewName();
        Message tensor = new();
        foreach (long length in shape)
            tensor.Add(1, length);
        _initializers.Add(tensor.Add(2, Float).Add(8, name).Add(9, values.SelectMany(BitConverter.GetBytes).ToArray()));
        return name;
    }

    string NewName() => $"v{_names++}";

    static Message Value(string name)
    {
        Message shape = new Message().Add(1, new Message().Add(2, "rows")).Add(1, new Message().Add(2, "units"));
        return new Message().Add(1, name).Add(2, new Message().Add(1, new Message().Add(1, Float).Add(2, shape)));
    }
}
