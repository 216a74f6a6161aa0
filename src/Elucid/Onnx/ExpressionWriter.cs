namespace Elucid.Onnx;

/// <summary>Turns an activation's expression into nodes, the innermost first.</summary>
internal abstract class ExpressionWriter
{
    /// <summary>Writes the nodes of <paramref name="expression"/> and returns the name of the value that it gives.</summary>
    /// <param name="expression">The function.</param>
    /// <param name="x">The name of its input.</param>
    /// <param name="output">What the value is to be called; null for a new name.</param>
    public string Write(OnnxExpression expression, string x, string? output = null)
    {
        switch (expression)
        {
            case OnnxInput:
                return x;
            case OnnxConstant constant:
                return Constant(constant.Value);
            case OnnxParameter parameter:
                return Parameter(parameter.Name);
            case OnnxOperator op:
                string[] inputs = [.. op.Inputs.Select(input => Write(input, x))];
                return Node(op, inputs, output);
            default:
                throw new NotSupportedException($"{expression.GetType().Name} is not an expression that a file can hold.");
        }
    }

    /// <summary>The name of a value that is this number.</summary>
    protected abstract string Constant(double value);

    /// <summary>The name of a value that is this learned parameter.</summary>
    protected abstract string Parameter(string name);

    /// <summary>Writes a node and returns the name of its output.</summary>
    protected abstract string Node(OnnxOperator op, string[] inputs, string? output);

    /// <summary>The attributes of an operator, all of whose numbers are chosen.</summary>
    public static IEnumerable<OnnxSetting> AttributesOf(OnnxOperator op) =>
    [
        .. op.Numbers.Select(number => new OnnxSetting(number.Key, (float)((OnnxConstant)number.Value).Value)),
        .. op.Words.Select(word => new OnnxSetting(word.Key, word.Value)),
    ];
}
