namespace Elucid.Onnx;

internal static partial class ModuleExports
{
    // The gates in ONNX's order, as places in that of Elucid and PyTorch: i o f c from i f g o, and z r h from r z n.
    static readonly int[] LstmGates = [0, 3, 1, 2], GruGates = [1, 0, 2], RnnGates = [0];

    static OnnxValue OfEmbedding(OnnxGraph graph, Embedding embedding, OnnxValue x)
    {
        OnnxValue tokens = graph.Node("Cast", x.Shape, [x], new OnnxSetting("to", (long)OnnxElement.Int64));
        return graph.Node("Gather", embedding.OutputShape(x.Shape), [graph.Parameter(embedding.Weight), tokens], new OnnxSetting("axis", 0));
    }

    static OnnxValue OfLstm(OnnxGraph graph, Lstm lstm, OnnxValue x)
    {
        (string name, float? alpha) = CellFunction(lstm);
        return Recurrence(graph, lstm, x, "LSTM", LstmGates, ["Sigmoid", name, name], alpha is { } value ? [value, value] : []);
    }

    static OnnxValue OfGru(OnnxGraph graph, Gru gru, OnnxValue x)
    {
        (string name, float? alpha) = CellFunction(gru);
        return Recurrence(
            graph, gru, x, "GRU", GruGates, ["Sigmoid", name], alpha is { } value ? [value] : [], new OnnxSetting("linear_before_reset", 1));
    }

    static OnnxValue OfRnn(OnnxGraph graph, Rnn rnn, OnnxValue x)
    {
        (string name, float? alpha) = CellFunction(rnn);
        return Recurrence(graph, rnn, x, "RNN", RnnGates, [name], alpha is { } value ? [value] : []);
    }

    static OnnxValue Recurrence(
        OnnxGraph graph, Recurrent network, OnnxValue x, string op, int[] gates, string[] functions, float[] alphas,
        params ReadOnlySpan<OnnxSetting> more)
    {
        RecurrentOptions options = network.Options;
        var parameters = network.NamedParameters().ToDictionary(p => p.Name, p => p.Value);
        int directions = options.Bidirectional ? 2 : 1, hidden = network.HiddenSize;
        OnnxSetting[] settings = [
            new("hidden_size", hidden), new("direction", options.Bidirectional ? "bidirectional" : "forward"),
            new("activations", (IReadOnlyList<string>)[.. Enumerable.Repeat(functions, directions).SelectMany(f => f)]), .. more];
        if (alphas.Length > 0)
            settings = [.. settings, new("activation_alpha", (IReadOnlyList<float>)[.. Enumerable.Repeat(alphas, directions).SelectMany(a => a)])];

        // ONNX's order is [length, batch, features].
        if (options.BatchFirst)
            x = graph.Node("Transpose", [x.Shape[1], x.Shape[0], x.Shape[2]], [x], new OnnxSetting("perm", [1, 0, 2]));
        (int length, int batch) = (x.Shape[0], x.Shape[1]);
        for (int layer = 0; layer < options.Layers; layer++)
        {
            string[] suffixes = [.. new[] { $"l{layer}", $"l{layer}_reverse" }.Take(directions)];
            OnnxValue Stacked(string name, string part) =>
                Stack(graph, $"{name}_l{layer}", [.. suffixes.Select(suffix => InGates(parameters[$"{part}_{suffix}"], gates, hidden))]);
            OnnxValue bias = options.Bias ? Stack(graph, $"B_l{layer}", [.. suffixes.Select(suffix => Join(
                InGates(parameters[$"bias_ih_{suffix}"], gates, hidden), InGates(parameters[$"bias_hh_{suffix}"], gates, hidden)))]) : OnnxValue.None;
            OnnxValue y =
                graph.Node(op, [length, directions, batch, hidden], [x, Stacked("W", "weight_ih"), Stacked("R", "weight_hh"), bias], settings);
            // Both directions side by side, and in the last layer the caller's order.
            bool batchFirst = layer == options.Layers - 1 && options.BatchFirst;
            (int first, int second) = batchFirst ? (batch, length) : (length, batch);
            int[] order = batchFirst ? [2, 0, 1, 3] : [0, 2, 1, 3];
            OnnxValue ordered = graph.Node("Transpose", [first, second, directions, hidden], [y], new OnnxSetting("perm", order));
            x = graph.Node("Reshape", [first, second, directions * hidden], [ordered, graph.Integers(0, 0, directions * hidden)]);
        }
        return x;
    }

    static (string Name, float? Alpha) CellFunction(Recurrent network)
    {
        Activation f = network.Options.Activation ?? Activations.Tanh();
        if (!f.IsLearned && f.ToOnnx(OnnxExport.OldestOpset) is OnnxOperator { Inputs: [OnnxInput] } op
            && CatalogOperator.ForCells.ContainsKey(op.Name))
            return (op.Name, op.Numbers.TryGetValue("alpha", out OnnxExpression? alpha) ? (float)((OnnxConstant)alpha).Value : null);
        throw new NotSupportedException(
            $"{network} cannot be exported to ONNX with {f}: its recurrent operators know {string.Join(", ", CatalogOperator.ForCells.Keys)} only.");
    }

    static (int[] Shape, float[] Values) InGates(Tensor parameter, int[] gates, int hidden)
    {
        int block = parameter.Shape.Size / gates.Length;
        float[] values = [.. gates.SelectMany(gate => parameter.Values.Slice(gate * block, block).ToArray())];
        return ([.. parameter.Shape], values);
    }

    static (int[] Shape, float[] Values) Join((int[] Shape, float[] Values) a, (int[] Shape, float[] Values) b) =>
        ([a.Shape[0] + b.Shape[0]], [.. a.Values, .. b.Values]);

    static OnnxValue Stack(OnnxGraph graph, string name, (int[] Shape, float[] Values)[] parts) =>
        graph.Constant(new Shape([parts.Length, .. parts[0].Shape]), [.. parts.SelectMany(part => part.Values)], name);
}
