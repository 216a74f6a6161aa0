using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

[EveryActivation]
public sealed class ConvolutionTests
{
    static RandomStream Random => new(1);

    [Fact]
    public void Parameters_have_PyTorchs_names_and_shapes()
    {
        Sequential model = new(
            new Conv2d(4, 6, (3, 2), Random, groups: 2), new Conv2d(6, 2, 1, Random, bias: false), new ConvTranspose2d(2, 4, 3, Random, groups: 2),
            new Conv1d(4, 8, 5, Random));
        Assert.Equal(
            ["0.weight [6, 2, 3, 2]", "0.bias [6]", "1.weight [2, 6, 1, 1]", "2.weight [2, 2, 3, 3]", "2.bias [4]", "3.weight [8, 4, 5]",
                "3.bias [8]"],
            model.NamedParameters().Select(p => $"{p.Name} {p.Value.Shape}"));
    }

    [Fact]
    public void What_convolutions_share_is_read_without_knowing_their_axes()
    {
        Conv[] layers = [new Conv1d(4, 6, 5, Random, padding: 2, groups: 2), new Conv2d(4, 6, (3, 5), Random, padding: Padding.Same, bias: false)];
        Assert.Equal(
            ["4 → 6, 2 groups, padding 2, [6, 2, 5], [6]", "4 → 6, 1 groups, padding same, [6, 4, 3, 5], none"],
            layers.Select(x => $"{x.InChannels} → {x.OutChannels}, {x.Groups} groups, padding {x.Padding}, {x.Weight.Shape}, "
                + (x.Bias is { } bias ? $"{bias.Shape}" : "none")));
    }

    [Fact]
    public void Weights_are_drawn_for_PyTorchs_fans()
    {
        void IsFilled(Tensor weight, Initializer initializer, int fanIn, int fanOut)
        {
            float[] expected = new float[weight.Shape.Size];
            initializer.Fill(expected, fanIn, fanOut, Random);
            Assert.Equal(expected, weight.Values.ToArray());
        }
        IsFilled(new Conv2d(6, 4, (3, 2), Random, groups: 2).Weight, Initializer.He, 3 * 6, 4 * 6);
        IsFilled(new Conv1d(6, 4, 5, Random, initializer: Initializer.Glorot).Weight, Initializer.Glorot, 6 * 5, 4 * 5);
        IsFilled(new ConvTranspose2d(6, 4, 3, Random, groups: 2).Weight, Initializer.He, 2 * 9, 6 * 9);
        Assert.All(new Conv2d(6, 4, 3, Random).Bias!.Values.ToArray(), b => Assert.Equal(0, b));
    }

    [Fact]
    public void Summary_says_what_differs_from_the_defaults()
    {
        Sequential model = new(
            new Conv2d(1, 8, 3, Random, padding: Padding.Same), new Conv2d(8, 8, 3, Random, stride: 2, padding: 1, groups: 8),
            new Conv2d(8, 4, (1, 3), Random, dilation: (1, 2)),
            new ConvTranspose2d(4, 2, 4, Random, stride: 2, padding: 1));
        string[] expected =
        [
            "layer                                                   output          parameters  multiply-adds",
            "0      Conv2d(1 → 8, 3, padding same)                   [2, 8, 12, 12]          80         20,736",
            "1      Conv2d(8 → 8, 3, stride 2, padding 1, 8 groups)  [2, 8, 6, 6]            80          5,184",
            "2      Conv2d(8 → 4, 1 × 3, dilation 1 × 2)             [2, 4, 6, 2]           100          2,304",
            "3      ConvTranspose2d(4 → 2, 4, stride 2, padding 1)   [2, 2, 12, 4]          130          3,072",
            "total  input [2, 1, 12, 12]                                                    390         31,296",
            "",
        ];
        Assert.Equal(expected, Summary.Of(model, [2, 1, 12, 12]).ReplaceLineEndings("\n").Split('\n'));
        Assert.Equal(model.Forward(new Tensor([2, 1, 12, 12])).Shape, model.OutputShape([2, 1, 12, 12]));
        Assert.Equal("Conv1d(4 → 6, 5, stride 2)", $"{new Conv1d(4, 6, 5, Random, stride: 2)}");
    }

    public static TheoryData<string> Activations => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Activations))]
    public void Sequential_fuses_without_changing_a_bit(string name)
    {
        Activation activation = ActivationCatalog.Parse(name);
        Sequential model = new(
            new Conv2d(2, 5, 3, Random, padding: 1), new ActivationLayer(activation, units: 5, axis: 1),
            new Conv2d(5, 3, 3, Random, stride: 2, bias: false), new ActivationLayer(activation, units: 3, axis: 1));
        Tensor x = Grid.Tensor([3, 2, 7, 6], seed: 3);
        float[][] fused = Results(model, x);
        foreach (Type watched in new[] { typeof(ActivationLayer), model.Children[0].Module.GetType() })
        {
            using Taps taps = Taps.On(model, module => module.GetType() == watched);
            Assert.Equal(Results(model, x), fused);
            Assert.Equal(2, taps.Readings.Count);
        }
    }

    [Fact]
    public void Learned_activations_have_one_set_of_parameters_per_channel()
    {
        ActivationLayer prelu = new(ActivationCatalog.Parse("prelu"), units: 3, axis: 1);
        prelu.NamedParameters().Single().Value.Edit()[1] = 0.5f;
        Tensor x = new([2, 3, 2, 2]);
        x.Edit().Fill(-1);
        float[] y = prelu.Forward(x).Values.ToArray();
        for (int i = 0; i < y.Length; i++)
            Assert.Equal(i / 4 % 3 == 1 ? -0.5f : -0.25f, y[i]);
        Tensor inputs = Grid.Tensor([2, 3, 2, 2], seed: 4, avoid: 0);
        GradientCheck.Run(() => prelu.Forward(inputs), inputs, prelu.NamedParameters().Single().Value);
        Assert.Equal(
            "Activation 'prelu': expected input of shape [batch, 3, …], but got [2, 4, 3, 3]. It learns one set of parameters per unit of axis 1.",
            Assert.Throws<ShapeException>(() => prelu.Forward(new Tensor([2, 4, 3, 3]))).Message);
        Assert.Equal("Activation 'prelu': expected input of shape [batch, 3, …], but got [3]. It learns one set of parameters per unit of axis 1.",
            Assert.Throws<ShapeException>(() => prelu.Forward(new Tensor([3]))).Message);
    }

    [Fact]
    public void A_layer_that_cannot_take_its_input_is_named()
    {
        Sequential model = new(new Conv2d(3, 4, 3, Random), new Conv2d(4, 4, 5, Random));
        Assert.Equal("Conv2d '0': expected input of shape [batch, 3, height, width], but got [2, 1, 8, 8]. The weight has shape [4, 3, 3, 3].",
            Assert.Throws<ShapeException>(() => model.Forward(new Tensor([2, 1, 8, 8]))).Message);
        Assert.Equal("Conv2d '1': an input of shape [2, 4, 4, 4] is smaller than the kernel, which spans 5 × 5 of it. Use more padding.",
            Assert.Throws<ShapeException>(() => model.OutputShape([2, 3, 6, 6])).Message);
    }

    [Fact]
    public void Sizes_out_of_range_are_named()
    {
        Assert.Equal("inChannels", Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(0, 3, 3, Random)).ParamName);
        Assert.Equal("Conv2d: expected a kernel size of at least 1, but got 0 × 3. (Parameter 'kernelSize')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new Conv2d(1, 3, (0, 3), Random)).Message);
        Assert.Equal("ConvTranspose2d: inChannels and outChannels must be divisible by the groups, but got 4, 3 and 2. (Parameter 'groups')",
            Assert.Throws<ArgumentException>(() => new ConvTranspose2d(4, 3, 3, Random, groups: 2)).Message);
    }

    static float[][] Results(Module model, Tensor x)
    {
        x.ClearGradient();
        foreach ((_, Tensor value) in model.NamedParameters())
            value.ClearGradient();
        using Tape tape = Tape.Start();
        Tensor y = model.Forward(x);
        tape.Backward(Ops.Mean(Ops.Multiply(y, y)));
        return [y.Values.ToArray(), x.Gradient.ToArray(), .. model.NamedParameters().Select(p => p.Value.Gradient.ToArray())];
    }

    // A sentence of a check that passes would be 150 bytes more.
    [Fact]
    public void A_layer_makes_no_sentences_for_checks_that_pass()
    {
        long Garbage(int layers)
        {
            Sequential network = new([.. Enumerable.Range(0, layers).Select(_ => new Conv2d(3, 3, 3, new(1), padding: 1))]);
            Tensor x = new([2, 3, 4, 4]);
            void Step()
            {
                using Tape tape = Tape.Start();
                tape.Backward(Ops.Sum(network.Forward(x)));
            }
            Step();
            long before = GC.GetAllocatedBytesForCurrentThread();
            for (int i = 0; i < 100; i++)
                Step();
            return (GC.GetAllocatedBytesForCurrentThread() - before) / 100;
        }
        Assert.InRange(Garbage(5) - Garbage(4), 0, 680);
    }
}
