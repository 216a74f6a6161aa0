namespace Elucid.Onnx;

/// <summary>Blocks and networks that are made of other modules, which they call by the names of their children.</summary>
internal static partial class ModuleExports
{
    static OnnxValue Part(OnnxGraph graph, Module module, string child, OnnxValue x) =>
        module.Children.FirstOrDefault(c => c.Name == child).Module is { } part ? graph.Export(part, x) : x;

    static OnnxValue Add(OnnxGraph graph, OnnxValue a, OnnxValue b) => graph.Node("Add", a.Shape, [a, b]);

    static OnnxValue OfConcat(OnnxGraph graph, Concat concat, OnnxValue x) =>
        graph.Node("Concat", concat.OutputShape(x.Shape), [.. concat.Children.Select(branch => graph.Export(branch.Module, x))],
            new OnnxSetting("axis", 1));

    static OnnxValue OfAdd(OnnxGraph graph, Add sum, OnnxValue x) =>
        sum.Children.Select(branch => graph.Export(branch.Module, x)).ToArray().Aggregate((a, b) => Add(graph, a, b));

    static OnnxValue OfResidual(OnnxGraph graph, Residual residual, OnnxValue x)
    {
        OnnxValue inner = graph.Export(residual.Inner, x);
        OnnxValue sum = Add(graph, inner, residual.Shortcut is null ? x : graph.Export(residual.Shortcut, x));
        return residual.Activation is null ? sum : graph.Export(residual.Activation, sum);
    }

    static OnnxValue OfToSequence(OnnxGraph graph, ToSequence module, OnnxValue x)
    {
        Shape output = module.OutputShape(x.Shape);
        if (x.Shape.Rank == 3)
            return x;
        if (x.Shape.Rank == 4 && x.Shape[1] > 1)
            x = graph.Node("Transpose", [x.Shape[0], x.Shape[2], x.Shape[1], x.Shape[3]], [x], new OnnxSetting("perm", [0, 2, 1, 3]));
        return graph.Node("Reshape", output, [x, graph.Integers(0, output[1], output[2])]);
    }

    static OnnxValue OfLastStep(OnnxGraph graph, LastStep module, OnnxValue x) => LastOf(graph, module.OutputShape(x.Shape), x);

    static OnnxValue OfMeanOverSteps(OnnxGraph graph, MeanOverSteps module, OnnxValue x)
    {
        Shape output = module.OutputShape(x.Shape);
        return graph.Opset < 18
            ? graph.Node("ReduceMean", output, [x], new OnnxSetting("axes", [1]), new OnnxSetting("keepdims", 0))
            : graph.Node("ReduceMean", output, [x, graph.Integers(1)], new OnnxSetting("keepdims", 0));
    }

    // The last row of axis 1, whatever its length.
    static OnnxValue LastOf(OnnxGraph graph, Shape output, OnnxValue x)
    {
        OnnxValue last = graph.Node("Slice", x.Shape.With(1, 1), [x, graph.Integers(-1), graph.Integers(int.MaxValue), graph.Integers(1)]);
        return graph.Node("Squeeze", output, [last, graph.Integers(1)]);
    }

    static OnnxValue OfLearnedPositions(OnnxGraph graph, LearnedPositionalEncoding positions, OnnxValue x)
    {
        (int length, int features) = (x.Shape[1], x.Shape[2]);
        OnnxValue table = graph.Parameter(positions.Weight);
        return Add(graph, x, graph.Node("Slice", [length, features], [table, graph.Integers(0), graph.Integers(length), graph.Integers(0)]));
    }

    static OnnxValue OfPositionalEncoding(OnnxGraph graph, PositionalEncoding encoding, OnnxValue x)
    {
        Tensor table = encoding.Forward(new Tensor([1, x.Shape[1], x.Shape[2]]));         // added to zeros
        return Add(graph, x, graph.Constant([x.Shape[1], x.Shape[2]], table.Values));
    }

    static OnnxValue OfEncoderLayer(OnnxGraph graph, TransformerEncoderLayer layer, OnnxValue x) => EncoderLayer(graph, layer, x, isCausal: false);

    static OnnxValue EncoderLayer(OnnxGraph graph, TransformerEncoderLayer layer, OnnxValue x, bool isCausal)
    {
        OnnxValue FeedForward(OnnxValue value) =>
            Part(graph, layer, "linear2", Part(graph, layer, "activation", Part(graph, layer, "linear1", value)));

        if (layer.NormFirst)
        {
            x = Add(graph, x, graph.Attend(layer.Attention, Part(graph, layer, "norm1", x), isCausal));
            return Add(graph, x, FeedForward(Part(graph, layer, "norm2", x)));
        }
        x = Part(graph, layer, "norm1", Add(graph, x, graph.Attend(layer.Attention, x, isCausal)));
        return Part(graph, layer, "norm2", Add(graph, x, FeedForward(x)));
    }

    static OnnxValue OfEncoder(OnnxGraph graph, TransformerEncoder encoder, OnnxValue x) => Encoder(graph, encoder, x, isCausal: false);

    static OnnxValue Encoder(OnnxGraph graph, TransformerEncoder encoder, OnnxValue x, bool isCausal)
    {
        foreach (TransformerEncoderLayer layer in encoder.Layers)
            x = graph.Within(layer, () => EncoderLayer(graph, layer, x, isCausal));
        return Part(graph, encoder, "norm", x);
    }

    static OnnxValue OfGpt(OnnxGraph graph, Gpt gpt, OnnxValue x)
    {
        Shape output = gpt.OutputShape(x.Shape);
        var parts = gpt.Children.ToDictionary(c => c.Name, c => c.Module);
        x = Part(graph, gpt, "wpe", Part(graph, gpt, "wte", x));
        var blocks = (TransformerEncoder)parts["transformer"];
        x = graph.Within(blocks, () => Encoder(graph, blocks, x, isCausal: true));
        return parts.ContainsKey("lm_head")
            ? Part(graph, gpt, "lm_head", x)
            : Projection(graph, x, graph.Parameter(((Embedding)parts["wte"]).Weight), OnnxValue.None, output.Last);
    }

    static OnnxValue OfForecaster(OnnxGraph graph, LstmForecaster forecaster, OnnxValue x)
    {
        OnnxValue hidden = Part(graph, forecaster, "lstm", x);
        return Part(graph, forecaster, "head", LastOf(graph, hidden.Shape.Without(1), hidden));
    }

    static OnnxValue OfAutoencoder(OnnxGraph graph, Autoencoder autoencoder, OnnxValue x) =>
        graph.Export(autoencoder.Decoder, graph.Export(autoencoder.Encoder, x));

    // In use the code is the mean.
    static OnnxValue OfVariationalAutoencoder(OnnxGraph graph, VariationalAutoencoder autoencoder, OnnxValue x)
    {
        if (x.Shape.Rank > 2)
            x = graph.Node("Flatten", [x.Shape[0], x.Shape.Size / x.Shape[0]], [x], new OnnxSetting("axis", 1));
        OnnxValue code = graph.Export(autoencoder.Encoder, x);
        Shape half = code.Shape.With(1, autoencoder.Latent);
        OnnxValue mean = graph.Node("Slice", half, [code, graph.Integers(0), graph.Integers(autoencoder.Latent), graph.Integers(1)]);
        return graph.Export(autoencoder.Decoder, mean);
    }

    // Of every cell of the grid: whether an object is there, the box around it, and the kinds that it can be.
    static OnnxValue OfGridDetector(OnnxGraph graph, GridDetector detector, OnnxValue x)
    {
        Shape output = detector.OutputShape(x.Shape);
        OnnxValue grid = Part(graph, detector, "layers", x);
        (int numbers, int rows, int columns) = (grid.Shape[1], grid.Shape[2], grid.Shape[3]);
        int stride = x.Shape[2] / rows;
        OnnxValue flat = graph.Node("Reshape", [output[0], numbers, rows * columns], [grid, graph.Integers(0, numbers, rows * columns)]);
        OnnxValue cells = graph.Node("Transpose", output, [flat], new OnnxSetting("perm", [0, 2, 1]));
        Shape pair = output.With(2, 2);
        OnnxValue[] parts = graph.Nodes("Split", [output.With(2, 1), pair, pair, output.With(2, detector.Classes)],
            [cells, graph.Integers(1, 2, 2, detector.Classes)], new OnnxSetting("axis", 2));
        float[] corners = [.. Enumerable.Range(0, rows * columns).SelectMany(cell => new float[] { cell % columns, cell / columns })];
        OnnxValue centre = Add(graph, graph.Node("Sigmoid", pair, [parts[1]]), graph.Constant([rows * columns, 2], corners));
        OnnxValue half = graph.Node("Mul", pair, [graph.Node("Softplus", pair, [parts[2]]), graph.Constant(0.5f)]);
        OnnxValue boxes =
            graph.Node("Concat", output.With(2, 4), [graph.Node("Sub", pair, [centre, half]), Add(graph, centre, half)], new OnnxSetting("axis", 2));
        OnnxValue pixels = graph.Node("Mul", boxes.Shape, [boxes, graph.Constant(stride)]);
        return graph.Node("Concat", output, [parts[0], pixels, parts[3]], new OnnxSetting("axis", 2));
    }
}
