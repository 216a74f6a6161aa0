namespace Elucid.Tests.Training;

public sealed class AdversarialTrainerTests
{
    static readonly Activation Leaky = ActivationCatalog.Parse("leaky-relu:slope=0.2");

    // Points around (2, −1).
    static Dataset Points(int count, ulong seed)
    {
        RandomStream random = new(seed);
        float[] points = new float[2 * count];
        for (int i = 0; i < points.Length; i++)
            points[i] = (i % 2 == 0 ? 2 : -1) + 0.3f * random.NextGaussian();
        return GenerationData.Of(new Dataset("points", points, [2]));
    }

    static GenerativeAdversarialNetwork Network() => new(
        Sequential.Mlp([2, 16, 2], Leaky, new(1)), Sequential.Mlp([2, 16, 1], Leaky, new(2)), 2, [2]);

    static AdversarialTrainer Trainer(GenerativeAdversarialNetwork network, int epochs, Dataset? training = null) => new(
        network, new Adam(network.Generator, 0.01, beta1: 0.5), new Adam(network.Discriminator, 0.01, beta1: 0.5), training ?? Points(256, 1), null,
        new TrainerOptions { Epochs = epochs, BatchSize = 32, Seed = 3 });

    [Fact]
    public void Drawn_points_come_to_lie_where_real_ones_do()
    {
        GenerativeAdversarialNetwork network = Network();
        History history = Trainer(network, 30).Fit(cancellation: TestContext.Current.CancellationToken);
        float[] drawn = network.Sample(500, new(5)).Values.ToArray();
        Assert.InRange(drawn.Where((_, i) => i % 2 == 0).Average(), 1.6, 2.4);
        Assert.InRange(drawn.Where((_, i) => i % 2 == 1).Average(), -1.4, -0.6);
        EpochRecord last = history.Epochs[^1];
        Assert.Equal(["Discriminator", "Generator"], last.Metrics.Keys);
        Assert.Equal(last.TrainingLoss, last.Metrics["Discriminator"] + last.Metrics["Generator"], 1e-4);
    }

    [Fact]
    public void A_resumed_run_has_the_bits_of_one_that_was_never_stopped()
    {
        GenerativeAdversarialNetwork whole = Network(), stopped = Network(), resumed = Network();
        Trainer(whole, 4).Fit(cancellation: TestContext.Current.CancellationToken);
        AdversarialTrainer first = Trainer(stopped, 4), second = Trainer(resumed, 4);
        first.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        first.RunEpoch(cancellation: TestContext.Current.CancellationToken);
        using MemoryStream file = new();
        Checkpoint.Save(first, file);
        file.Position = 0;
        Checkpoint.Load(second, file);
        second.Fit(cancellation: TestContext.Current.CancellationToken);
        foreach (((_, Tensor a), (_, Tensor b)) in whole.NamedState().Zip(resumed.NamedState()))
            Assert.Equal(a.Values.ToArray(), b.Values.ToArray());
    }

    [Fact]
    public void The_step_of_one_network_leaves_the_other_as_it_is()
    {
        GenerativeAdversarialNetwork network = Network();
        Sgd still = new(network.Generator, 1e-37), moving = new(network.Discriminator, 0.1);
        float[] before = [.. network.Generator.NamedParameters().SelectMany(p => p.Value.Values.ToArray())];
        float[] discriminator = [.. network.Discriminator.NamedParameters().SelectMany(p => p.Value.Values.ToArray())];
        new AdversarialTrainer(network, still, moving, Points(64, 1), null, new TrainerOptions { Epochs = 1 })
            .Fit(cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(
            before, network.Generator.NamedParameters().SelectMany(p => p.Value.Values.ToArray()), (a, b) => Math.Abs(a - b) < 1e-30f);
        Assert.NotEqual(discriminator, network.Discriminator.NamedParameters().SelectMany(p => p.Value.Values.ToArray()));
    }

    [Fact]
    public void Options_of_other_training_are_refused()
    {
        GenerativeAdversarialNetwork network = Network();
        Assert.StartsWith(
            "AdversarialTrainer takes each batch whole, on one copy of the networks, with losses of its own: leave MicroBatchSize, Workers and "
                + "Objective as they are.",
            Assert.Throws<ArgumentException>(() => new AdversarialTrainer(
                network, new Adam(network.Generator), new Adam(network.Discriminator), Points(64, 1), null,
                new TrainerOptions { Workers = 2 })).Message,
            StringComparison.Ordinal);
    }
}
