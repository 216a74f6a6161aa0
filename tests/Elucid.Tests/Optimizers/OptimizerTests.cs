using Elucid.Tests.Autograd;

namespace Elucid.Tests.Optimizers;

public sealed class OptimizerTests
{
    static readonly Dictionary<string, Func<Module, Optimizer>> Makers = new()
    {
        ["sgd"] = model => new Sgd(model, 0.1, weightDecay: 0.01),
        ["momentum"] = model => new Sgd(model, 0.1, momentum: 0.9),
        ["nesterov"] = model => new Sgd(model, 0.1, momentum: 0.9, nesterov: true),
        ["adam"] = model => new Adam(model, 0.01),
        ["adamw"] = model => Adam.AdamW(model, 0.01),
        ["rmsprop"] = model => new RmsProp(model, 0.01),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory, MemberData(nameof(Names))]
    public void A_saved_state_continues_with_the_same_bits(string name)
    {
        Sequential model = Model(), resumed = Model();
        Optimizer optimizer = Makers[name](model);
        Steps(model, optimizer, 5);

        Copy(model, resumed);
        Optimizer second = Makers[name](resumed);
        OptimizerState state = optimizer.SaveState();
        second.LoadState(state);
        Steps(model, optimizer, 5);             // after the state was taken: it must be a copy
        Steps(resumed, second, 5);
        Assert.Equal(Weights(model), Weights(resumed));
        Assert.Equal(10, second.StepCount);
        Assert.Equal(optimizer.SaveState().Values, second.SaveState().Values);
    }

    [Fact]
    public void State_has_the_names_of_the_parameters()
    {
        Assert.Empty(new Sgd(Model(), 0.1f).SaveState().Values);
        Assert.Equal(
            ["0.bias.first", "0.weight.first", "1.bias.first", "1.weight.first"], Makers["momentum"](Model()).SaveState().Values.Keys.Order());
        Assert.Equal(
            Makers["momentum"](Model()).SaveState().Values.Keys.SelectMany(key => new[] { key, key.Replace("first", "second") }).Order(),
            Makers["adam"](Model()).SaveState().Values.Keys.Order());
    }

    [Fact]
    public void The_state_of_another_network_or_optimizer_is_refused_and_changes_nothing()
    {
        Sequential model = Model();
        Optimizer adam = new Adam(model);
        Steps(model, adam, 2);
        OptimizerState before = adam.SaveState();
        OptimizerState With(string key, float[]? values)
        {
            Dictionary<string, float[]> entries = before.Values.ToDictionary(e => e.Key, e => e.Value.Select(v => v + 1).ToArray());
            entries.Remove(key);
            if (values is not null)
                entries[key] = values;
            return before with { StepCount = 7, Values = entries };
        }
        string Refusal(OptimizerState state) => Assert.ThrowsAny<ArgumentException>(() => adam.LoadState(state)).Message;
        Assert.Equal(
            "Optimizer state '1.weight.first' should have 33 numbers, but got 3: it belongs to another network or optimizer. (Parameter 'state')",
            Refusal(With("1.weight.first", new float[3])));
        Assert.Equal(
            "Optimizer state '0.weight.second' should have 44 numbers, but got none: it belongs to another network or optimizer. (Parameter 'state')",
            Refusal(With("0.weight.second", null)));
        Assert.Equal(
            "Optimizer state '2.weight.first' is of nothing that this optimizer trains: it belongs to another network or optimizer. "
                + "(Parameter 'state')",
            Refusal(With("2.weight.first", new float[3])));
        Refusal(before with { StepCount = -1 });
        Assert.Equal(before.Values, adam.SaveState().Values);
        Assert.Equal(2, adam.StepCount);
    }

    [Fact]
    public void State_is_loaded_only_by_an_optimizer_whose_numbers_mean_the_same()
    {
        Func<Module,
            Optimizer>[] makers =
                [.. Makers.Values, m => new Sgd(m, 0.1, momentum: 0.5), m => new Adam(m, beta1: 0.8), m => new Adam(m, beta2: 0.99), m =>
                    new RmsProp(m, smoothing: 0.9)];
        foreach (Func<Module, Optimizer> from in makers)
            foreach (Func<Module, Optimizer> to in makers.Where(to => to != from))
            {
                OptimizerState state = from(Model()).SaveState();
                Optimizer other = to(Model());
                Assert.Equal(
                    $"The state is that of {state.Optimizer}, but the optimizer is {other.SaveState().Optimizer}: create the optimizer as the one "
                        + $"that was saved. (Parameter 'state')",
                    Assert.Throws<ArgumentException>(() => other.LoadState(state)).Message);
            }
        Assert.Equal(
            ["Sgd", "Sgd(momentum 0.9)", "Sgd(momentum 0.9, Nesterov)", "Adam(beta1 0.9, beta2 0.999)", "AdamW(beta1 0.9, beta2 0.999)",
                "RmsProp(smoothing 0.99)"],
            Makers.Values.Select(make => make(Model()).SaveState().Optimizer));
        new Adam(Model(), 0.1f, epsilon: 1e-4, weightDecay: 0.1).LoadState(new Adam(Model()).SaveState());
    }

    [Fact]
    public void A_learning_rate_can_be_set_to_nothing_that_ruins_the_weights()
    {
        Adam optimizer = new(Model()) { LearningRate = 0 };                     // where a cosine ends
        foreach (float rate in new[] { -1, float.NaN, float.PositiveInfinity })
            Assert.Equal(FormattableString.Invariant($"The learning rate must be at least 0 and finite, but got {rate}. (Parameter 'value')"),
                Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.LearningRate = rate).Message);
        Assert.Equal(0, optimizer.LearningRate);
    }

    [Fact]
    public void A_step_uses_the_gradients_up()
    {
        Sequential model = Model();
        Optimizer optimizer = new Sgd(model, 0.1);
        Steps(model, optimizer, 1);
        Assert.All(model.NamedParameters(), p => Assert.False(p.Value.HasGradient));
        float[][] weights = Weights(model);
        optimizer.Step();
        Assert.Equal(weights, Weights(model));
        Assert.Equal(2, optimizer.StepCount);
        Assert.Equal(["0.weight", "0.bias", "1.weight", "1.bias"], optimizer.Parameters.Select(p => p.Name));
    }

    [Fact]
    public void A_step_at_another_rate_leaves_the_rate_as_it_is()
    {
        Sequential model = Model(), other = Model();
        Adam optimizer = new(model, 0.5f), slow = new(other, 0.125f);
        Backward(model);
        Backward(other);
        optimizer.Step(0.125f);
        slow.Step();
        Assert.Equal(Weights(other), Weights(model));
        Assert.Equal(0.5f, optimizer.LearningRate);
        Assert.Equal("The learning rate must be at least 0 and finite, but got NaN. (Parameter 'learningRate')",
            Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.Step(float.NaN)).Message);
        Assert.Equal(1, optimizer.StepCount);
    }

    [Fact]
    public void Gradients_are_cleared_without_a_step()
    {
        Sequential model = Model();
        Optimizer optimizer = new Sgd(model, 0.1);
        Backward(model);
        optimizer.ClearGradients();
        Assert.All(model.NamedParameters(), p => Assert.False(p.Value.HasGradient));
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void Values_out_of_range_are_named()
    {
        Sequential model = Model();
        string Message(Func<Optimizer> make) => Assert.ThrowsAny<ArgumentException>(make).Message;
        foreach (float rate in new[] { 0, -1, float.NaN, float.PositiveInfinity })
            Assert.Equal($"The learning rate must be positive and finite, but got {rate}. (Parameter 'learningRate')",
                Message(() => new Adam(model, rate)));
        Assert.Equal("Momentum must be at least 0 and below 1, but got 1. (Parameter 'momentum')", Message(() => new Sgd(model, 1, momentum: 1)));
        Assert.Equal(
            "Nesterov's method needs momentum: pass momentum: 0.9. (Parameter 'nesterov')", Message(() => new Sgd(model, 1, nesterov: true)));
        Assert.Equal("beta1 must be at least 0 and below 1, but got 1. (Parameter 'beta1')", Message(() => new Adam(model, beta1: 1)));
        Assert.Equal("beta2 must be at least 0 and below 1, but got -1. (Parameter 'beta2')", Message(() => new Adam(model, beta2: -1)));
        Assert.Equal("Smoothing must be at least 0 and below 1, but got NaN. (Parameter 'smoothing')",
            Message(() => new RmsProp(model, smoothing: float.NaN)));
        Assert.Equal("Flatten has no parameters to train. (Parameter 'module')", Message(() => new Sgd(new Flatten(), 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(model, epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RmsProp(model, weightDecay: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(model, 1, weightDecay: -1));
        Assert.Equal("epsilon must be positive and finite, but got NaN. (Parameter 'epsilon')", Message(() => new Adam(model, epsilon: float.NaN)));
        Assert.Equal(
            "weightDecay must be at least 0 and finite, but got NaN. (Parameter 'weightDecay')",
            Message(() => new Adam(model, weightDecay: float.NaN)));
        Assert.Equal(
            "weightDecay must be at least 0 and finite, but got Infinity. (Parameter 'weightDecay')",
            Message(() => new Sgd(model, 1, weightDecay: float.PositiveInfinity)));
        Assert.Equal("maximum must be positive and finite, but got NaN. (Parameter 'maximum')",
            Assert.Throws<ArgumentOutOfRangeException>(() => Gradients.ClipNorm(model, double.NaN)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => Gradients.ClipValue(model, -1));
    }

    [Fact]
    public void Norm_and_clipping()
    {
        Linear layer = new(2, 1, new RandomStream(1));
        void SetGradient(params ReadOnlySpan<float> gradient)
        {
            layer.Weight.ClearGradient();
            gradient.CopyTo(layer.Weight.GradientToWrite(out _).Span);
        }
        Assert.Equal(0, Gradients.Norm(layer));
        SetGradient(3, -4);
        Assert.Equal(5, Gradients.Norm(layer));                                 // the bias has none: it counts as 0
        Assert.Equal(5, Gradients.ClipNorm(layer, 10));
        Assert.Equal([3, -4], layer.Weight.Gradient.ToArray());
        Assert.Equal(5, Gradients.ClipNorm(layer, 2.5));
        Assert.Equal([1.5f, -2], layer.Weight.Gradient.ToArray());
        Gradients.ClipValue(layer, 1.75);
        Assert.Equal([1.5f, -1.75f], layer.Weight.Gradient.ToArray());
        Assert.False(layer.Bias!.HasGradient);
    }

    [Fact]
    public void Clipping_a_huge_gradient_keeps_its_direction()
    {
        Linear layer = new(2, 1, new RandomStream(1));
        new float[] { 3e25f, -4e25f }.CopyTo(layer.Weight.GradientToWrite(out _).Span);     // its squares overflow float32
        Assert.Equal(5e25, Gradients.ClipNorm(layer, 5), 1e19);
        Assert.Equal([3, -4], layer.Weight.Gradient.ToArray().Select(g => MathF.Round(g, 5)));
    }

    static readonly Tensor X = Grid.Tensor([8, 4], seed: 3).Keep(), Target = Grid.Tensor([8, 3], seed: 4).Keep();

    static Sequential Model() => new(new Linear(4, 11, new RandomStream(1)), new Linear(11, 3, new RandomStream(2)));

    static void Steps(Module model, Optimizer optimizer, int count)
    {
        for (int i = 0; i < count; i++)
        {
            Backward(model);
            optimizer.Step();
        }
    }

    static void Backward(Module model)
    {
        using Tape tape = Tape.Start();
        tape.Backward(Loss.MeanSquaredError(model.Forward(X), Target));
    }

    static float[][] Weights(Module model) => [.. model.NamedParameters().Select(p => p.Value.Values.ToArray())];

    static void Copy(Module from, Module to)
    {
        foreach (((_, Tensor source), (_, Tensor target)) in from.NamedParameters().Zip(to.NamedParameters()))
            source.Values.CopyTo(target.Edit());
    }
}
