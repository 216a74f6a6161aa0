using System.Numerics;
using System.Runtime.InteropServices;
using Elucid.Kernels;
using Elucid.Numerics;
using Elucid.Tests.Autograd;
using Elucid.Tests.Numerics;

namespace Elucid.Tests;

/// <summary>
/// Machines with fused multiply-add agree to the last bit. One machine cannot tell, so the first run writes what it computed to the file that
/// ELUCID_BITS names and runs elsewhere compare; <c>tests/run-on-arm64</c> does both, and <c>.ci/run</c> with each width of vectors.
/// </summary>
[EveryActivation]
public sealed class BitsTests
{
    [Fact]
    public void Another_machine_computed_the_same_bits()
    {
        string? file = Environment.GetEnvironmentVariable("ELUCID_BITS");
        Assert.SkipWhen(file is null, "Compares two machines: set ELUCID_BITS to a file that the first run writes and the second reads.");
        Assert.SkipUnless(Lane1.IsFused, "Machines without fused multiply-add round twice.");
        string[] here =
        [
            .. Kernels(Floats.Sample), .. Kernels<double>(Doubles.Sample), Attention(), Operations(), EightBits(), .. Layers(), Training(),
        ];
        if (!File.Exists(file))
            File.WriteAllLines(file, here);
        Assert.Equal(File.ReadAllLines(file), here);
    }

    static IEnumerable<string> Kernels<T>(T[] x) where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] dy = [.. x.Select((_, i) => T.CreateTruncating(0.25f + i % 7))], y = new T[x.Length], dx = new T[x.Length];
        foreach (string name in (string[])[.. ActivationCatalog.All.Select(info => info.Name), "elu:clip=-3", "celu:alpha=2:clip=-3", "selu:clip=0"])
        {
            ActivationKernel<T> kernel = ActivationCatalog.Parse(name).Kernel<T>();
            kernel.Forward(x, y);
            kernel.Backward(x, dy, dx);
            yield return $"{name} of {typeof(T).Name} forward {Hash<T>(y)} backward {Hash<T>(dx)}";
        }
    }

    static string Attention()
    {
        Tensor[] operands = [Grid.Tensor([2, 50, 36], seed: 1), Grid.Tensor([2, 150, 36], seed: 2), Grid.Tensor([2, 150, 36], seed: 3)];
        using Tape tape = Tape.Start();
        Tensor y = Ops.Attention(operands[0], operands[1], operands[2], heads: 3, isCausal: true, dropout: 0.25, random: new RandomStream(4));
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        return $"attention {Hash<float>(y.Values)} gradients {string.Join(' ', operands.Select(x => Hash<float>(x.Gradient)))}";
    }

    static string EightBits()
    {
        Module model = Inference.Quantize(new Linear(75, 70, new RandomStream(5)));
        return $"eight bits {Hash<float>(model.Predict(Grid.Tensor([9, 75], seed: 6)).Values)}";
    }

    static string Operations()
    {
        Tensor x = Grid.Between([7, 37], seed: 21, 0.5f, 3);
        float[] orthogonal = new float[19 * 23];
        Initializer.Orthogonal().Fill(orthogonal, 23, 19, new RandomStream(22));
        using Tape tape = Tape.Start();
        Tensor y = Ops.Pow(x, 1.7) + Ops.Exp(x) * Ops.Log(x) + 2 / Ops.Rsqrt(x) + Ops.CumulativeSum(x)
            + Ops.Where(Ops.Less(x.Detach(), Tensor.Ones([37])), Ops.Erf(x), Ops.Clamp(x, 1, 2));
        tape.Backward(Ops.Sum(y * y));
        return $"operations {Hash<float>(y.Values)} gradient {Hash<float>(x.Gradient)} orthogonal {Hash<float>(orthogonal)}";
    }

    /// <summary>Every way that kernels take: sizes fill all lanes and leave some over, and there is enough work to share among threads.</summary>
    static IEnumerable<string> Layers()
    {
        RandomStream random = new(5);
        ActivationLayer elu = new(ActivationCatalog.Parse("elu"));
        Tensor images = Grid.Tensor([3, 20, 17, 23], seed: 6), sequences = Grid.Tensor([9, 21, 37], seed: 7);
        Padding same = Padding.Same;
        return [
            Line("fully connected", new Sequential(new Linear(37, 150, random), elu), sequences),
            Line("fully connected, one row", new Linear(150, 301, random), Grid.Tensor([1, 150], seed: 12)),
            Line("convolution", new Sequential(new Conv2d(20, 35, 3, random, padding: same), elu), images),
            Line("convolution in strides", new Conv2d(20, 33, 5, random, stride: 2, padding: 2, dilation: 2), images),
            Line("convolution of points", new Sequential(new Conv2d(20, 37, 1, random), elu), images),
            Line("convolution in groups", new Conv2d(20, 30, 3, random, groups: 5, bias: false), images),
            Line("depthwise convolution", new Conv2d(20, 20, 3, random, padding: same, groups: 20), images),
            Line("depthwise convolution in strides", new Conv2d(20, 40, 3, random, stride: 2, padding: 1, groups: 20), images),
            Line("transposed convolution", new ConvTranspose2d(20, 19, 4, random, stride: 2, padding: 1), images),
            Line("convolution of signals", new Conv1d(21, 19, 3, random, padding: 1), sequences),
            Line("batch norm of images", new Sequential(new BatchNorm2d(20), elu), images),
            Line("batch norm of sequences", new BatchNorm1d(21), sequences),
            Line("batch norm of rows", new BatchNorm1d(37), Grid.Tensor([131, 37], seed: 8)),
            Line("group norm", new Sequential(new GroupNorm(4, 20), elu), images),
            Line("layer norm", new LayerNorm([37]), sequences),
            Line("layer norm of images", new LayerNorm([20, 17, 23]), images),
            Line("max pooling", new MaxPool2d(3, stride: 2, padding: 1), images),
            Line("average pooling", new AvgPool2d(3, stride: 2, padding: 1), images),
            Line("adaptive average pooling", new AdaptiveAvgPool2d(5), images),
            Line("adaptive max pooling", new AdaptiveMaxPool2d(5), images),
            Line("upsampling, nearest", new Upsample(2), images),
            Line("upsampling, bilinear", new Upsample(2, UpsampleMode.Bilinear), images),
            Line("recurrent network", new Rnn(37, 53, random, new RecurrentOptions { Layers = 2, Activation = elu.Activation }), sequences),
            Line("gated recurrent units", new Gru(37, 53, random, new RecurrentOptions { Bidirectional = true }), sequences),
            Line("long short-term memory", new Lstm(37, 53, random, new RecurrentOptions { Layers = 2, Bidirectional = true }), sequences),
            Line("long short-term memory, few sequences", new Lstm(37, 53, random), Grid.Tensor([3, 21, 37], seed: 9)),
            Line("multi-head attention", new MultiHeadAttention(36, 4, random), Grid.Tensor([3, 21, 36], seed: 10)),
            Line("transformer block", new TransformerEncoderLayer(36, 3, 70, ActivationCatalog.Parse("gelu"), random, dropout: 0.1),
                Grid.Tensor([3, 150, 36], seed: 11)),
            Line("fully connected, long sums", new Sequential(new Linear(5003, 37, random), elu), Grid.Tensor([2, 5003], seed: 13)),
            Line("fully connected, one long row", new Linear(5003, 37, random), Grid.Tensor([1, 5003], seed: 14)),
            Line("fully connected, many rows", new Linear(3, 2, random), Grid.Tensor([70_003, 3], seed: 15)),
            Line("convolution, long sums", new Conv2d(3, 5, 3, random), Grid.Tensor([2, 3, 191, 197], seed: 16)),
            Line("depthwise convolution, long sums", new Conv2d(2, 2, 3, random, groups: 2), Grid.Tensor([2, 2, 191, 397], seed: 17)),
            Line("convolution of many channels", new Conv2d(1500, 3, 2, random), Grid.Tensor([1, 1500, 5, 7], seed: 18)),
            Line("layer norm of a long row", new LayerNorm([70_007]), Grid.Tensor([2, 70_007], seed: 19)),
            Line("average pooling of a large plane", new GlobalAvgPool(), Grid.Tensor([1, 2, 391, 297], seed: 20)),
            Line("residual block", Residual.PostActivation(20, 33, elu.Activation, random, stride: 2), images),
        ];
    }

    static string Line(string name, Module module, Tensor input)
    {
        Tensor x = new(input.Shape, input.Values, requiresGradient: true);
        using Tape tape = Tape.Start();
        Tensor y = module.Forward(x);
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        string state =
            string.Join(' ',
                module.NamedState()
                    .Select(p => $"{p.Name} {Hash<float>(p.Value.Values)}{(p.Value.RequiresGradient ? $" {Hash<float>(p.Value.Gradient)}" : "")}"));
        return $"{name} {Hash<float>(y.Values)} gradients {Hash<float>(x.Gradient)} {state}";
    }

    static string Training()
    {
        RandomStream random = new(seed: 1);
        Sequential model = new(
            new Flatten(), new Linear(64, 32, random), new ActivationLayer(ActivationCatalog.Parse("elu")), new Linear(32, 10, random));
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(1500), random.Derive("split"));
        new Trainer(model, new Adam(model), digits.Train, options: new TrainerOptions { Epochs = 1 }).Fit();
        return $"trained weights {string.Join(' ', model.NamedParameters().Select(p => Hash<float>(p.Value.Values)))}";
    }

    // FNV-1a over the bytes. The sign and payload of a NaN are the machine's.
    static string Hash<T>(ReadOnlySpan<T> values) where T : unmanaged, IFloatingPointIeee754<T>
    {
        ulong hash = 14695981039346656037;
        foreach (T value in values)
        {
            T counted = T.IsNaN(value) ? T.NaN : value;
            foreach (byte part in MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in counted)))
                hash = (hash ^ part) * 1099511628211;
        }
        return hash.ToString("X16");
    }
}
