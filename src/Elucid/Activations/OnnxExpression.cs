using System.Globalization;

namespace Elucid;

/// <summary>
/// How a function is written in ONNX: its input, its constants and parameters, and operators of the standard applied to them.
/// <c>X * Operator("Sigmoid", since: 6, Parameter("beta") * X)</c> is swish.
/// </summary>
/// <remarks>https://onnx.ai/onnx/operators; every <see cref="OnnxOperator"/> becomes one node of the graph.</remarks>
public abstract class OnnxExpression
{
    // Since this version of the operator set the two sides of +, · and / need not have one shape.
    const int Broadcasting = 7;

    private protected OnnxExpression()
    {
    }

    /// <summary>The input of the activation.</summary>
    public static OnnxExpression X { get; } = new OnnxInput();

    /// <summary>The version of ONNX's operator set from which on all operators of the expression exist.</summary>
    public abstract int Opset { get; }

    /// <summary>The names of the operators.</summary>
    internal virtual IEnumerable<string> Operators => [];

    /// <summary>A parameter of the activation, by the catalog's name. One that is learned has an element per unit.</summary>
    public static OnnxExpression Parameter(string name) => new OnnxParameter(name);

    /// <summary>An operator applied to <paramref name="inputs"/>.</summary>
    /// <param name="name">The operator's name in ONNX: <c>Elu</c>.</param>
    /// <param name="since">The version of the operator set from which on it exists in the form used here.</param>
    /// <param name="inputs">Its inputs, in ONNX's order.</param>
    public static OnnxOperator Operator(string name, int since, params OnnxExpression[] inputs) =>
        new(name, since, inputs, new Dictionary<string, OnnxExpression>(), new Dictionary<string, string>());

    /// <summary>A number.</summary>
    public static implicit operator OnnxExpression(double value) => new OnnxConstant(value);

    /// <summary>Add.</summary>
    public static OnnxExpression operator +(OnnxExpression a, OnnxExpression b) => Operator("Add", Broadcasting, a, b);

    /// <summary>Mul.</summary>
    public static OnnxExpression operator *(OnnxExpression a, OnnxExpression b) => Operator("Mul", Broadcasting, a, b);

    /// <summary>Div.</summary>
    public static OnnxExpression operator /(OnnxExpression a, OnnxExpression b) => Operator("Div", Broadcasting, a, b);

    /// <summary>The expression with another one in place of its input.</summary>
    internal virtual OnnxExpression Of(OnnxExpression x) => this;

    /// <summary>The expression with numbers in place of the parameters that <paramref name="values"/> holds; the others stay.</summary>
    internal abstract OnnxExpression Bind(IReadOnlyDictionary<string, double> values);
}

/// <summary>The input of the activation.</summary>
public sealed class OnnxInput : OnnxExpression
{
    internal OnnxInput()
    {
    }

    /// <inheritdoc/>
    public override int Opset => 1;

    /// <inheritdoc/>
    public override string ToString() => "x";

    internal override OnnxExpression Of(OnnxExpression x) => x;

    internal override OnnxExpression Bind(IReadOnlyDictionary<string, double> values) => this;
}

/// <summary>A number: an initializer without dimensions, or the value of an attribute.</summary>
public sealed class OnnxConstant : OnnxExpression
{
    internal OnnxConstant(double value) => Value = value;

    /// <summary>The number.</summary>
    public double Value { get; }

    /// <inheritdoc/>
    public override int Opset => 1;

    /// <inheritdoc/>
    public override string ToString() => Math.Round(Value, 7).ToString(CultureInfo.InvariantCulture);

    internal override OnnxExpression Bind(IReadOnlyDictionary<string, double> values) => this;
}

/// <summary>A parameter of the activation whose value is not chosen yet, or is learned: an initializer with one element per unit.</summary>
public sealed class OnnxParameter : OnnxExpression
{
    internal OnnxParameter(string name) => Name = name;

    /// <summary>The catalog's name.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override int Opset => 1;

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal override OnnxExpression Bind(IReadOnlyDictionary<string, double> values) =>
        values.TryGetValue(Name, out double value) ? new OnnxConstant(value) : this;
}

/// <summary>An operator of ONNX applied to its inputs: one node of a graph.</summary>
public sealed class OnnxOperator : OnnxExpression
{
    readonly int _since;

    internal OnnxOperator(string name, int since, IReadOnlyList<OnnxExpression> inputs, IReadOnlyDictionary<string, OnnxExpression> numbers,
        IReadOnlyDictionary<string, string> words)
    {
        _since = since;
        Name = name;
        Inputs = inputs;
        Numbers = numbers;
        Words = words;
    }

    /// <summary>The operator's name: <c>Elu</c>.</summary>
    public string Name { get; }

    /// <summary>What it is applied to, in ONNX's order.</summary>
    public IReadOnlyList<OnnxExpression> Inputs { get; }

    /// <summary>Its attributes that are numbers, each a constant or a parameter.</summary>
    public IReadOnlyDictionary<string, OnnxExpression> Numbers { get; }

    /// <summary>Its attributes that are words, such as <c>approximate = tanh</c>.</summary>
    public IReadOnlyDictionary<string, string> Words { get; }

    /// <inheritdoc/>
    public override int Opset => Inputs.Select(input => input.Opset).Append(_since).Max();

    internal override IEnumerable<string> Operators => Inputs.SelectMany(input => input.Operators).Append(Name);

    /// <summary>The operator with one more attribute, a number or parameter.</summary>
    public OnnxOperator With(string attribute, OnnxExpression number) =>
        new(Name, _since, Inputs, new Dictionary<string, OnnxExpression>(Numbers) { [attribute] = number }, Words);

    /// <summary>The operator with one more attribute, a word.</summary>
    public OnnxOperator With(string attribute, string word) =>
        new(Name, _since, Inputs, Numbers, new Dictionary<string, string>(Words) { [attribute] = word });

    /// <inheritdoc/>
    public override string ToString() =>
        $"{Name}({string.Join(", ", [.. Inputs.Select(input => $"{input}"), .. Numbers.Select(n => $"{n.Key}={n.Value}"), .. Words.Select(w => $"{w.Key}={w.Value}")])})";

    internal override OnnxExpression Of(OnnxExpression x) => new OnnxOperator(Name, _since, [.. Inputs.Select(input => input.Of(x))], Numbers, Words);

    internal override OnnxExpression Bind(IReadOnlyDictionary<string, double> values)
    {
        OnnxExpression[] inputs = [.. Inputs.Select(input => input.Bind(values))];
        // With its default parameter a function such as softplus, ln(1 + e^(βx)) / β, is the operator itself.
        return (Name, inputs) switch
        {
            ("Mul", [OnnxConstant { Value: 1 }, var factor]) => factor,
            ("Mul", [var factor, OnnxConstant { Value: 1 }]) => factor,
            ("Div", [var dividend, OnnxConstant { Value: 1 }]) => dividend,
            _ => new OnnxOperator(Name, _since, inputs, Numbers.ToDictionary(n => n.Key, n => n.Value.Bind(values)), Words),
        };
    }
}
