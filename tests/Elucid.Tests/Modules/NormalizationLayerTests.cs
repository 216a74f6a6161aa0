using Elucid.Tests.Autograd;
using Elucid.Tests.Training;

namespace Elucid.Tests.Modules;

public sealed class NormalizationLayerTests
{
    [Fact]
    public void In_use_an_output_does_not_depend_on_the_batch()
    {
        BatchNorm2d layer = new(3);
        layer.Forward(Grid.Tensor([5, 3, 4, 6], seed: 1));
        layer.Eval();
        float[][] state = State(layer);
        Tensor x = Grid.Tensor([5, 3, 4, 6], seed: 2);
        Tensor all = layer.Forward(x);
        for (int i = 0; i < 5; i++)
            Assert.Equal(Ops.Slice(all, 0, i, 1).Values, layer.Forward(Ops.Slice(x, 0, i, 1)).Values);
        Assert.Equal(state, State(layer));
    }

    [Fact]
    public void Parameters_and_buffers_have_PyTorchs_names_and_starts()
    {
        Assert.Equal(
            ["weight [4] 1", "bias [4] 0", "running_mean [4] 0", "running_var [4] 1", "num_batches_tracked [] 0"],
            new BatchNorm2d(4).NamedState().Select(t => $"{t.Name} {t.Value.Shape} {t.Value.Values[0]}"));
        Assert.Equal(
            ["weight [2, 3] 1", "bias [2, 3] 0"], new LayerNorm([2, 3]).NamedState().Select(t => $"{t.Name} {t.Value.Shape} {t.Value.Values[0]}"));
        Assert.Equal(["weight [6] 1", "bias [6] 0"], new GroupNorm(3, 6).NamedState().Select(t => $"{t.Name} {t.Value.Shape} {t.Value.Values[0]}"));
        Assert.Equal(["running_mean", "running_var", "num_batches_tracked"], new BatchNorm1d(4, affine: false).NamedState().Select(t => t.Name));
        Assert.Empty(new LayerNorm([3], affine: false).NamedState());
        Assert.Empty(new GroupNorm(1, 3, affine: false).NamedState());
    }

    [Fact]
    public void A_resumed_run_has_the_running_statistics_of_one_that_was_never_stopped()
    {
        using TemporaryDirectory directory = new();
        string path = directory["checkpoint.safetensors"];
        Trainer NewTrainer()
        {
            RandomStream random = new(1);
            Sequential model =
                new(new Linear(4, 8, random), new BatchNorm1d(8), new ActivationLayer(ActivationCatalog.Parse("elu")), new Linear(8, 3, random));
            return new Trainer(model, new Adam(model), Blobs.Classes(90, seed: 1), Blobs.Classes(30, seed: 2), new TrainerOptions { Epochs = 3 });
        }
        Trainer whole = NewTrainer(), first = NewTrainer(), second = NewTrainer();
        whole.Fit();
        first.RunEpoch();
        Checkpoint.Save(first, path);
        Checkpoint.Load(second, path);
        second.Fit();
        Assert.Equal(State(whole.Model), State(second.Model));
        Assert.NotEqual(0, State(whole.Model)[4][0]);

        whole.RestoreBest();
        second.RestoreBest();
        Assert.Equal(State(whole.Model), State(second.Model));
    }

    [Fact]
    public void A_repeated_pass_moves_no_statistics()
    {
        Tensor x = Grid.Tensor([4, 3, 2, 5], seed: 1);
        float[][] Run(Func<Module, Module> wrap)
        {
            BatchNorm2d norm = new(3);
            x.ClearGradient();
            using Tape tape = Tape.Start();
            Tensor y = wrap(norm).Forward(x);
            tape.Backward(Ops.Sum(Ops.Multiply(y, y)));
            return [.. State(norm), norm.Weight!.Gradient.ToArray(), x.Gradient.ToArray()];
        }
        Assert.Equal(Run(norm => norm), Run(norm => new Recomputed(norm)));
    }

    [Fact]
    public void Layers_describe_themselves() =>
        Assert.Equal(
            ["BatchNorm1d(8)", "BatchNorm2d(3)", "LayerNorm(5)", "LayerNorm(2 × 3)", "GroupNorm(2 of 6)"],
            new Module[] { new BatchNorm1d(8), new BatchNorm2d(3), new LayerNorm(5), new LayerNorm([2, 3]), new GroupNorm(2, 6) }.Select(
                m => m.ToString()));

    [Fact]
    public void A_single_number_per_channel_is_refused_in_training_and_counts_for_nothing()
    {
        BatchNorm1d norm = new(4);
        Sequential model = new(norm, new ActivationLayer(ActivationCatalog.Parse("elu")));
        Refuses("BatchNorm1d '0': expected a training input of shape [batch, 4] or [batch, 4, length] with more than one number per channel, but "
            + "got [1, 4]. One number has no variance: "
            + "train with at least two examples in a batch, take a LayerNorm or GroupNorm, which do not look at the batch, or call Train(false) to "
            + "use the network.",
            () => model.Forward(new Tensor([1, 4])));
        Assert.Equal(0, norm.BatchesTracked.ToScalar());
        model.Forward(new Tensor([1, 4, 2]));
        model.Eval();
        model.Forward(new Tensor([1, 4]));
        Assert.Equal(1, norm.BatchesTracked.ToScalar());
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        Refuses("BatchNorm1d: expected input of shape [batch, 8] or [batch, 8, length], but got [4, 3]. "
            + "Its second axis holds the channels, or the features where there are only two axes.", () =>
                new BatchNorm1d(8).Forward(new Tensor([4, 3])));
        Refuses("BatchNorm2d: expected input of shape [batch, 3, height, width], but got [4, 3, 5]. "
            + "Its second axis holds the channels, or the features where there are only two axes.", () => new BatchNorm2d(3).OutputShape([4, 3, 5]));
        Refuses("BatchNorm: expected input of shape [batch, 3, …] with more than one number per channel, but got [1, 3, 1, 1]. "
            + "One number has no variance: train with larger batches, or switch to evaluation with Train(false).",
            () => Ops.BatchNorm(new Tensor([1, 3, 1, 1]), null, null, new Tensor([3]), new Tensor([3])));
        Refuses("GroupNorm: expected input of shape [batch, 6, …], but got [2, 4, 3]. "
            + "Its second axis holds the channels, or the features where there are only two axes.", () =>
                new GroupNorm(2, 6).Forward(new Tensor([2, 4, 3])));
        Refuses("GroupNorm: expected input of shape [batch, a multiple of 4, …], but got [2, 6]. The 4 groups must have equally many channels.",
            () => Ops.GroupNorm(new Tensor([2, 6]), 4));
        Refuses("LayerNorm: expected input of shape [*, 2, 3], but got [4, 3]. Its last axes must be the normalised shape.", () =>
            new LayerNorm([2, 3]).Forward(new Tensor([4, 3])));
        Refuses("LayerNorm: expected weight of shape [3], but got [2]. There is one number for each normalised element.",
            () => Ops.LayerNorm(new Tensor([4, 3]), [3], new Tensor([2])));
        Refuses("BatchNorm: expected bias of shape [3], but got [2]. There is one number for each channel.",
            () => Ops.Normalize(new Tensor([4, 3]), null, new Tensor([2]), new Tensor([3]), new Tensor([3])));
        Assert.Equal("GroupNorm: 6 channels cannot be divided among 4 groups: choose a number of groups that divides them. (Parameter 'groups')",
            Assert.Throws<ArgumentException>(() => new GroupNorm(4, 6)).Message);
        Assert.Equal("Normalisation: expected a small positive epsilon such as 1e-5, but got 0. (Parameter 'epsilon')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm2d(6, epsilon: 0)).Message);
        Assert.Equal("BatchNorm1d: expected a momentum from 0 to 1, or null for the mean over all batches, but got 2. (Parameter 'momentum')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new BatchNorm1d(6, momentum: 2)).Message);
        Assert.Equal(
            "LayerNorm: expected a shape of one axis or more to normalise over, none of them empty, but got []. (Parameter 'normalizedShape')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new LayerNorm(new Shape())).Message);
    }

    static void Refuses(string message, Action action) => Assert.Equal(message, Assert.Throws<ShapeException>(action).Message);

    static float[][] State(Module model) => [.. model.NamedState().Select(t => t.Value.Values.ToArray())];
}
