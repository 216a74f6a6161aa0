namespace Elucid.Onnx;

/// <summary>How each module of the library is written in ONNX: one line per module here, and its method in the file of its family.</summary>
internal static partial class ModuleExports
{
    static readonly Dictionary<Type, Func<OnnxGraph, Module, OnnxValue, OnnxValue>> All = new()
    {
        [typeof(ActorCritic)] = Of<ActorCritic>((graph, module, x) => graph.Export(module.Actor, x)),        // the critic teaches, and answers nobody
        [typeof(ActivationLayer)] = Of<ActivationLayer>(OfActivation),
        [typeof(AdaptiveAvgPool2d)] = Of<AdaptiveAvgPool2d>(OfAdaptiveAvgPool2d),
        [typeof(AdaptiveMaxPool2d)] = Of<AdaptiveMaxPool2d>(OfAdaptiveMaxPool2d),
        [typeof(Autoencoder)] = Of<Autoencoder>(OfAutoencoder),
        [typeof(AvgPool1d)] = Of<AvgPool1d>(OfAvgPool1d),
        [typeof(AvgPool2d)] = Of<AvgPool2d>(OfAvgPool2d),
        [typeof(BatchNorm1d)] = Of<BatchNorm>(OfBatchNorm),
        [typeof(BatchNorm2d)] = Of<BatchNorm>(OfBatchNorm),
        [typeof(ChannelsFirst)] = Of<ChannelsFirst>(OfChannelsFirst),
        [typeof(Concat)] = Of<Concat>(OfConcat),
        [typeof(Conv1d)] = Of<Conv1d>(OfConv1d),
        [typeof(Conv2d)] = Of<Conv2d>(OfConv2d),
        [typeof(ConvTranspose2d)] = Of<ConvTranspose2d>(OfConvTranspose2d),
        [typeof(Dropout)] = Of<Dropout>((_, _, x) => x),          // in use it passes its input on
        [typeof(Embedding)] = Of<Embedding>(OfEmbedding),
        [typeof(Flatten)] = Of<Flatten>(OfFlatten),
        [typeof(GlobalAvgPool)] = Of<GlobalAvgPool>(OfGlobalAvgPool),
        [typeof(Gpt)] = Of<Gpt>(OfGpt),
        [typeof(GraphModule)] = Of<GraphModule>(GraphExport.Write),
        [typeof(GridDetector)] = Of<GridDetector>(OfGridDetector),
        [typeof(GroupNorm)] = Of<GroupNorm>(OfGroupNorm),
        [typeof(Gru)] = Of<Gru>(OfGru),
        [typeof(LastStep)] = Of<LastStep>(OfLastStep),
        [typeof(LayerNorm)] = Of<LayerNorm>(OfLayerNorm),
        [typeof(LearnedPositionalEncoding)] = Of<LearnedPositionalEncoding>(OfLearnedPositions),
        [typeof(Int8Linear)] = Of<Int8Linear>(OfInt8Linear),
        [typeof(Linear)] = Of<Linear>(OfLinear),
        [typeof(Lstm)] = Of<Lstm>(OfLstm),
        [typeof(LstmForecaster)] = Of<LstmForecaster>(OfForecaster),
        [typeof(MaxPool1d)] = Of<MaxPool1d>(OfMaxPool1d),
        [typeof(MaxPool2d)] = Of<MaxPool2d>(OfMaxPool2d),
        [typeof(MeanOverSteps)] = Of<MeanOverSteps>(OfMeanOverSteps),
        [typeof(MultiHeadAttention)] = Of<MultiHeadAttention>(OfAttention),
        [typeof(OnlyInUse)] = Of<OnlyInUse>((graph, module, x) => graph.Export(module.Inner, x)),
        [typeof(PositionalEncoding)] = Of<PositionalEncoding>(OfPositionalEncoding),
        [typeof(Recomputed)] = Of<Recomputed>((graph, module, x) => graph.Export(module.Inner, x)),
        [typeof(Residual)] = Of<Residual>(OfResidual),
        [typeof(Rnn)] = Of<Rnn>(OfRnn),
        [typeof(Sequential)] = Of<Sequential>(OfSequential),
        [typeof(Add)] = Of<Add>(OfAdd),
        [typeof(ToSequence)] = Of<ToSequence>(OfToSequence),
        [typeof(TransformerEncoder)] = Of<TransformerEncoder>(OfEncoder),
        [typeof(TransformerEncoderLayer)] = Of<TransformerEncoderLayer>(OfEncoderLayer),
        [typeof(Unflatten)] = Of<Unflatten>(OfUnflatten),
        [typeof(Upsample)] = Of<Upsample>(OfUpsample),
        [typeof(VariationalAutoencoder)] = Of<VariationalAutoencoder>(OfVariationalAutoencoder),
    };

    public static OnnxValue Export(OnnxGraph graph, Module module, OnnxValue x, string label) =>
        All.TryGetValue(module.GetType(), out var export) ? export(graph, module, x)
        : module is IOnnxDecoder || WithMemory.ContainsKey(module.GetType())
            ? throw new NotSupportedException($"{label} attends to a memory: say its shape, memory: [batch, keys, features].")
        : throw new NotSupportedException(
            $"{label} cannot be exported to ONNX: Elucid knows how to write "
                + $"{string.Join(", ", All.Keys.Select(type => type.Name).Order(StringComparer.Ordinal))}. "
            + "Implement IOnnxModule in the module.");

    static Func<OnnxGraph, Module, OnnxValue, OnnxValue> Of<TModule>(Func<OnnxGraph, TModule, OnnxValue, OnnxValue> export) where TModule : Module =>
        (graph, module, x) => export(graph, (TModule)module, x);

    static OnnxValue OfSequential(OnnxGraph graph, Sequential chain, OnnxValue x)
    {
        foreach ((_, Module module) in chain.Children)
            x = graph.Export(module, x);
        return x;
    }

    static OnnxValue OfLinear(OnnxGraph graph, Linear linear, OnnxValue x) => Product(
        graph, x, graph.Parameter(linear.Weight), linear.Bias is null ? OnnxValue.None : graph.Parameter(linear.Bias), linear.OutputShape(x.Shape));

    // The weights have eight bits in the file; inputs are not rounded, and products are those of floats.
    static OnnxValue OfInt8Linear(OnnxGraph graph, Int8Linear linear, OnnxValue x)
    {
        Shape output = linear.OutputShape(x.Shape), weight = [output.Last, x.Shape.Last];
        return Product(
            graph, x, graph.State(weight, linear.Weight.ToRows(), linear.Weight.Scales, "weight"),
            linear.Bias.IsEmpty ? OnnxValue.None : graph.State([output.Last], linear.Bias.Span, "bias"), output);
    }

    static OnnxValue Product(OnnxGraph graph, OnnxValue x, OnnxValue weight, OnnxValue bias, Shape output) =>
        x.Shape.Rank != 2 ? Projection(graph, x, weight, bias, output.Last)
            : graph.Node("Gemm", output, bias == OnnxValue.None ? [x, weight] : [x, weight, bias], new OnnxSetting("transB", 1));

    static OnnxValue OfFlatten(OnnxGraph graph, Flatten flatten, OnnxValue x) =>
        graph.Node("Flatten", flatten.OutputShape(x.Shape), [x], new OnnxSetting("axis", 1));

    static OnnxValue OfChannelsFirst(OnnxGraph graph, ChannelsFirst module, OnnxValue x) =>
        graph.Node("Transpose", module.OutputShape(x.Shape), [x], new OnnxSetting("perm", [0, 2, 1]));

    static OnnxValue OfUnflatten(OnnxGraph graph, Unflatten unflatten, OnnxValue x) => graph.Node(
        "Reshape", unflatten.OutputShape(x.Shape), [x, graph.Integers([0, .. unflatten.ExampleShape.Select(length => (long)length)])]);

    static OnnxValue OfActivation(OnnxGraph graph, ActivationLayer layer, OnnxValue x)
    {
        Dictionary<string, OnnxValue> learned = [];
        foreach ((Tensor value, var parameter) in layer.Learned.Zip(layer.Activation.Info.Parameters))
        {
            // One number per unit meets the units' axis when as many axes of length 1 follow as axes of x do.
            int[] shape = [value.Shape.Size, .. Enumerable.Repeat(1, x.Shape.Rank - 1 - x.Shape.ResolveAxis(layer.Axis))];
            learned[parameter.Name] = graph.Parameter(value, new Shape(shape));
        }
        return graph.Apply(layer.Activation, x, learned);
    }
}
