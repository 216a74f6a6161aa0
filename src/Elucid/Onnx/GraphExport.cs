namespace Elucid.Onnx;

/// <summary>Writes a network that was read from an ONNX file as a part of another one: its nodes as they were, with its weights as they are
/// now.</summary>
internal static class GraphExport
{
    /// <summary>Writes the nodes.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="module">The network; one output of it goes on.</param>
    /// <param name="input">What it gets.</param>
    /// <exception cref="NotSupportedException">The operator sets differ: operators may have changed between them.</exception>
    public static OnnxValue Write(OnnxGraph graph, GraphModule module, OnnxValue input)
    {
        OnnxFile file = module.Plan.File;
        if (graph.Opset != file.Opset)
            throw new NotSupportedException(
                $"{module} was read from a file of operator set {file.Opset}, and its nodes would be written into one of {graph.Opset}, "
                    + $"where they may "
                    + $"mean something else: export with operator set {file.Opset}.");
        if (file.Inputs.Count != 1)
            throw new NotSupportedException($"{module} takes {file.Inputs.Count} inputs, but only a network of one can be a part of another one.");
        Dictionary<string, string> names = new() { [""] = "", [file.Inputs[0].Name] = input.Name };
        HashSet<int> weights = [.. module.Plan.Parameters.Select(parameter => parameter.Slot)];
        foreach ((string name, OnnxTensor tensor) in module.Plan.Tensors)
            names[name] = module.Plan.SlotOf(name) is var slot && weights.Contains(slot) ? graph.Parameter(module.InitialOf(slot)!).Name
                : graph.Copy(tensor);
        Shape output = module.OutputShape(input.Shape);
        foreach (OnnxNode node in module.Plan.Nodes)
            foreach ((string name, string written) in node.Outputs.Zip(graph.Copy(node, names)))
                names[name] = written;
        return new OnnxValue(names[file.Outputs[0]], output);
    }
}
