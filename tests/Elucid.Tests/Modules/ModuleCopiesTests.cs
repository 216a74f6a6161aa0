namespace Elucid.Tests.Modules;

/// <summary>Networks as values. Every ready module is copied in the tests of ONNX, which list them all.</summary>
public sealed class ModuleCopiesTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu"), Relu = ActivationCatalog.Parse("relu");

    [Fact]
    public void A_clone_keeps_modes_frozen_parts_and_parts_that_are_used_twice()
    {
        RandomStream random = new(1);
        Linear shared = new(4, 4, random);
        Sequential model = new(shared, new ActivationLayer(Elu), shared, new BatchNorm1d(4));
        model.Children[3].Module.Eval();
        shared.Freeze();
        Sequential clone = model.Clone();
        Assert.Same(clone.Children[0].Module, clone.Children[2].Module);
        Assert.Equal(
            [true, true, false, true],
            [clone.IsTraining, clone.Children[1].Module.IsTraining, clone.Children[3].Module.IsTraining, clone.Children[0].Module.IsFrozen]);
        Assert.All(clone.Children[0].Module.NamedParameters(), p => Assert.False(p.Value.RequiresGradient));
    }

    [Fact]
    public void Training_a_clone_leaves_the_network_as_it_was()
    {
        RandomStream random = new(1);
        Sequential model = new(new Linear(4, 8, random), new ActivationLayer(Elu), new Linear(8, 1, random)), clone = model.Clone();
        float[][] before = State(model);
        using (Tape tape = Tape.Start())
            tape.Backward(Ops.Sum(clone.Forward(new Tensor([1, 4], [1, 2, 3, 4]))));
        new Sgd(clone, 0.1).Step();
        Assert.Equal(before, State(model));
        Assert.NotEqual(before, State(clone));
        Assert.All(model.NamedParameters(), p => Assert.False(p.Value.HasGradient));
    }

    [Fact]
    public void A_module_of_ones_own_is_cloned_as_its_Rebuild_says()
    {
        RandomStream random = new(1);
        Own own = new(new Linear(2, 2, random), Relu), clone = own.Clone(), replaced = ActivationLayers.Replace(own, Elu);
        own.Gain.Edit()[0] = 3;
        Tensor x = new([1, 2], [1, -2]);
        Assert.Equal(0, clone.Gain.Values[0]);
        Assert.Equal(3, own.Clone().Gain.Values[0]);
        Assert.Equal(own.Forward(x).Values, own.Clone().Forward(x).Values);
        Assert.Same(Elu, replaced.Function);
        Assert.Same(Relu, own.Function);
    }

    [Fact]
    public void A_module_that_does_not_say_how_it_is_made_is_named() => Refused.With<ArgumentException>(
        "Clone: Silent '1' has parts of its own and does not say how it is made from them. Override Rebuild in that class: "
        + "`protected internal override Module Rebuild(Rebuilder with) => new Silent(…);`, with `with.Part(child)` for each child that the "
        + "constructor takes.",
        () => new Sequential(new Flatten(), new Silent()).Clone());

    [Fact]
    public void Functions_are_replaced_by_their_names_and_by_learned_ones()
    {
        RandomStream random = new(1);
        Sequential model =
            new(new Linear(4, 8, random), new ActivationLayer(Relu, units: 8), new Linear(8, 1, random),
                new ActivationLayer(ActivationCatalog.Parse("sigmoid")));
        Sequential replaced = ActivationLayers.Replace(model, f => f.Name == "relu" ? Elu : f);
        Assert.Equal(["elu", "sigmoid"], replaced.Children.Select(c => c.Module).OfType<ActivationLayer>().Select(l => l.Activation.Name));
        Sequential learned = ActivationLayers.Replace(model, f => f.Name == "relu" ? ActivationCatalog.Parse("prelu") : f);
        Assert.Equal(8, learned.NamedParameters().Single(p => p.Name == "1.weight").Value.Shape.Size);
        // The sigmoid does not know its units: one slope for all.
        Assert.Equal(
            1, ActivationLayers.Replace(model, ActivationCatalog.Parse("prelu")).NamedParameters()
                .Single(p => p.Name == "3.weight").Value.Shape.Size);
    }

    [Fact]
    public void State_goes_from_one_network_to_another_of_the_same_structure()
    {
        Sequential server = Net(1), client = Net(2);
        server.CopyStateFrom(client);
        Assert.Equal(State(client), State(server));
        float[][] before = State(server);
        Refused.With<ArgumentException>(
            "CopyStateFrom: expected '0.weight' of shape [3, 2] as in Sequential, but in Sequential it has [4, 2]. The two networks must have the "
                + "same structure.",
            () => server.CopyStateFrom(new Sequential(new Linear(2, 4, new RandomStream(1)))));
        Refused.With<ArgumentException>(
            "CopyStateFrom: expected '1.weight' of shape [3] as in Sequential, but in Sequential it is missing. The two networks must have the "
                + "same structure.",
            () => server.CopyStateFrom(new Sequential(new Linear(2, 3, new RandomStream(1)))));
        Refused.With<ArgumentException>(
            "CopyStateFrom: Sequential has '2.weight', which Sequential does not have. The two networks must have the same structure.",
            () => server.CopyStateFrom(
                new Sequential(new Linear(2, 3, new RandomStream(1)), new BatchNorm1d(3), new Linear(1, 1, new RandomStream(1)))));
        Assert.Equal(before, State(server));
    }

    [Fact]
    public void States_are_averaged_by_weights_and_counts_of_batches_are_not()
    {
        Sequential server = Net(1), first = Net(2), second = Net(3);
        Batches(first, 5);
        Batches(second, 7);
        server.CopyAverageFrom([first, second], [1, 3]);
        foreach (((string name, Tensor mean), ((_, Tensor a), (_, Tensor b))) in server.NamedState().Zip(first.NamedState().Zip(second.NamedState())))
            for (int i = 0; i < mean.Shape.Size; i++)
                Assert.Equal(name == "1.num_batches_tracked" ? 7 : (float)(0.25 * a.Values[i] + 0.75 * b.Values[i]), mean.Values[i]);
        float[][] weighted = State(server);
        first.CopyAverageFrom([first, second], [1, 3]);           // one of the others may be the one that changes
        Assert.Equal(weighted, State(first));
        server.CopyAverageFrom([second]);
        Assert.Equal(State(second), State(server));
    }

    [Fact]
    public void Weights_that_make_no_mean_are_refused()
    {
        Sequential server = Net(1), client = Net(2);
        Refused.With<ArgumentException>("CopyAverageFrom: expected at least one network, but got none.", () => server.CopyAverageFrom([]));
        Refused.With<ArgumentException>(
            "CopyAverageFrom: expected one weight for each of 1 networks, but got 2.", () => server.CopyAverageFrom([client], [1, 2]));
        Refused.With<ArgumentException>(
            "CopyAverageFrom: expected weights that are not negative, not all 0 and finite, but got -1.", () =>
                server.CopyAverageFrom([client], [-1]));
        Refused.With<ArgumentException>(
            "CopyAverageFrom: expected weights that are not negative, not all 0 and finite, but got NaN.", () =>
                server.CopyAverageFrom([client], [double.NaN]));
        Refused.With<ArgumentException>(
            "CopyAverageFrom: expected weights that are not negative, not all 0 and finite, but got 0.", () => server.CopyAverageFrom([client], [0]));
    }

    static Sequential Net(ulong seed) => new(new Linear(2, 3, new RandomStream(seed)), new BatchNorm1d(3));

    static void Batches(Module model, float count) => ((BatchNorm1d)model.Children[1].Module).BatchesTracked.Edit()[0] = count;

    static float[][] State(Module module) => [.. module.NamedState().Select(t => t.Value.Values.ToArray())];

    sealed class Own : Module
    {
        readonly Linear _inner;

        public Own(Linear inner, Activation function)
        {
            (_inner, Function) = (Child("inner", inner), function);
            Gain = Parameter("gain", [1]);
        }

        public Activation Function { get; }

        public Tensor Gain { get; }

        public override Tensor Forward(Tensor x) => new ActivationLayer(Function).Forward(_inner.Forward(x)) * Gain;

        public override Shape OutputShape(Shape input) => input;

        protected internal override Module Rebuild(Rebuilder with) => new Own(with.Part(_inner), with.Function(Function));
    }

    sealed class Silent : Module
    {
        public Silent() => Parameter("gain", [1]);

        public override Tensor Forward(Tensor x) => x;

        public override Shape OutputShape(Shape input) => input;
    }
}
