using Elucid.Data;
using Elucid.Numerics;

namespace Elucid.Onnx;

/// <summary>
/// What the import of an operator asks of a node: its attributes, each by its kind and default. An attribute that nobody asked for is refused, as it would change
/// the meaning of the node.
/// </summary>
internal sealed class NodeReader(OnnxFile file, OnnxNode node, RandomStream random)
{
    readonly HashSet<string> _asked = [];

    public string OpType => node.OpType;

    public int OutputCount => node.Outputs.Count;

    /// <summary>The version of the standard's operators.</summary>
    public long Opset => file.Opset;

    /// <summary>Where operators that draw numbers draw them.</summary>
    public RandomStream Random => random;

    /// <summary>Whether an optional input is given.</summary>
    public bool HasInput(int index) => index < node.Inputs.Count && node.Inputs[index].Length > 0;

    /// <summary>Whether an attribute is given.</summary>
    public bool Has(string name) => node.Attributes.ContainsKey(name);

    public float Single(string name, float fallback) => Find(name, AttributeType.Float)?.Float ?? fallback;

    public long Integer(string name, long fallback) => Find(name, AttributeType.Integer)?.Integer ?? fallback;

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string name, int fallback, int least, int most) => Integer(name, fallback) is long value && value >= least && value <= most
        ? (int)value
        : throw Error($"'{name}' between {least} and {most}", $"{Integer(name, fallback)}");

    public bool Flag(string name, bool fallback) => Integer(name, fallback ? 1 : 0, 0, 1) == 1;

    public string Text(string name, string fallback) => Find(name, AttributeType.Text)?.Text ?? fallback;

    public IReadOnlyList<long>? Integers(string name) => Find(name, AttributeType.Integers)?.Integers;

    public IReadOnlyList<float>? Floats(string name) => Find(name, AttributeType.Floats)?.Floats;

    public IReadOnlyList<string>? Texts(string name) => Find(name, AttributeType.Texts)?.Texts;

    public OnnxTensor? Tensor(string name) => Find(name, AttributeType.Tensor)?.Tensor;

    /// <summary>A list of lengths within bounds; one number for each if the attribute is missing.</summary>
    public int[] Lengths(string name, int count, int fallback, int least, int most)
    {
        if (Integers(name) is not { } values)
            return [.. Enumerable.Repeat(fallback, count)];
        if (values.Count != count || values.Any(value => value < least || value > most))
            throw Error($"{count} numbers between {least} and {most} for '{name}'", $"[{string.Join(", ", values.Take(16))}]");
        return [.. values.Select(value => (int)value)];
    }

    /// <summary>Refuses a node with too few or too many inputs, or one that leaves a required input away.</summary>
    public void RequireInputs(int least, int most)
    {
        if (node.Inputs.Count < least || node.Inputs.Count > most || !Enumerable.Range(0, least).All(HasInput))
            throw Error(least == most ? $"{least} inputs" : $"{least} to {most} inputs", $"[{Excerpt.Of(node.Inputs, 8)}]");
    }

    /// <summary>Refuses what the import did not look at: attributes, and outputs but the first.</summary>
    public void RequireAllRead()
    {
        if (node.Attributes.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } name)
            throw Error("attributes that Elucid knows", $"'{Excerpt.Of(name)}'");
    }

    /// <summary>An exception about the node.</summary>
    public OnnxFormatException Error(string expected, string got) =>
        new($"'{file.Name}': expected {expected}, but {node.Label} has {got}.");

    NodeAttribute? Find(string name, AttributeType type)
    {
        _asked.Add(name);
        if (!node.Attributes.TryGetValue(name, out NodeAttribute? attribute))
            return null;
        return attribute.Type == type ? attribute : throw Error($"'{name}' to be of kind {type}", $"it of kind {attribute.Type}");
    }
}
