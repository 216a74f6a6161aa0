using System.Globalization;

namespace Elucid.Onnx.Tests;

/// <summary>Random stacks of layers, in every operator set and for two batches, are what ONNX Runtime computes. ELUCID_EXPORT_FUZZ=1000 tries as many
/// stacks as it says.</summary>
[EveryActivation]
public sealed class ExportFuzzTests
{
    [Fact]
    public void Random_stacks_are_read_by_onnx_runtime_and_give_the_same()
    {
        int stacks = int.Parse(Environment.GetEnvironmentVariable("ELUCID_EXPORT_FUZZ") ?? "60", CultureInfo.InvariantCulture);
        for (int seed = 0; seed < stacks; seed++)
        {
            RandomStream random = new((ulong)seed);
            Shape input = seed % 3 == 2 ? [1, 2 + random.NextInt32(3), 6 + random.NextInt32(8)]
                : [1, 2 + random.NextInt32(3), 6 + random.NextInt32(8), 6 + random.NextInt32(8)];
            Sequential stack = Stack(input, random);
            stack.Eval();
            int opset = OnnxExport.OldestOpset + seed % (OnnxExport.NewestOpset - OnnxExport.OldestOpset + 1);
            byte[] model = OnnxExport.ToBytes(stack, input, opset);
            foreach (int batch in new[] { 1, 3 })
            {
                Tensor x = Sample.Normal(input.With(0, batch), (ulong)seed), expected = stack.Forward(x);
                // A window with gaps may see nothing but padding, whose maximum is −∞ here and the lowest float there.
                if (!expected.Values.ToArray().All(float.IsFinite))
                    continue;
                double difference = OnnxRuntime.Difference(expected, OnnxRuntime.Run(model, x));
                Assert.True(difference <= 1e-3,
                    $"seed {seed}, operator set {opset}, batch {batch}: {difference:G3} in "
                        + $"{string.Join(", ", stack.Children.Select(child => child.Module))} on {input}");
            }
        }
    }

    // Layers that do not fit what is there are drawn again.
    static Sequential Stack(Shape input, RandomStream random)
    {
        List<Module> layers = [];
        Shape shape = input;
        for (int tries = 0; layers.Count < 3 + tries % 4 && tries < 40; tries++)
            try
            {
                Module layer = Layer(shape, random);
                Shape next = layer.OutputShape(shape);
                if (next.Size is 0 or > 20_000)
                    continue;
                shape = next;
                layers.Add(layer);
            }
            catch (Exception e) when (e is ArgumentException)
            {
                // such as a window larger than the image
            }
        return new Sequential([.. layers]);
    }

    static Module Layer(Shape shape, RandomStream random)
    {
        int Draw(int least, int most) => least + random.NextInt32(most - least + 1);
        bool Coin() => random.NextInt32(2) == 0;
        if (random.NextInt32(4) == 0)
        {
            Activation[] functions = [.. ActivationCatalog.All.Select(info => info.Create())];
            return new ActivationLayer(functions[random.NextInt32(functions.Length)], units: shape[1], axis: 1);
        }
        int kernel = Draw(1, 4), stride = Draw(1, 3), padding = Draw(0, kernel / 2), channels = shape.Rank > 1 ? shape[1] : 1;
        return (shape.Rank, random.NextInt32(10)) switch
        {
            (4, 0) => new Conv2d(
                channels, Draw(1, 4), (kernel, Draw(1, 3)), random, stride: (stride, Draw(1, 2)), padding: (padding, 0), dilation: Draw(1, 2)),
            (4, 1) => new MaxPool2d(
                (kernel, Draw(2, 3)), stride: (stride, Draw(1, 3)), padding: (padding, 1), dilation: (Draw(1, 2), 1), ceilMode: Coin()),
            (4, 2 or 3) =>
                new AvgPool2d((kernel, Draw(2, 3)), stride: (stride, Draw(1, 3)), padding: (padding, 1), ceilMode: Coin(), countIncludePad: Coin()),
            (4, 4) => new BatchNorm2d(channels),
            (4, 5) => new GroupNorm(1, channels),
            (4, 6) => new Upsample((Draw(1, 2), Draw(1, 3)), Coin() ? UpsampleMode.Nearest : UpsampleMode.Bilinear, alignCorners: Coin()),
            (4, 7) => new ConvTranspose2d(channels, Draw(1, 3), kernel, random, stride: stride, padding: padding),
            (4, 8) => new AdaptiveAvgPool2d((Draw(1, 4), Draw(1, 4))),
            (4, 9) => random.NextInt32(3) switch { 0 => new ToSequence(), 1 => new Flatten(), _ => new GlobalAvgPool() },
            (3, 0) => new Conv1d(channels, Draw(1, 4), kernel, random, stride: stride, padding: padding, dilation: Draw(1, 2)),
            (3, 1) => new MaxPool1d(kernel, stride, padding, Draw(1, 2), ceilMode: Coin()),
            (3, 2) => new AvgPool1d(kernel, stride, padding, ceilMode: Coin(), countIncludePad: Coin()),
            (3, 3) => new Linear(shape[2], Draw(2, 6), random),
            (3, 4) => new LayerNorm(shape[2]),
            (3, 5) => Coin() ? new Lstm(shape[2], Draw(2, 5), random, new() { Bidirectional = Coin() }) : new Gru(shape[2], Draw(2, 5), random),
            (3, 6) => shape[2] % 2 == 0 ? new MultiHeadAttention(shape[2], 2, random) : new Rnn(shape[2], 4, random),
            (3, 7) => shape[2] % 2 == 0 ? new TransformerEncoderLayer(shape[2], 2, 8, ActivationCatalog.Parse("elu"), random)
                : new BatchNorm1d(channels),
            (3, 8) => new BatchNorm1d(channels),
            (3, _) => Coin() ? new MeanOverSteps() : new LastStep(),
            (2, < 4) => new BatchNorm1d(channels),
            (2, 4) => new Dropout(0.3, random),
            _ => new Sequential(new Flatten(), new Linear(shape.Product(1..), Draw(2, 8), random)),
        };
    }
}
