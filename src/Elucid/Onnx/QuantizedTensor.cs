namespace Elucid.Onnx;

/// <summary>Weights that a file holds as whole numbers q, and what they stand for: (q − zero point) · scale, as DequantizeLinear says.</summary>
internal sealed class QuantizedTensor
{
    // Each use is a tensor of floats of its own: a small file must not ask for many large ones.
    const int MostUses = 8;

    static readonly OnnxElement[] Elements = [OnnxElement.Int8, OnnxElement.UInt8, OnnxElement.Int16, OnnxElement.UInt16, OnnxElement.Int32];

    readonly OnnxTensor _numbers;
    readonly float[] _scales;
    readonly long[] _zeros;
    readonly int _after;

    QuantizedTensor(OnnxTensor numbers, OnnxTensor scales, OnnxTensor? zeros, int after) =>
        (_numbers, _scales, _zeros, _after) = (numbers, scales.ToFloats(), zeros?.ToIntegers() ?? new long[scales.Count], after);

    public int[] Shape => _numbers.Shape;

    /// <summary>Gives the nodes of a file that dequantize tensors of the file those as floats, and takes the whole numbers away that nothing else
    /// reads.</summary>
    /// <param name="file">The file.</param>
    /// <param name="tensors">Its tensors by name.</param>
    /// <returns>The tensors that nothing else reads.</returns>
    /// <exception cref="ModelFormatException">A node is none of the standard, or has a form that is not known.</exception>
    public static IEnumerable<string> Fold(OnnxFile file, IReadOnlyDictionary<string, OnnxTensor> tensors)
    {
        OnnxNode[] nodes = [.. file.Nodes.Where(
            node => node is { OpType: "DequantizeLinear", Domain: "" or "ai.onnx", Outputs.Count: 1 })];
        if (nodes.Length == 0)
            return [];
        Dictionary<string, OnnxTensor> known = new(tensors);
        foreach (OnnxNode node in file.Nodes)
            if (node.Constant is { } constant)
                known.TryAdd(node.Outputs[0], constant);
        OnnxNode[] folded = [.. nodes.Where(node => node.Inputs.All(input => input.Length == 0 || known.ContainsKey(input)))];
        foreach (IGrouping<string, OnnxNode> uses in folded.Where(node => node.Inputs.Count > 0).GroupBy(node => node.Inputs[0]))
            if (uses.Count() > MostUses)
                throw ModelFormatException.NotSupported(
                    file.Name, $"{uses.First().Label} dequantizes '{Excerpt.Of(uses.Key)}' as do {uses.Count() - 1} other nodes",
                    $"{MostUses} of them for a tensor");
        foreach (OnnxNode node in folded)
            node.Dequantized = new OnnxTensor(node.Outputs[0], Of(new NodeReader(file, node, new ValueFacts?[node.Inputs.Count]), node, known));
        return folded.SelectMany(node => node.Inputs).Except(file.Nodes.Except(folded).SelectMany(node => node.Inputs)).Except(file.Outputs);
    }

    /// <summary>The numbers that are meant.</summary>
    public float[] ToFloats()
    {
        float[] values = new float[_numbers.Count];
        for (int i = 0; i < values.Length; i++)
        {
            int index = _scales.Length == 1 ? 0 : i / _after % _scales.Length;
            values[i] = (_numbers.IntegerAt(i) - _zeros[index]) * _scales[index];
        }
        return values;
    }

    static QuantizedTensor Of(NodeReader node, OnnxNode named, Dictionary<string, OnnxTensor> known)
    {
        node.RequireInputs(2, 3);
        OnnxTensor numbers = known[named.Inputs[0]], scales = known[named.Inputs[1]];
        OnnxTensor? zeros = node.HasInput(2) ? known[named.Inputs[2]] : null;
        if (node.Integer("block_size", 0) != 0)
            throw node.NotSupported("has scales for blocks", "one scale for a tensor, or one for each index of an axis");
        if ((OnnxElement)node.Integer("output_dtype", 0) is not (
            OnnxElement.Undefined or OnnxElement.Float or OnnxElement.Float16 or OnnxElement.BFloat16))
            throw node.NotSupported($"has {node.Integer("output_dtype", 0)} as its 'output_dtype'", "float32, float16 and bfloat16");
        int after = AfterAxis(node, numbers, scales);
        node.RequireAllRead();
        if (!Elements.Contains(numbers.Element))
            throw node.NotSupported($"dequantizes numbers of type {numbers.Element}", string.Join(", ", Elements));
        if (!scales.IsFloat)
            throw node.Error("numbers with fractions as its scale", $"{scales.Element}");
        if (zeros is not null && zeros.Element != numbers.Element)
            throw node.Error($"a zero point of type {numbers.Element}, as the numbers are", $"one of type {zeros.Element}");
        if (zeros is not null && zeros.Count != scales.Count)
            throw node.Error($"a zero point for each of {scales.Count} scales", $"{zeros.Count}");
        return new(numbers, scales, zeros, after);
    }

    // How many numbers there are for an index of the axis along which scales differ.
    static int AfterAxis(NodeReader node, OnnxTensor numbers, OnnxTensor scales)
    {
        long axis = node.Integer("axis", 1);
        if (scales.Count == 1 && scales.Shape.Length <= 1)
            return 1;
        int rank = numbers.Shape.Length;
        string shape = $"[{string.Join(", ", numbers.Shape)}]";
        if (scales.Shape.Length != 1)
            throw node.Error("one scale, or a list of them", $"scales of the shape [{string.Join(", ", scales.Shape)}]");
        if (axis < -rank || axis >= rank)
            throw node.Error($"an 'axis' of the shape {shape}", $"axis {axis}");
        int at = (int)(axis < 0 ? axis + rank : axis);
        if (scales.Count != numbers.Shape[at])
            throw node.Error($"one scale, or {numbers.Shape[at]} for axis {axis} of the shape {shape}", $"{scales.Count}");
        return numbers.Count / Math.Max(1, numbers.Shape[..(at + 1)].Aggregate(1, (size, length) => size * Math.Max(1, length)));
    }
}
