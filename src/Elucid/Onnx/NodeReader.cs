namespace Elucid.Onnx;

/// <summary>
/// What the import of an operator asks of a node: its attributes, each by its kind and default. An attribute that nobody asked for is refused, as it
/// would change the meaning of the node.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="node">The node.</param>
/// <param name="facts">What is known of its inputs; null for one that is omitted.</param>
internal sealed class NodeReader(OnnxFile file, OnnxNode node, IReadOnlyList<ValueFacts?> facts)
{
    readonly HashSet<string> _asked = [];
    InputRole[] _roles = [InputRole.Floats];

    public string OpType => node.OpType;

    public int OutputCount => node.Outputs.Count;

    /// <summary>The version of the standard's operators.</summary>
    public long Opset => file.Opset;

    /// <summary>Whether an optional input is given.</summary>
    public bool HasInput(int index) => index < node.Inputs.Count && node.Inputs[index].Length > 0;

    /// <summary>Whether the node gives whole numbers: unless an operator says otherwise, if its first input does.</summary>
    public bool GivesIntegers { get; set; } = facts is [{ IsInteger: true }, ..];

    /// <summary>The axes of what it gives, where they are known: unless an operator says otherwise, as many as its first input's.</summary>
    public int? GivesRank { get; set; } = facts is [{ } first, ..] ? first.Rank : null;

    /// <summary>The number of an input's axes, where it is known before the network runs.</summary>
    public int? Rank(int index) => HasInput(index) ? facts[index]?.Rank : null;

    /// <summary>The whole numbers of an input that the file states.</summary>
    public IntegerTensor? KnownIntegers(int index) => HasInput(index) ? facts[index]?.Constant?.Integers : null;

    /// <summary>The numbers of an input that the file states, of whatever kind.</summary>
    public double[]? KnownNumbers(int index) => !HasInput(index) || facts[index]?.Constant is not { } constant ? null
        : constant.Integers is { } integers ? [.. integers.Values] : [.. constant.Floats!.Values.ToArray()];

    /// <summary>What the operator does with an input.</summary>
    public InputRole Role(int index) => _roles[Math.Min(index, _roles.Length - 1)];

    /// <summary>Whether an attribute is given.</summary>
    public bool Has(string name) => node.Attributes.ContainsKey(name);

    public float Single(string name, float fallback) => Find(name, AttributeType.Float)?.Float ?? fallback;

    public long Integer(string name, long fallback) => Find(name, AttributeType.Integer)?.Integer ?? fallback;

    /// <summary>A whole number within bounds.</summary>
    public int Integer(string name, int fallback, int least, int most) => Integer(name, fallback) is long value && value >= least && value <= most
        ? (int)value
        : throw NotSupported($"has {Integer(name, fallback)} as its '{name}'", $"{least} to {most}");

    public bool Flag(string name, bool fallback) => Integer(name, fallback ? 1 : 0) switch
    {
        0 => false,
        1 => true,
        long value => throw Error($"'{name}' to be 0 or 1", $"{value}"),
    };

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
            throw NotSupported($"has [{string.Join(", ", values.Take(16))}] as its '{name}'", $"{count} numbers from {least} to {most}");
        return [.. values.Select(value => (int)value)];
    }

    /// <summary>Refuses a node with too few or too many inputs, one that leaves a required input away, or numbers of another kind than the operator
    /// takes.</summary>
    /// <param name="least">How many must be there.</param>
    /// <param name="most">How many may.</param>
    /// <param name="roles">What the operator does with each; the last one holds for all that follow, and floats are what is meant without
    /// any.</param>
    public void RequireInputs(int least, int most, params ReadOnlySpan<InputRole> roles)
    {
        if (roles.Length > 0)
            _roles = roles.ToArray();
        if (node.Inputs.Count < least || node.Inputs.Count > most || !Enumerable.Range(0, least).All(HasInput))
            throw Error(least == most ? $"{least} inputs" : $"{least} to {most} inputs", $"[{Excerpt.Of(node.Inputs, 8)}]");
        for (int i = 0; i < node.Inputs.Count; i++)
            if (facts[i] is { } known && known.IsInteger != (Role(i) == InputRole.Integers) && Role(i) is not (InputRole.Any or InputRole.Setting))
                throw NotSupported($"reads {(known.IsInteger ? "whole numbers" : "numbers with fractions")} from '{Excerpt.Of(node.Inputs[i])}'",
                    known.IsInteger ? "numbers with fractions there" : "whole numbers there");
    }

    /// <summary>Refuses an input whose number of axes is known and is another.</summary>
    public void RequireRank(int index, int least, int most)
    {
        if (Rank(index) is { } rank && (rank < least || rank > most))
            throw NotSupported($"reads {rank} axes from '{Excerpt.Of(node.Inputs[index])}'", least == most ? $"{least}" : $"{least} to {most}");
    }

    /// <summary>Refuses what the import did not look at: attributes, and outputs but the first.</summary>
    public void RequireAllRead()
    {
        if (node.Attributes.Keys.FirstOrDefault(name => !_asked.Contains(name)) is { } name)
            throw NotSupported(
                $"has the attribute '{Excerpt.Of(name)}'", _asked.Count == 0 ? "none" : string.Join(", ", _asked.Order(StringComparer.Ordinal)));
    }

    /// <summary>The node is none of the standard: it lacks an input, or has a value that no operator takes.</summary>
    public ModelFormatException Error(string expected, string got) =>
        ModelFormatException.Damaged(file.Name, "ONNX", expected, $"{node.Label} has {got}");

    /// <summary>The node is one of the standard for which Elucid has no form.</summary>
    /// <param name="what">What it has: <c>has the 'mode' cubic</c>.</param>
    /// <param name="supported">What it may have instead: <c>nearest and linear</c>.</param>
    public ModelFormatException NotSupported(string what, string supported) =>
        ModelFormatException.NotSupported(file.Name, $"{node.Label} {what}", supported);

    NodeAttribute? Find(string name, AttributeType type)
    {
        _asked.Add(name);
        if (!node.Attributes.TryGetValue(name, out NodeAttribute? attribute))
            return null;
        return attribute.Type == type ? attribute : throw Error($"'{name}' to be of kind {type}", $"it of kind {attribute.Type}");
    }
}
