using System.Globalization;
using System.Text.Json;
using Elucid.Onnx;

namespace Elucid.Lab;

/// <summary>Takes a saved network elsewhere: as an ONNX file that takes examples in the data's own units.</summary>
public static class OnnxModel
{
    /// <summary>Writes a saved network as ONNX.</summary>
    /// <param name="modelPath">A model that a training run saved.</param>
    /// <param name="onnxPath">The file to write.</param>
    /// <param name="opset">The version of ONNX's operator set.</param>
    /// <returns>What the file takes and gives.</returns>
    /// <remarks>
    /// The scales of a table are part of the file: it takes features, and gives targets, in their own units. Of classes it gives logits; softmax
    /// makes probabilities of them. Of several targets the outputs stand beside each other, and <c>elucid.targets</c> says which are whose: name,
    /// first output, number of outputs, and the classes whose logits they are. A column whose numbers are too long for float32 is counted from a
    /// number in its middle, and its name says so
    /// (<c>time - 1700000000</c>). The names of a table's features, in their order, are in the metadata key <c>elucid.inputs</c>, and those of the
    /// outputs in <c>elucid.outputs</c>. A network that puts its input out again does so in the data's own units; the anomaly score of a row is the
    /// mean of ((output − input) / deviation)², with the deviations in <c>elucid.deviations</c> (1 for images), and the threshold in
    /// <c>elucid.threshold</c>. Of a network that draws the file makes examples of codes, which are to be drawn from N(0, 1); the noise around a row
    /// of a table is not part of it.
    /// </remarks>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    /// <exception cref="NotSupportedException">A part of the network cannot be written as ONNX.</exception>
    public static ExportedModel Export(string modelPath, string onnxPath, int opset = OnnxExport.DefaultOpset)
    {
        (ModelFile file, Module network) = ModelFile.Load(modelPath);
        return Export(file, network, modelPath, onnxPath, opset);
    }

    /// <summary>Writes a network as ONNX, as that of a file.</summary>
    /// <param name="file">What is known of it.</param>
    /// <param name="network">The network.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="onnxPath">The file to write.</param>
    /// <param name="opset">The version of ONNX's operator set.</param>
    /// <returns>What the file takes and gives.</returns>
    /// <exception cref="NotSupportedException">A part of the network cannot be written as ONNX.</exception>
    public static ExportedModel Export(ModelFile file, Module network, string name, string onnxPath, int opset = OnnxExport.DefaultOpset)
    {
        if (file.Prose is { } prose)
            throw new NotSupportedException(
                $"'{name}' reads the column of prose '{prose.Column}': its texts become words, and rows of different lengths, outside of the "
                    + $"network, which an ONNX file cannot hold. Predict with {Spelling.Of(nameof(TrainedModel))}.");
        network = file.InUse(network);
        OnnxDrawing? drawing = network is GenerativeNetwork drawn ? new(drawn, file) : null;
        Standardizer? around = file.Scales is { } own && file.Reconstruction is not null ? own with { Targets = own.Features } : file.Scales;
        Module module = drawing is not null ? drawing : around is { } scales ? new InOwnUnits(network, scales) : network;
        Shape input = drawing?.Input ?? new([1, .. file.FeatureShape]);
        CsvSchema? table = file.Table;
        IReadOnlyList<string> features = drawing is not null ? [] : table?.FeatureNames ?? [];
        // What was subtracted before float32 is not added in it, where it would be lost: the name says what the output is.
        IReadOnlyList<string> outputs = table is { TargetOffset: not 0 } ? [table.AnswerName]
            : file.SeveralTargets.Count > 0 ? [.. file.SeveralTargets.SelectMany(one => one.IsOfClasses ? one.OutputNames : [one.AnswerName])]
            : file.OutputNames;
        Dictionary<string, string> metadata = new()
        {
            ["elucid.outputs"] = JsonSerializer.Serialize([.. outputs], LabJson.Compact.StringArray),
            ["elucid.data"] = file.Data,
        };
        if (file.Reconstruction is { } reconstruction)
        {
            // The anomaly score of a row is the mean of ((output − input) / deviation)².
            if (reconstruction.Threshold is { } threshold)
                metadata["elucid.threshold"] = threshold.ToString("R", CultureInfo.InvariantCulture);
            if (file.Scales is { } units)
                metadata["elucid.deviations"] = JsonSerializer.Serialize(units.Features.Deviations.ToArray(), LabJson.Compact.SingleArray);
        }
        if (file.SeveralTargets.Count > 0)
            metadata["elucid.targets"] = JsonSerializer.Serialize(OnnxTarget.Of(file.SeveralTargets), LabJson.Compact.OnnxTargetArray);
        if (features.Count > 0)
            metadata["elucid.inputs"] = JsonSerializer.Serialize([.. features], LabJson.Compact.StringArray);
        OnnxExport.Save(module, onnxPath, input, opset, metadata);
        return new ExportedModel(input, module.OutputShape(input), features, outputs, file.Task, file.Data);
    }

    /// <summary>A network with the scales of its data around it.</summary>
    sealed class InOwnUnits : Module, IOnnxModule
    {
        readonly Module _network;
        readonly Standardizer _scales;

        public InOwnUnits(Module network, Standardizer scales)
        {
            _network = Child("network", network);
            _scales = scales;
        }

        public override Tensor Forward(Tensor x)
        {
            Tensor y = _network.Forward(Ops.Divide(Ops.Subtract(x, Of(_scales.Features.Means)), Of(_scales.Features.Deviations)));
            return _scales.Targets is { } targets ? Ops.Add(Ops.Multiply(y, Of(targets.Deviations)), Of(targets.Means)) : y;
        }

        public override Shape OutputShape(Shape input) => _network.OutputShape(input);

        public OnnxValue Export(OnnxGraph graph, OnnxValue input)
        {
            OnnxValue Of(ReadOnlySpan<float> numbers) => graph.Constant([numbers.Length], numbers);
            OnnxValue centred = graph.Node("Sub", input.Shape, [input, Of(_scales.Features.Means)]);
            OnnxValue y = graph.Export(_network, graph.Node("Div", input.Shape, [centred, Of(_scales.Features.Deviations)]));
            if (_scales.Targets is not { } targets)
                return y;
            return graph.Node("Add", y.Shape, [graph.Node("Mul", y.Shape, [y, Of(targets.Deviations)]), Of(targets.Means)]);
        }

        static Tensor Of(ReadOnlySpan<float> numbers) => new([numbers.Length], numbers);
    }
}

/// <summary>One of several targets in the metadata of an exported file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="First">The first of its outputs.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Classes">The classes whose logits they are; empty for a quantity.</param>
internal sealed record OnnxTarget(string Name, int First, int Count, IReadOnlyList<string> Classes)
{
    public static OnnxTarget[] Of(IReadOnlyList<TargetInfo> targets) =>
        [.. targets.Select((target, i) => new OnnxTarget(
            target.Name, targets.Take(i).Sum(before => before.OutputCount), target.OutputCount, target.ClassNames))];
}

/// <summary>What an exported file takes and gives.</summary>
/// <param name="Input">The shape of one example as a batch; the length of the batch is not fixed in the file.</param>
/// <param name="Output">The shape of what it gives for that.</param>
/// <param name="InputNames">The features of a table, in their order; empty for images, whose pixels are from 0 to 1.</param>
/// <param name="OutputNames">Classes or targets.</param>
/// <param name="Task">Whether outputs are logits of classes, or targets in their own units.</param>
/// <param name="Data">The name of the data that the network was trained on.</param>
public sealed record ExportedModel(
    Shape Input, Shape Output, IReadOnlyList<string> InputNames, IReadOnlyList<string> OutputNames, LearningTask Task, string Data);
