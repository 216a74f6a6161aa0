using Elucid.Tests.Autograd;

namespace Elucid.Tests.Optimizers;

public sealed class ParameterGroupTests
{
    static readonly Tensor X = Grid.Tensor([8, 4], seed: 3).Keep(), Target = Grid.Tensor([8, 3], seed: 4).Keep();

    [Fact]
    public void A_group_moves_at_its_own_rate_and_decay_whatever_the_schedule()
    {
        Sequential grouped = Model(), slow = Model(), fast = Model();
        Step(grouped,
            Adam.AdamW([new(grouped.Children[0].Module) { LearningRateFactor = 0.25, WeightDecay = 0 }, grouped.Children[1].Module], 0.5f,
                weightDecay: 0.1));
        Step(slow, Adam.AdamW(slow, 0.125, weightDecay: 0));
        Step(fast, Adam.AdamW(fast, 0.5, weightDecay: 0.1));
        Assert.Equal(Weights(slow.Children[0].Module), Weights(grouped.Children[0].Module));
        Assert.Equal(Weights(fast.Children[1].Module), Weights(grouped.Children[1].Module));
    }

    [Fact]
    public void One_optimizer_of_several_modules_moves_them_as_one_of_each()
    {
        Linear encoder = new(4, 11, new RandomStream(1)), decoder = new(11, 3, new RandomStream(2));
        Sequential apart = Model();
        Adam optimizer = new([encoder, decoder]), first = new(apart.Children[0].Module), second = new(apart.Children[1].Module);
        for (int i = 0; i < 3; i++)
        {
            Backward(new Sequential(encoder, decoder));
            optimizer.Step();
            Backward(apart);
            first.Step();
            second.Step();
        }
        Assert.Equal(Weights(apart.Children[0].Module), Weights(encoder));
        Assert.Equal(Weights(apart.Children[1].Module), Weights(decoder));
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], optimizer.Parameters.Select(p => p.Name));
        Assert.Equal(8, optimizer.SaveState().Values.Count);
    }

    [Fact]
    public void Groups_of_one_module_keep_its_names_and_load_its_old_states()
    {
        Sequential model = Model();
        Adam whole = new(model);
        Step(model, whole);
        Adam grouped = new([new(model, IsBias) { WeightDecay = 0 }, new(model, name => !IsBias(name))], weightDecay: 0.1);
        Assert.Equal(["0.bias", "1.bias", "0.weight", "1.weight"], grouped.Parameters.Select(p => p.Name));
        grouped.LoadState(whole.SaveState());
        Assert.Equal(1, grouped.StepCount);

        static bool IsBias(string name) => name.EndsWith("bias", StringComparison.Ordinal);
    }

    [Fact]
    public void An_optimizer_of_a_part_leaves_the_rest()
    {
        Sequential model = Model();
        float[][] first = Weights(model.Children[0].Module), second = Weights(model.Children[1].Module);
        Step(model, new Sgd(model.Children[1].Module, 0.1f));
        Assert.Equal(first, Weights(model.Children[0].Module));
        Assert.NotEqual(second, Weights(model.Children[1].Module));
    }

    [Fact]
    public void A_trunk_of_two_modules_is_trained_once()
    {
        Linear trunk = new(4, 11, new RandomStream(1));
        Sequential actor = new(trunk, new Linear(11, 3, new RandomStream(2))), critic = new(trunk, new Linear(11, 3, new RandomStream(3)));
        Assert.Equal(
            ["0.0.weight", "0.0.bias", "0.1.weight", "0.1.bias", "1.1.weight", "1.1.bias"], new Adam([actor, critic]).Parameters.Select(p => p.Name));
        Assert.Equal("Parameter '0.0.weight' is in two groups of different rates or decays: choose by name which group has it. (Parameter 'groups')",
            Assert.Throws<ArgumentException>(() => new Adam([actor, new(critic) { LearningRateFactor = 2 }])).Message);
    }

    [Fact]
    public void Groups_that_train_nothing_are_refused()
    {
        Assert.Equal(
            "An optimizer needs something to train, but got no group of parameters. (Parameter 'groups')",
            Assert.Throws<ArgumentException>(() => new Adam([])).Message);
        Assert.Equal(
            "Flatten has no parameters to train. (Parameter 'module')",
            Assert.Throws<ArgumentException>(() => new Adam([Model(), new Flatten()])).Message);
        Assert.Equal("None of Sequential's 4 parameters is chosen: the predicate gets full names such as '0.weight'. (Parameter 'where')",
            Assert.Throws<ArgumentException>(() => new ParameterGroup(Model(), name => name == "weight")).Message);
        Assert.Equal("LearningRateFactor must be at least 0 and finite, but got -1. (Parameter 'LearningRateFactor')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup(Model()) { LearningRateFactor = -1 }).Message);
        Assert.Equal("WeightDecay must be at least 0 and finite, but got NaN. (Parameter 'WeightDecay')",
            Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup(Model()) { WeightDecay = float.NaN }).Message);
    }

    static Sequential Model() => new(new Linear(4, 11, new RandomStream(1)), new Linear(11, 3, new RandomStream(2)));

    static void Step(Module model, Optimizer optimizer)
    {
        Backward(model);
        optimizer.Step();
    }

    static void Backward(Module model)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Loss.MeanSquaredError(model.Forward(X), Target));
    }

    static float[][] Weights(Module model) => [.. model.NamedParameters().Select(p => p.Value.Values.ToArray())];
}
