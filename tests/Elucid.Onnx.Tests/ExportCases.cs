namespace Elucid.Onnx.Tests;

/// <summary>A module that is exported and compared with ONNX Runtime.</summary>
/// <param name="Name">As the page of ONNX lists it.</param>
/// <param name="Make">Makes the module from a stream for its weights.</param>
/// <param name="Input">A batch of one.</param>
/// <param name="Memory">What a decoder attends to, likewise.</param>
sealed record ExportCase(string Name, Func<RandomStream, Module> Make, int[] Input, int[]? Memory = null)
{
    public byte[] File(Module module, int opset = OnnxExport.DefaultOpset) =>
        OnnxExport.ToBytes(module, new Shape(Input), opset, memory: Memory is null ? null : new Shape(Memory));

    public Tensor Forward(Module module, Tensor[] inputs) => (module, inputs) switch
    {
        (_, [Tensor x]) => module.Forward(x),
        (MultiHeadAttention attention, [Tensor x, Tensor memory]) => attention.ForwardCross(x, memory),
        (TransformerDecoderLayer layer, [Tensor x, Tensor memory]) => layer.Forward(x, memory),
        _ => throw new ArgumentException($"{Name} takes no memory."),
    };

    public override string ToString() => Name;
}

/// <summary>Gives each of four classes the same, so that the first of them has its vote.</summary>
sealed class Undecided : Module, IOnnxModule
{
    public override Tensor Forward(Tensor x) => new([x.Shape[0], 4]);

    public override Shape OutputShape(Shape input) => input.With(1, 4);

    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Node(
        "MatMul", OutputShape(input.Shape), [input, graph.Constant([6, 4], new float[24])]);
}

/// <summary>Every module that can be exported, at least once.</summary>
static class ExportCases
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    public static IReadOnlyList<ExportCase> All { get; } =
    [
        new("Linear", random => new Linear(20, 7, random), [1, 20]),
        new("Linear without bias", random => new Linear(20, 7, random, bias: false), [1, 20]),
        new("Linear on a sequence", random => new Linear(6, 5, random), [1, 4, 6]),
        new("Flatten", random => new Sequential(new Flatten(), new Linear(24, 3, random)), [1, 2, 3, 4]),
        new("Dropout", random => new Sequential(new Dropout(0.5, random)), [1, 8]),
        .. ActivationCatalog.All.Select(info => new ExportCase($"ActivationLayer, {info.Name}",
            random => new Sequential(new Linear(16, 16, random), new ActivationLayer(info.Create(), units: 16)), [1, 16])),
        new("ActivationLayer, elu with a learned alpha", _ =>
            new ActivationLayer(ActivationCatalog.Parse("elu:alpha=learn@0.5"), units: 3, axis: 1), [1, 3, 4, 5]),
        new("ActivationLayer, leaky ReLU with a learned slope", _ =>
            new ActivationLayer(ActivationCatalog.Parse("leaky-relu:slope=learn@0.25"), units: 3, axis: 1), [1, 3, 4, 5]),
        new("ActivationLayer, prelu with one slope", _ => new ActivationLayer(ActivationCatalog.Parse("prelu")), [1, 3, 4, 5]),
        new("ActivationLayer, pelu per channel", _ => new ActivationLayer(ActivationCatalog.Parse("pelu:a=0.5"), units: 3, axis: 1), [1, 3, 4, 5]),
        new("Conv1d", random => new Conv1d(3, 4, 3, random, stride: 2, padding: 1), [1, 3, 9]),
        new("Conv1d, same", random => new Conv1d(3, 4, 4, random, padding: Padding.Same, dilation: 2, bias: false), [1, 3, 9]),
        new("Conv2d", random => new Conv2d(3, 6, 3, random, padding: 1), [1, 3, 8, 7]),
        new("Conv2d, strides, dilation, groups", random =>
            new Conv2d(4, 6, (3, 2), random, stride: (2, 1), padding: (2, 0), dilation: (2, 3), groups: 2, bias: false), [1, 4, 9, 8]),
        new("Conv2d, same, depthwise", random => new Conv2d(4, 4, (4, 3), random, padding: Padding.Same, groups: 4), [1, 4, 6, 5]),
        new("ConvTranspose2d", random =>
            new ConvTranspose2d(4, 6, (3, 2), random, stride: 2, padding: (1, 0), outputPadding: (1, 0), groups: 2), [1, 4, 5, 4]),
        new("BatchNorm1d", _ => new BatchNorm1d(6), [1, 6]),
        new("BatchNorm2d", _ => new BatchNorm2d(4, epsilon: 1e-3), [1, 4, 3, 5]),
        new("BatchNorm2d without parameters", _ => new BatchNorm2d(4, affine: false), [1, 4, 3, 5]),
        new("LayerNorm", _ => new LayerNorm(8), [1, 5, 8]),
        new("LayerNorm of two axes without parameters", _ => new LayerNorm([3, 4], affine: false), [1, 3, 4]),
        new("GroupNorm", _ => new GroupNorm(2, 6), [1, 6, 3, 4]),
        new("Ensemble, mean of probabilities", random => Ensemble.Average(Members(random, 3), LearningTask.Classification), [1, 6]),
        new("Ensemble, mean of numbers", random => Ensemble.Average(Members(random, 2), LearningTask.Regression), [1, 6]),
        new("Ensemble, mean of several targets", random => Ensemble.Average(
            Members(random, 3), LearningTask.Several, [new TargetInfo("a"), new TargetInfo("b", ["x", "y", "z"])]), [1, 6]),
        new("Ensemble, votes", random => Ensemble.Vote([.. Members(random, 3), new Undecided()], [1, 0.5, 2, 0.25]), [1, 6]),
        new("Embedding", random => new Embedding(11, 5, random), [1, 4]),
        new("Rnn", random => new Rnn(5, 4, random), [1, 6, 5]),
        new("Rnn with ELU, bidirectional", random =>
            new Rnn(5, 4, random, new() { Bidirectional = true, Activation = ActivationCatalog.Parse("elu:alpha=0.5") }), [1, 6, 5]),
        new("Gru, two layers", random => new Gru(5, 4, random, new() { Layers = 2 }), [1, 6, 5]),
        new("Lstm", random => new Lstm(5, 4, random), [1, 6, 5]),
        new("Lstm, two layers, bidirectional, with ELU", random =>
            new Lstm(5, 4, random, new() { Layers = 2, Bidirectional = true, Activation = Elu }), [1, 6, 5]),
        new("Lstm without biases, [length, batch, features]", random =>
            new Lstm(5, 4, random, new() { Bias = false, BatchFirst = false }), [6, 1, 5]),
        new("MultiHeadAttention", random => new MultiHeadAttention(12, 3, random), [1, 7, 12]),
        new("MaxPool1d", _ => new MaxPool1d(3, stride: 2, padding: 1), [1, 2, 9]),
        new("MaxPool2d", _ => new MaxPool2d((3, 2), stride: 2, padding: (1, 0), dilation: (1, 2)), [1, 3, 9, 8]),
        new("MaxPool2d, rounded up, padded", _ => new MaxPool2d(2, stride: 3, padding: 1, ceilMode: true), [1, 2, 6, 5]),
        new("AvgPool2d, rounded up, padded", _ => new AvgPool2d(3, stride: 2, padding: 1, ceilMode: true), [1, 2, 6, 7]),
        new("MaxPool2d, rounded up", _ => new MaxPool2d(3, stride: 2, ceilMode: true), [1, 3, 8, 8]),
        new("AvgPool1d", _ => new AvgPool1d(2), [1, 2, 8]),
        new("AvgPool2d", _ => new AvgPool2d(3, stride: 2, padding: 1), [1, 3, 9, 7]),
        new("AvgPool2d, without padding in means", _ => new AvgPool2d(3, stride: 2, padding: 1, countIncludePad: false), [1, 3, 9, 7]),
        new("AdaptiveAvgPool2d", _ => new AdaptiveAvgPool2d((2, 3)), [1, 3, 8, 6]),
        new("AdaptiveAvgPool2d, unequal windows", _ => new AdaptiveAvgPool2d((3, 4)), [1, 3, 8, 7]),
        new("AdaptiveMaxPool2d", _ => new AdaptiveMaxPool2d((2, 3)), [1, 3, 8, 6]),
        new("GlobalAvgPool", _ => new GlobalAvgPool(), [1, 3, 5, 4]),
        new("Upsample, nearest", _ => new Upsample((2, 3)), [1, 2, 3, 4]),
        new("Upsample, bilinear", _ => new Upsample(2, UpsampleMode.Bilinear), [1, 2, 3, 4]),
        new("Upsample, bilinear with aligned corners", _ => new Upsample(2, UpsampleMode.Bilinear, alignCorners: true), [1, 2, 3, 4]),
        new("Unflatten", random => new Sequential(new Linear(5, 24, random), new Unflatten([2, 3, 4])), [1, 5]),
        new("Concat", random => new Concat(new Conv2d(3, 2, 1, random), new Conv2d(3, 4, 3, random, padding: 1)), [1, 3, 5, 5]),
        new("Sum", random => new Add(new Linear(5, 4, random), new Linear(5, 4, random)), [1, 5]),
        new("Residual, ELU block", random => Residual.Elu(4, 4, Elu, random), [1, 4, 6, 6]),
        new("Residual, activation last", random => Residual.PostActivation(3, 6, Elu, random, stride: 2), [1, 3, 8, 8]),
        new("Residual, activation first", random => Residual.PreActivation(3, 6, Elu, random, stride: 2), [1, 3, 8, 8]),
        new("ToSequence of images, and LastStep", _ => new Sequential(new ToSequence(), new LastStep()), [1, 2, 4, 3]),
        new("ToSequence of features, and MeanOverSteps", random =>
            new Sequential(new ToSequence(), new Linear(1, 3, random), new MeanOverSteps()), [1, 6]),
        new("ChannelsFirst, and a convolution along time", random => new Sequential(
            new ChannelsFirst(), new Conv1d(3, 4, 3, random, padding: Padding.Same), new MaxPool1d(2)), [1, 6, 3]),
        new("LearnedPositionalEncoding", random => new LearnedPositionalEncoding(6, 9, random), [1, 5, 6]),
        new("PositionalEncoding", _ => new PositionalEncoding(6, 9), [1, 5, 6]),
        new("TransformerEncoderLayer", random => new TransformerEncoderLayer(8, 2, 16, Elu, random, dropout: 0.1), [1, 5, 8]),
        new("TransformerEncoder, normalisation first", random => new TransformerEncoder(
            2, _ => new TransformerEncoderLayer(8, 2, 16, ActivationCatalog.Parse("gelu"), random, normFirst: true), new LayerNorm(8)), [1, 5, 8]),
        new("MultiHeadAttention to a memory", random => new MultiHeadAttention(12, 3, random, bias: false), [1, 7, 12], Memory: [1, 4, 12]),
        new("TransformerDecoderLayer", random => new TransformerDecoderLayer(8, 2, 16, Elu, random, dropout: 0.1), [1, 5, 8], Memory: [1, 7, 8]),
        new("TransformerDecoderLayer, normalisation first", random =>
            new TransformerDecoderLayer(8, 2, 16, Elu, random, normFirst: true), [1, 5, 8], Memory: [1, 3, 8]),
        new("Recomputed", random => new Sequential(new Recomputed(new Linear(6, 4, random)), new ActivationLayer(Elu)), [1, 6]),
        new("MLP 64-128-128-10", random => new Sequential(
            new Flatten(), new Linear(64, 128, random), new ActivationLayer(Elu), new Dropout(0.2, random), new Linear(128, 128, random),
            new ActivationLayer(Elu),
            new Linear(128, 10, random)), [1, 8, 8]),
        new("LeNet", random => ImageNetworks.LeNet([1, 28, 28], 10, Elu, random), [1, 1, 28, 28]),
        new("small VGG", random => ImageNetworks.Vgg([3, 16, 16], 10, [8, 16], 32, Elu, random, dropout: 0.1, dropoutRandom: random), [1, 3, 16, 16]),
        new("EluNet", random => ImageNetworks.EluNet(10, random), [1, 3, 32, 32]),
        new("ResNet-20", random => ImageNetworks.ResNet([3, 32, 32], 10, blocks: 3, [16, 32, 64], Elu, random), [1, 3, 32, 32]),
        new("DCGAN generator", random => Dcgan.Generator(8, [1, 16, 16], 8, Elu, random), [1, 8, 1, 1]),
        new("DCGAN discriminator", random => Dcgan.Discriminator([1, 16, 16], 8, ActivationCatalog.Parse("leaky-relu"), random), [1, 1, 16, 16]),
        new("Autoencoder", random => new Autoencoder(30, Elu, random, [20, 10, 3]), [1, 30]),
        new("Autoencoder of pixels", random => new Autoencoder(30, Elu, random, [20, 10, 3], outputActivation: Activations.Sigmoid()), [1, 30]),
        new("VariationalAutoencoder", random => new VariationalAutoencoder(30, 4, Elu, random, [20]), [1, 30]),
        new("LstmForecaster", random => new LstmForecaster(3, 8, random, features: 2), [1, 10, 2]),
        new("Gpt", random =>
            new Gpt(new GptOptions { VocabularySize = 11, MaxLength = 12, Features = 8, Heads = 2, Layers = 2, TiedHead = false }, random), [1, 7]),
        new("Gpt with a tied head", random =>
            new Gpt(new GptOptions { VocabularySize = 11, MaxLength = 12, Features = 8, Heads = 2, Layers = 1 }, random), [1, 7]),
        new("language model with a gru", random => LanguageModel("gru", random), [1, 7]),
        new("language model with two lstm layers", random => LanguageModel("lstm", random, 8, 6), [1, 7]),
        new("ActorCritic", random => new NetworkRecipe { Hidden = [8] }.BuildNetwork([4], 3, Elu, random, LearningTask.Control), [1, 4]),
        new("GridDetector", random => new GridDetector([3, 16, 24], 3, Elu, random, [4, 8]), [1, 3, 16, 24]),
    ];

    /// <summary>A batch of inputs, and of memories: for an embedding, whole numbers.</summary>
    public static Tensor[] Inputs(ExportCase c, int batch)
    {
        Tensor x = Sample.Normal(new Shape(c.Input).With(0, batch), seed: (ulong)batch);
        if (c.Name is "Embedding" or "Gpt" or "Gpt with a tied head" || c.Name.StartsWith("language model", StringComparison.Ordinal))
            foreach (ref float value in x.Edit())
                value = Math.Clamp(MathF.Round(5 + 3 * value), 0, 10);
        return c.Memory is null ? [x] : [x, Sample.Normal(new Shape(c.Memory).With(0, batch), seed: 10 + (ulong)batch)];
    }

    static Module[] Members(RandomStream random, int count) => [.. Enumerable.Range(0, count).Select(i =>
        new Sequential(new Linear(6, 5, random.Derive("member", (ulong)i)), new ActivationLayer(Elu), new Linear(5, 4, random)))];

    static Module LanguageModel(string model, RandomStream random, params int[] hidden) =>
        new NetworkRecipe { Model = model, Hidden = hidden.Length > 0 ? hidden : [8] }
            .BuildNetwork([7], 11, Activations.Tanh(), random, LearningTask.Text);

    public static ExportCase Named(string name) => All.Single(c => c.Name == name);

    /// <summary>The case's module, in use.</summary>
    public static Module Build(ExportCase c)
    {
        Module module = c.Make(new RandomStream(5));
        // Weights that no initializer gives, such as equal slopes or biases of zero, would hide mistakes.
        RandomStream noise = new(6);
        foreach ((_, Tensor value) in module.NamedParameters())
        {
            float[] draws = new float[value.Shape.Size];
            noise.FillGaussian(draws);
            for (int i = 0; i < draws.Length; i++)
                value.Edit()[i] += 0.1f * draws[i];
        }
        foreach ((_, Tensor value) in module.NamedBuffers())
            noise.FillUniform(value.Edit(), 0.5f, 2);
        module.Eval();
        return module;
    }
}
