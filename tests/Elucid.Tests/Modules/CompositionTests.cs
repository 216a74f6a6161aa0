using Elucid.Tests.Autograd;

namespace Elucid.Tests.Modules;

[EveryActivation]
public sealed class CompositionTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    [Fact]
    public void A_residual_block_adds_its_input()
    {
        Linear inner = new(4, 4, new RandomStream(1));
        Tensor x = Grid.Tensor([3, 4], seed: 1), sum = Ops.Add(inner.Forward(x), x);
        Assert.Equal(sum.Values, new Residual(inner).Forward(x).Values);
        Assert.Equal(Ops.Apply(Elucid.Elu.Default, sum).Values, new Residual(inner, activation: new(Elu)).Forward(x).Values);
        Linear shortcut = new(4, 4, new RandomStream(2));
        Residual block = new(inner, shortcut, new(Elu));
        GradientCheck.Run(() => block.Forward(x), x, inner.Weight, shortcut.Weight);
        GradientCheck.Run(() => new Residual(inner, activation: new(Elu)).Forward(x), x, inner.Weight, inner.Bias!);
        Assert.Equal(["inner.weight", "inner.bias", "shortcut.weight", "shortcut.bias"], block.NamedParameters().Select(p => p.Name));
        Assert.Equal("Residual(Linear(4 → 4), elu)", block.ToString());
        Assert.Equal(96, block.MultiplyAdds([3, 4]));
    }

    [Fact]
    public void In_use_a_chain_holds_the_results_of_a_layer_or_two()
    {
        RandomStream random = new(1);
        Sequential chain =
            new([.. Enumerable.Range(0, 10).Select(_ => new Residual(new Sequential(new Linear(100, 100, random), new ActivationLayer(Elu))))]);
        Tensor x = Grid.Tensor([10, 100], seed: 1);
        float[] expected = chain.Forward(x).Values.ToArray(), actual = [];
        int buffers = 0;
        // A thread has a pool of its own, which nobody filled before.
        Thread thread = new(() =>
        {
            using Tape tape = Tape.StartWithoutGradients();
            actual = chain.Forward(x).Values.ToArray();
            buffers = BufferPool.OfThread.Allocations;
        });
        thread.Start();
        thread.Join();
        Assert.Equal(expected, actual);
        // Of a block its input, what the inner module gives, and the sum.
        Assert.Equal(3, buffers);
    }

    [Fact]
    public void Results_that_a_module_of_yours_keeps_live_until_the_tape_ends()
    {
        RandomStream random = new(1);
        Keeper keeper = new();
        Sequential chain = new(new Linear(4, 4, random), keeper, new Linear(4, 4, random));
        using Tape tape = Tape.StartWithoutGradients();
        chain.Forward(Grid.Tensor([2, 4], seed: 1));
        Assert.Equal(8, keeper.Seen!.Values.Length);
    }

    sealed class Keeper : Module
    {
        public Tensor? Seen { get; private set; }

        public override Tensor Forward(Tensor x)
        {
            Seen = x;
            return Ops.Scale(x, 2);
        }

        public override Shape OutputShape(Shape input) => input;
    }

    public static TheoryData<string> Activations => [.. ActivationCatalog.All.Select(info => info.Name)];

    [Theory, MemberData(nameof(Activations))]
    public void Sum_and_activation_fuse_without_changing_a_bit(string name)
    {
        ActivationLayer layer = new(ActivationCatalog.Parse(name), units: 5);
        // The input itself, the inner module's output, or neither is the first to get its gradient.
        foreach (Residual block in new Residual[]
        {
            new(new Linear(5, 5, new RandomStream(1)), activation: layer), new(new Flatten(), activation: layer),
            new(new Flatten(), new Linear(5, 5, new RandomStream(2)), layer),
        })
        {
            float[][] Run()
            {
                Tensor x = Grid.Tensor([6, 5], seed: 2);
                using Tape tape = Tape.Start();
                Tensor y = block.Forward(x);
                tape.Backward(Ops.Mean(Ops.Multiply(y, y)));
                return [y.Values.ToArray(), x.Gradient.ToArray()];
            }
            float[][] fused = Run();
            using Taps taps = Taps.On(block, module => module is ActivationLayer);
            Assert.Equal(Run(), fused);
        }
    }

    [Theory]
    [InlineData(4, 4, 1)]
    [InlineData(3, 6, 2)]
    public void Blocks_of_the_literature_keep_or_change_the_shape(int inChannels, int outChannels, int stride)
    {
        RandomStream random = new(1);
        (string Layers, Residual Block)[] blocks =
        [
            ("Conv2d BatchNorm2d elu Conv2d BatchNorm2d | elu", Residual.PostActivation(inChannels, outChannels, Elu, random, stride)),
            ("BatchNorm2d elu Conv2d BatchNorm2d elu Conv2d | ", Residual.PreActivation(inChannels, outChannels, Elu, random, stride)),
            ("Conv2d elu Conv2d BatchNorm2d | ", Residual.Elu(inChannels, outChannels, Elu, random, stride)),
            ("Conv2d elu Conv2d BatchNorm2d | elu", Residual.Elu(inChannels, outChannels, Elu, random, stride, activatesSum: true)),
        ];
        Tensor x = Grid.Tensor([2, inChannels, 8, 6], seed: 1);
        foreach ((string layers, Residual block) in blocks)
        {
            Assert.Equal(layers, $"{string.Join(' ', block.Inner.Children.Select(c => c.Module.ToString()!.Split('(')[0]))} | {block.Activation}");
            Assert.Equal(stride == 1, block.Shortcut is null);
            Assert.Equal([2, outChannels, 8 / stride, 6 / stride], block.OutputShape(x.Shape));
            using Tape tape = Tape.Start();
            Tensor y = block.Forward(x);
            Assert.Equal([2, outChannels, 8 / stride, 6 / stride], y.Shape);
            tape.Backward(Ops.Sum(y));
            Assert.All(block.NamedParameters(), p => Assert.True(p.Value.HasGradient, p.Name));
        }
    }

    [Fact]
    public void Branches_are_joined_or_added()
    {
        Linear a = new(3, 2, new RandomStream(1)), b = new(3, 5, new RandomStream(2)), c = new(3, 2, new RandomStream(3));
        Tensor x = Grid.Tensor([4, 3], seed: 1);
        Concat joined = new(a, b);
        Assert.Equal(Ops.Concat(1, a.Forward(x), b.Forward(x)).Values, joined.Forward(x).Values);
        Assert.Equal([4, 7], joined.OutputShape(x.Shape));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], joined.NamedParameters().Select(p => p.Name));
        Assert.Equal("Concat(Linear(3 → 2), Linear(3 → 5))", joined.ToString());
        Add added = new(a, c);
        Assert.Equal(Ops.Add(a.Forward(x), c.Forward(x)).Values, added.Forward(x).Values);
        Assert.Equal([4, 2], added.OutputShape(x.Shape));
        Assert.Equal(4 * 3 * 4, added.MultiplyAdds(x.Shape));
        GradientCheck.Run(() => joined.Forward(x), x, a.Weight, b.Weight);
        GradientCheck.Run(() => added.Forward(x), x, a.Weight, c.Weight);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        RandomStream random = new(1);
        Assert.Equal("Residual: the inner module gives [2, 5], but the shortcut [2, 4], and only equal shapes can be added. "
            + "Pass a shortcut that changes the input's shape, such as a 1 × 1 convolution with the same stride.",
            Assert.Throws<ShapeException>(() => new Residual(new Linear(4, 5, random)).Forward(new Tensor([2, 4]))).Message);
        Assert.Equal("Concat: the branches give [2, 4] and [2, 4, 1]; only their second axis may differ, along which they are joined.",
            Assert.Throws<ShapeException>(() => new Concat(new Dropout(0, random), new Widen()).OutputShape([2, 4])).Message);
        Assert.Equal("Add: the branches give [2, 4] and [2, 5], and only equal shapes can be added.",
            Assert.Throws<ShapeException>(() => new Add(new Dropout(0, random), new Linear(4, 5, random)).Forward(new Tensor([2, 4]))).Message);
        Assert.Equal(
            "Concat: expected at least one branch, but got none. (Parameter 'branches')",
            Assert.Throws<ArgumentException>(() => new Concat()).Message);
    }

    [Fact]
    public void Batch_norms_fold_into_the_layers_before_them()
    {
        RandomStream random = new(1);
        (Module Model, Shape Input, int Norms)[] cases =
        [
            (new Sequential(new Linear(5, 7, random, bias: false), new BatchNorm1d(7), new ActivationLayer(Elu), new Linear(7, 3, random)), [6, 5],
                1),
            (new Sequential(new Linear(5, 7, random), new BatchNorm1d(7, affine: false), new BatchNorm1d(7)), [6, 5], 2),
            (new Sequential(new Conv1d(2, 4, 3, random, stride: 2, padding: 1, groups: 2), new BatchNorm1d(4)), [4, 2, 9], 1),
            (new Sequential(new ConvTranspose2d(4, 6, 3, random, 2, 1, 1, groups: 2), new BatchNorm2d(6)), [3, 4, 4, 3], 1),
            (new Sequential(new Conv2d(3, 4, (3, 2), random, (2, 1), dilation: 2), new BatchNorm2d(4),
                Residual.PostActivation(4, 6, Elu, random, stride: 2), Residual.Elu(6, 6, Elu, random),
                new Concat(new Sequential(new Conv2d(6, 2, 1, random), new BatchNorm2d(2)), new BatchNorm2d(6))), [2, 3, 13, 12], 6),
        ];
        foreach ((Module model, Shape input, int norms) in cases)
        {
            foreach ((_, Tensor parameter) in model.NamedParameters())
                if (parameter.Shape.Rank == 1)
                    random.FillUniform(parameter.Edit());
            model.Forward(Grid.Tensor(input, seed: 1));
            model.Eval();
            float[][] before = State(model);
            Tensor x = Grid.Tensor(input, seed: 2), expected = model.Forward(x);
            Module folded = Inference.FoldBatchNorms(model);
            Tensor actual = folded.Forward(x);
            for (int i = 0; i < expected.Shape.Size; i++)
                Assert.Equal(expected.Values[i], actual.Values[i], 2e-6 * Math.Max(1, Math.Abs(expected.Values[i])));
            Assert.Equal(norms, Norms(model) - Norms(folded));
            Assert.Equal(before, State(model));
            Assert.False(folded.IsTraining);
        }
    }

    static int Norms(Module model) => model.NamedModules().Count(m => m.Module is BatchNorm);

    static float[][] State(Module model) => [.. model.NamedState().Select(t => t.Value.Values.ToArray())];

    sealed class Widen : Module
    {
        public override Tensor Forward(Tensor x) => Ops.Reshape(x, OutputShape(x.Shape));

        public override Shape OutputShape(Shape input) => [.. input, 1];
    }
}
