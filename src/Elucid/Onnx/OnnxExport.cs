namespace Elucid.Onnx;

/// <summary>
/// Writes networks as ONNX files, which other libraries and runtimes read. A file holds the forward pass in use: dropout passes its input on,
/// whatever mode the module is in.
/// </summary>
/// <remarks>
/// The first axis of the input, the batch, has no fixed length. Nodes are called by module and operator, <c>1/Elu</c>, and carry the module's
/// description as documentation; parameters have the names of model files, <c>0.weight</c>. Modules of your own say by <see cref="IOnnxModule"/> how
/// they are written.
/// </remarks>
public static class OnnxExport
{
    /// <summary>The version of ONNX's operator set that is written unless another is asked for: of 2022, so that most programs read it.</summary>
    public const int DefaultOpset = 17;

    /// <summary>The oldest and newest version that can be asked for.</summary>
    public const int OldestOpset = 13, NewestOpset = 21;

    const string InputName = "input", MemoryName = "memory", OutputName = "output", BatchName = "batch";
    const long MostBytes = int.MaxValue;          // the longest message of protocol buffers

    /// <summary>Writes a file, replacing one that is there only when the new one is complete.</summary>
    /// <param name="module">The network.</param>
    /// <param name="path">The file; its directory must exist.</param>
    /// <param name="input">The shape of one batch, such as <c>[1, 784]</c>; the length of the first axis is not fixed in the file.</param>
    /// <param name="opset">The version of ONNX's operator set, 13 to 21. A newer one has more functions as one operator (Mish from 18, Gelu from
    /// 20).</param>
    /// <param name="metadata">Words to store in the file, such as the names of classes.</param>
    /// <param name="memory">
    /// The shape of what a decoder attends to beside its input, such as <c>[1, 30, 64]</c> of a <see cref="TransformerDecoderLayer"/>: a second input
    /// called <c>memory</c>. Null for other networks.
    /// </param>
    /// <exception cref="ShapeException">The network cannot take such an input or memory.</exception>
    /// <exception cref="NotSupportedException">A module has no form in ONNX that Elucid knows; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The operator set is too old or too new.</exception>
    public static void Save(
        Module module, string path, Shape input, int opset = DefaultOpset, IReadOnlyDictionary<string, string>? metadata = null, Shape? memory = null)
    {
        ProtoMessage model = Model(module, input, memory, opset, metadata);
        AtomicFile.Write(path, model.WriteTo);
    }

    /// <summary>Writes to a stream what <see cref="Save(Module, string, Shape, int, IReadOnlyDictionary{string, string}?, Shape?)"/> writes to a
    /// file.</summary>
    public static void Save(
        Module module, Stream stream, Shape input, int opset = DefaultOpset, IReadOnlyDictionary<string, string>? metadata = null,
        Shape? memory = null) =>
        Model(module, input, memory, opset, metadata).WriteTo(stream);

    /// <summary>The bytes that <see cref="Save(Module, string, Shape, int, IReadOnlyDictionary{string, string}?, Shape?)"/> writes.</summary>
    /// <inheritdoc cref="Save(Module, string, Shape, int, IReadOnlyDictionary{string, string}?, Shape?)"/>
    public static byte[] ToBytes(
        Module module, Shape input, int opset = DefaultOpset, IReadOnlyDictionary<string, string>? metadata = null, Shape? memory = null) =>
        Model(module, input, memory, opset, metadata).ToArray();

    static ProtoMessage Model(Module module, Shape shape, Shape? memory, int opset, IReadOnlyDictionary<string, string>? metadata)
    {
        if (opset is < OldestOpset or > NewestOpset)
            throw new ArgumentOutOfRangeException(nameof(opset), $"ONNX's operator set must be {OldestOpset} to {NewestOpset}, but got {opset}.");
        if (shape.Rank == 0)
            ShapeException.Throw("OnnxExport", "input", "[batch, …]", shape, "A network's input has a batch axis.");
        Shape outputShape = module.OutputShape(shape);
        OnnxGraph graph = new(module, opset, memory is null ? [InputName, OutputName] : [InputName, MemoryName, OutputName]);
        OnnxValue input = new(InputName, shape);
        OnnxValue output = memory is { } remembered ? graph.Export(module, input, new OnnxValue(MemoryName, Checked(remembered, shape)))
            : graph.Export(module, input);
        List<ProtoMessage> inputs = [ValueInfo(InputName, shape, [0])];
        if (memory is not null)
            inputs.Add(ValueInfo(MemoryName, memory.Value, [0]));
        ProtoMessage graphMessage = graph.Finish(
            output, OutputName, inputs, ValueInfo(OutputName, outputShape, BatchAxes(module, shape)), module.GetType().Name,
            Summary.Of(module, shape));

        ProtoMessage model = new ProtoMessage()
            .Add(ModelFields.IrVersion, IrVersion(opset))
            .Add(ModelFields.OpsetImport, new ProtoMessage().Add(OpsetFields.Domain, "").Add(OpsetFields.Version, (long)opset))
            .Add(ModelFields.ProducerName, "Elucid")
            .Add(ModelFields.ProducerVersion, typeof(OnnxExport).Assembly.GetName().Version?.ToString(3) ?? "")
            .Add(ModelFields.Graph, graphMessage);
        foreach ((string key, string value) in (metadata ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
            model.Add(ModelFields.Metadata, new ProtoMessage().Add(EntryFields.Key, key).Add(EntryFields.Value, value));
        return model.Length <= MostBytes ? model : throw new NotSupportedException(
            $"The network needs {model.Length} bytes as ONNX, but such a file has at most {MostBytes}. Save its weights as safetensors instead.");
    }

    static Shape Checked(Shape memory, Shape input)
    {
        if (memory.Rank == 0 || memory[0] != input[0])
            ShapeException.Throw("OnnxExport", "memory", $"[{input[0]}, …]", memory, "It has the same batch as the input.");
        return memory;
    }

    // Which axes of the output grow with the batch: those that differ for batches of two lengths.
    static HashSet<int> BatchAxes(Module module, Shape input)
    {
        Shape two = module.OutputShape(input.With(0, 2)), three = module.OutputShape(input.With(0, 3));
        return [.. Enumerable.Range(0, two.Rank).Where(axis => two[axis] == 2 && three[axis] == 3)];
    }

    static ProtoMessage ValueInfo(string name, Shape shape, HashSet<int> batchAxes)
    {
        ProtoMessage dimensions = new();
        for (int axis = 0; axis < shape.Rank; axis++)
            dimensions.Add(ValueFields.Dimension, batchAxes.Contains(axis)
                ? new ProtoMessage().Add(ValueFields.DimensionName, BatchName)
                : new ProtoMessage().Add(ValueFields.DimensionValue, (long)shape[axis]));
        ProtoMessage tensor = new ProtoMessage().Add(ValueFields.ElementType, (long)OnnxElement.Float).Add(ValueFields.Shape, dimensions);
        return new ProtoMessage().Add(ValueFields.Name, name).Add(ValueFields.Type, new ProtoMessage().Add(ValueFields.TensorType, tensor));
    }

    // The version of the file format that came with the operator set.
    static long IrVersion(int opset) => opset switch
    {
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        _ => 10,
    };
}
