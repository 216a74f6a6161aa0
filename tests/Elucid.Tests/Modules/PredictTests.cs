namespace Elucid.Tests.Modules;

/// <summary>What an application calls with a trained network, from many threads at once.</summary>
public sealed class PredictTests
{
    static readonly Activation Elu = ActivationCatalog.Parse("elu");

    static readonly (string Name, Func<RandomStream, Module> Make, Shape Input)[] Networks =
    [
        ("MLP", random =>
            new Sequential(
                new Linear(8, 16, random), new BatchNorm1d(16), new ActivationLayer(Elu), new Dropout(0.5, random), new Linear(16, 3, random)),
                    [2, 8]),
        ("convolutions", random =>
            new Sequential(new Conv2d(2, 4, 3, random), new BatchNorm2d(4), new ActivationLayer(Elu), new GlobalAvgPool()), [2, 2, 6, 6]),
        ("residual", random => new Sequential(Residual.PostActivation(2, 4, Elu, random, stride: 2), new Flatten()), [2, 2, 6, 6]),
        ("LSTM", random => new Sequential(new Lstm(3, 8, random, new() { Layers = 2, Dropout = 0.5 }), new LastStep()), [2, 5, 3]),
        ("transformer", random => new TransformerEncoder(2, _ => new TransformerEncoderLayer(8, 2, 16, Elu, random, dropout: 0.3)), [2, 4, 8]),
        ("recomputed", random => new Recomputed(new Sequential(new Linear(8, 16, random), new Dropout(0.5, random))), [2, 8]),
    ];

    public static TheoryData<string> Names => [.. Networks.Select(n => n.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Many_threads_predict_with_one_module_as_one_does(string name)
    {
        (Module module, Tensor[] inputs) = Make(name);
        float[][] expected = [.. inputs.Select(x => module.Predict(x).Values.ToArray())];
        Exception?[] errors = new Exception?[8];
        Thread[] threads = [.. Enumerable.Range(0, errors.Length).Select(t => new Thread(() => errors[t] = Record.Exception(() =>
        {
            for (int i = 0; i < 1000; i++)
                Assert.Equal(expected[(i + t) % expected.Length], module.Predict(inputs[(i + t) % expected.Length]).Values);
        })))];
        foreach (Thread thread in threads)
            thread.Start();
        foreach (Thread thread in threads)
            thread.Join();
        Assert.All(errors, Assert.Null);
    }

    [Theory, MemberData(nameof(Names))]
    public void A_prediction_is_that_of_use_and_leaves_a_module_in_training_as_it_was(string name)
    {
        (Module module, Tensor[] inputs) = Make(name);
        float[][] state = State(module);
        RandomState[] draws = Draws(module);
        Tensor predicted = module.Predict(inputs[0]);
        Assert.All(module.NamedModules(), m => Assert.True(m.Module.IsTraining));
        Assert.Equal(state, State(module));
        Assert.Equal(draws, Draws(module));
        module.Eval();
        Assert.Equal(module.Forward(inputs[0]).Values, predicted.Values);
    }

    [Fact]
    public void A_prediction_outlives_the_tape_around_it_and_is_not_recorded()
    {
        (Module module, Tensor[] inputs) = Make("recomputed");
        Tensor predicted;
        using (Tape tape = Tape.Start())
        {
            predicted = module.Predict(inputs[0]);
            Assert.False(predicted.RequiresGradient);
            Assert.True(module.IsTraining);
            tape.Backward(Ops.Sum(module.Forward(inputs[0])));
        }
        Assert.Equal(module.Predict(inputs[0]).Values, predicted.Values);
        Assert.NotSame(inputs[0], new Dropout(0.5, new RandomStream(1)).Predict(inputs[0]));
    }

    [Fact]
    public void A_row_is_a_batch_of_one()
    {
        (Module module, Tensor[] inputs) = Make("MLP");
        float[] row = inputs[0].Values[..8].ToArray();
        Assert.Equal(module.Predict(inputs[0]).Values[..3], module.Predict(row));
        Assert.Equal(module.Predict(row), module.Predict(inputs[0].Values[..8]));
    }

    [Fact]
    public void A_module_that_fails_leaves_the_thread_in_training()
    {
        (Module module, _) = Make("MLP");
        Assert.Throws<ShapeException>(() => module.Predict(new float[3]));
        Assert.True(module.IsTraining);
        Assert.True(Ops.Scale(new Tensor([1], requiresGradient: true), 1) is { RequiresGradient: false });
    }

    [Fact]
    public void Ten_thousand_predictions_need_no_full_collection()
    {
        ActivationLayer module = new(Elu);
        float[] row = new float[2000];
        // Other tests run at the same time and have collections of their own: some try is without.
        Assert.Contains(Enumerable.Range(0, 10), _ =>
        {
            int before = GC.CollectionCount(2);
            for (int i = 0; i < 10_000; i++)
                module.Predict(new Tensor([1, row.Length], row));
            return GC.CollectionCount(2) == before;
        });
    }

    static (Module Module, Tensor[] Inputs) Make(string name)
    {
        (_, Func<RandomStream, Module> make, Shape input) = Networks.Single(n => n.Name == name);
        RandomStream random = new(3);
        Module module = make(random);
        foreach ((_, Tensor value) in module.NamedState())
            random.FillUniform(value.Edit(), 0.1f, 0.9f);
        Tensor[] inputs = [.. Enumerable.Range(0, 5).Select(_ => new Tensor(input))];
        foreach (Tensor x in inputs)
            random.FillUniform(x.Edit(), -1, 1);
        return (module, inputs);
    }

    static float[][] State(Module module) => [.. module.NamedState().Select(t => t.Value.Values.ToArray())];

    static RandomState[] Draws(Module module) => [.. module.NamedModules().Select(m => m.Module).OfType<IRandomized>().Select(r => r.Random.State)];
}
