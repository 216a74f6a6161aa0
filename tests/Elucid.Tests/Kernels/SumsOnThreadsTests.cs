using System.Runtime.InteropServices;
using Elucid.Kernels;
using Elucid.Tests.Autograd;

namespace Elucid.Tests.Kernels;

/// <summary>Every kernel that sums gives the same bits on any number of threads: with one unit, two units, few pieces of work, long rows and many
/// repetitions.</summary>
public sealed class SumsOnThreadsTests
{
    static readonly Dictionary<string, Case> Cases = new()
    {
        ["fully connected, one unit"] = Layer(r => new Linear(1, 1, r), 200_000, 1),
        ["fully connected, two units"] = Layer(r => new Linear(3, 2, r), 70_000, 3),
        ["fully connected and ELU, one unit"] = Layer(r => new Sequential(new Linear(1, 1, r), Activation("elu")), 140_000, 1),
        ["fully connected and ELU, long rows"] = Layer(r => new Sequential(new Linear(2, 70_000, r), Activation("elu")), 2, 2),
        ["fully connected, many terms"] = Layer(r => new Linear(9, 17, r), 30_000, 9),
        ["shared slope"] = Layer(_ => new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 1), 200_000, 1),
        ["slopes of two channels"] = Layer(_ => new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 2, axis: 1), 1, 2, 300, 300),
        ["slopes of two units"] = Layer(_ => new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 2), 70_000, 2),
        ["two shared parameters"] = Layer(_ => new ActivationLayer(ActivationCatalog.Parse("pelu"), units: 1), 180_000, 1),
        ["scale and shift, one unit"] = new(_ => ScaleShift(180_000, units: 1, inner: 1)),
        ["scale and shift, two channels"] = new(_ => ScaleShift(180_000, units: 2, inner: 90_000)),
        ["scale and shift, two units"] = new(_ => ScaleShift(180_000, units: 2, inner: 1)),
        ["convolution, one channel"] = Layer(r => new Conv2d(1, 1, 3, r), 1, 1, 500, 500),
        ["convolution, two channels"] = Layer(r => new Conv2d(1, 2, 1, r), 1, 1, 1000, 1000),
        ["convolution and ELU, one channel"] = Layer(r => new Sequential(new Conv2d(3, 1, 3, r), Activation("elu")), 1, 3, 400, 400),
        ["convolution, many images"] = Layer(r => new Conv2d(2, 5, 3, r), 90, 2, 30, 30),
        ["convolution, two groups"] = Layer(r => new Conv2d(4, 6, 3, r, stride: 2, groups: 2), 3, 4, 150, 150),
        ["convolution, many channels"] = Layer(r => new Conv2d(700, 3, 2, r), 2, 700, 12, 12),
        ["depthwise convolution, one channel"] = Layer(r => new Conv2d(1, 1, 5, r), 2, 1, 300, 300),
        ["depthwise convolution, two channels"] = Layer(r => new Conv2d(2, 2, 3, r, groups: 2), 2, 2, 300, 300),
        ["depthwise convolution of a signal, one channel"] = Layer(r => new Conv1d(1, 1, 5, r), 3, 1, 90_000),
        ["convolution, 300 images of one channel"] = Layer(r => new Conv2d(1, 1, 3, r), 300, 1, 28, 28),
        ["convolution with learned slopes"] =
            Layer(r => new Sequential(new Conv2d(1, 2, 3, r), new ActivationLayer(ActivationCatalog.Parse("prelu"), units: 2, axis: 1)), 2, 1, 250,
                250),
        ["transposed convolution, two channels"] = Layer(r => new ConvTranspose2d(3, 2, 3, r), 2, 3, 150, 150),
        ["transposed convolution, one channel"] = Layer(r => new ConvTranspose2d(2, 1, 4, r, stride: 2, padding: 1), 1, 2, 200, 200),
        ["convolution of a long signal"] = Layer(r => new Conv1d(1, 1, 7, r), 1, 1, 200_000),
        ["batch norm, one unit"] = Layer(_ => new BatchNorm1d(1), 150_000, 1),
        ["batch norm, two channels"] = Layer(_ => new Sequential(new BatchNorm2d(2), Activation("elu")), 2, 2, 250, 250),
        ["group norm, one group"] = Layer(_ => new GroupNorm(1, 2), 1, 2, 300, 300),
        ["group norm, many examples"] = Layer(_ => new GroupNorm(2, 4), 3000, 4, 9),
        ["layer norm, one row"] = Layer(_ => new LayerNorm(150_000), 1, 150_000),
        ["layer norm, few features"] = Layer(_ => new LayerNorm(2), 60_000, 2),
        ["layer norm of long rows"] = Layer(_ => new LayerNorm(70_000), 3, 70_000),
        ["group norm, one unit"] = Layer(_ => new GroupNorm(1, 1), 3, 1, 70_000),
        ["batch norm, two units"] = Layer(_ => new BatchNorm1d(2), 90_000, 2),
        ["layer norm"] = Layer(_ => new LayerNorm(129), 1000, 129),
        ["embedding, three entries"] =
            new(r => Gradients(new Embedding(3, 5, r), new Tensor([60_000], [.. Enumerable.Range(0, 60_000).Select(i => (float)(i % 7 % 3))]))),
        ["embedding, one entry"] = new(r => Gradients(new Embedding(1, 3, r), new Tensor([100_000]))),
        ["recurrent network, one unit, many steps"] = Layer(r => new Rnn(1, 1, r), 1, 20_000, 1),
        ["recurrent network"] = Layer(r => new Rnn(2, 9, r, new RecurrentOptions { Activation = ActivationCatalog.Parse("elu") }), 40, 90, 2),
        ["gated recurrent units"] = Layer(r => new Gru(5, 64, r), 33, 9, 5),
        ["long short-term memory, both directions"] = Layer(r => new Lstm(3, 70, r, new RecurrentOptions { Bidirectional = true }), 33, 9, 3),
        ["attention"] = Layer(r => new MultiHeadAttention(8, 2, r), 2, 300, 8),
        ["attention of many queries to two keys"] = Layer(x => Ops.Attention(x, Ops.Slice(x, 1, 0, 2), Ops.Slice(x, 1, 0, 2), heads: 1), 1, 9000, 4),
        ["softmax of long rows"] = Layer(Ops.Softmax, 2, 150_000),
        ["logarithm of softmax"] = Layer(Ops.LogSoftmax, 2, 150_000),
        ["average pooling of whole planes"] = Layer(_ => new GlobalAvgPool(), 1, 2, 300, 300),
        ["average pooling of overlapping windows"] = Layer(x => Ops.AvgPool2d(x, 3, 1, 1), 1, 2, 300, 300),
        ["average pooling of long windows"] = Layer(x => Ops.AvgPool1d(x, 3000, 1), 2, 1, 4000),
        ["max pooling of long windows"] = Layer(x => Ops.MaxPool1d(x, 3000, 1), 2, 1, 4000),
        ["upsampling of one number"] = Layer(x => Ops.Upsample(x, (1, 100_000), UpsampleMode.Bilinear), 2, 2, 1, 1),
        ["max pooling of overlapping windows"] = Layer(x => Ops.MaxPool2d(x, 3, 1, 1), 1, 2, 300, 300),
        ["upsampling"] = Layer(x => Ops.Upsample(x, (300, 300), UpsampleMode.Bilinear), 1, 2, 100, 90),
        ["residual block"] = Layer(r => Residual.PostActivation(2, 3, ActivationCatalog.Parse("elu"), r), 1, 2, 200, 200),
        ["sum"] = Layer(x => Ops.Sum(x), 300_000),
        ["sum of rows"] = Layer(x => Ops.Sum(x, [0]), 100_000, 3),
        ["product of matrices, many terms"] = Layer(x => Ops.MatMul(Ops.Transpose(x), x), 40_000, 9),
        ["row times matrix, many terms"] = Layer(r => new Linear(20_000, 33, r), 1, 20_000),
        ["repeated operand"] = Layer(x => Ops.Multiply(x, Ops.Slice(x, 0, 0, 1)), 70_000, 3),
        ["mean squared error"] = Layer(x => Loss.MeanSquaredError(x, Grid.Tensor(x.Shape, seed: 3).Keep()), 200_000),
        ["mean absolute error"] = Layer(x => Loss.MeanAbsoluteError(x, Grid.Tensor(x.Shape, seed: 3).Keep()), 200_000),
        ["binary cross-entropy"] = Layer(x => Loss.BinaryCrossEntropyWithLogits(x, Grid.Between(x.Shape, seed: 3, low: 0, high: 1).Keep()), 200_000),
        ["focal loss"] = Layer(x => Loss.Focal(x, new Tensor(x.Shape)), 200_000),
        ["hinge of many classes"] = Layer(x => Loss.MultiClassHinge(x, new int[2]), 2, 150_000),
        ["policy gradient"] =
            Layer(x => Loss.PolicyGradient(x, new int[60_000], Grid.Tensor([60_000], seed: 3).Keep(), entropyWeight: 0.1), 60_000, 3),
        ["Gaussian divergence"] = Layer(x => Loss.GaussianKlDivergence(x, Ops.Scale(x, 0.5f)), 70_000, 3),
        ["boxes"] = Layer(x => Loss.BoxGiou(x, new Tensor(x.Shape, [.. Enumerable.Range(0, x.Shape.Size).Select(i => i % 4 / 2f)])), 50_000, 4),
        ["norm of all gradients"] = new(NormOfGradients),
        ["evaluation of a classifier"] = new(random => [[(float)Evaluation.Of(new Linear(4, 3, random), Examples(40_000)).Loss]]),
        ["cross-entropy"] = Layer(x => Loss.CrossEntropy(x, new int[2]), 2, 150_000),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory, MemberData(nameof(Names))]
    public void Threads_do_not_change_a_bit(string name)
    {
        List<float[]> alone;
        using (Threads.Limit(1))
            alone = Cases[name].Run(new(5));
        Assert.Contains(alone.SelectMany(values => values), value => value != 0);
        foreach (int threads in (int[])[2, 3, 8])
            for (int repetition = 0; repetition < 2; repetition++)          // and once more at every other width
                using (Threads.Limit(threads))
                    Assert.All(Cases[name].Run(new(5)).Zip(alone), pair =>
                        Assert.True(Bits(pair.First).SequenceEqual(Bits(pair.Second)), $"{threads} threads, repetition {repetition}"));
    }

    [Fact]
    public void The_gradient_of_a_bias_counts_its_examples()
    {
        using ThreadLimit limit = Threads.Limit(8);
        Linear layer = new(1, 1, new(1));
        Tensor x = new([200_000, 1]);
        for (int repetition = 0; repetition < 20; repetition++)
        {
            using Tape tape = Tape.Start();
            tape.Backward(Ops.Sum(layer.Forward(x)));
            Assert.Equal(200_000, layer.Bias!.Gradient[0]);
            layer.Bias.ClearGradient();
            layer.Weight.ClearGradient();
        }
    }

    static ReadOnlySpan<byte> Bits(float[] values) => MemoryMarshal.AsBytes(values.AsSpan());

    static ActivationLayer Activation(string name) => new(ActivationCatalog.Parse(name));

    static Case Layer(Func<RandomStream, Module> make, params int[] shape) =>
        new(random => Gradients(make(random), Grid.Tensor([.. shape], seed: 6)));

    static Case Layer(Func<Tensor, Tensor> operation, params int[] shape) => new(_ => Gradients(operation, Grid.Tensor([.. shape], seed: 6), []));

    static List<float[]> Gradients(Module module, Tensor x) => Gradients(module.Forward, x, [.. module.NamedState().Select(state => state.Value)]);

    static List<float[]> Gradients(Func<Tensor, Tensor> operation, Tensor x, Tensor[] state)
    {
        using Tape tape = Tape.Start();
        Tensor y = operation(x);
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        return [y.Values.ToArray(), .. state.Append(x).SelectMany(t => (float[][])[t.Values.ToArray(), t.HasGradient ? t.Gradient.ToArray() : []])];
    }

    static List<float[]> NormOfGradients(RandomStream random)
    {
        Linear layer = new(300, 700, random);
        using Tape tape = Tape.Start();
        Tensor y = layer.Forward(Grid.Tensor([9, 300], seed: 6));
        tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
        double norm = Elucid.Gradients.Norm(layer);
        return [[(float)norm, (float)(norm - (float)norm)]];
    }

    static Dataset Examples(int count) => new(
        "examples", Grid.Tensor([count, 4], seed: 6).Values.ToArray(), [4], [.. Enumerable.Range(0, count).Select(i => i * 7 % 3)], ["a", "b", "c"]);

    static List<float[]> ScaleShift(int length, int units, int inner)
    {
        float[] x = Grid.Tensor([length], seed: 1).Values.ToArray(), dy = Grid.Tensor([length], seed: 2).Values.ToArray();
        float[] scale = Grid.Tensor([units], seed: 3).Values.ToArray(), dx = new float[length], dscale = new float[units], dshift = new float[units],
            dbias = new float[units];
        Fused.ScaleShiftBackward(Elu.Default, x, scale, scale, dy, dx, dscale, dshift, inner);
        Fused.BiasBackwardFromInput(Elu.Default, x, dy, dx, dbias, inner);
        return [dx, dscale, dshift, dbias];
    }

    sealed record Case(Func<RandomStream, List<float[]>> Run);
}
