using Elucid.Kernels;
using Elucid.Tests.Environments;

namespace Elucid.Tests.Training;

/// <summary>Policies are trained by a trainer as all networks are.</summary>
public sealed class PolicyTests
{
    static readonly Dataset Episodes = EpisodeData.Of(Corridor.Info, 16, seed: 1);

    static Module Network(ulong seed = 1, NetworkRecipe? recipe = null) => (recipe ?? new NetworkRecipe { Hidden = [8] })
        .BuildNetwork([1], 2, ActivationCatalog.Parse("elu"), new RandomStream(seed), LearningTask.Control);

    static Trainer TrainerOf(Module network, int epochs = 4) =>
        new(network, new Adam(network, 0.01), Episodes, Episodes, new TrainerOptions { Epochs = epochs, BatchSize = 4, ClipNorm = 0.5, Seed = 2 });

    static float[] Weights(Module network) => [.. network.NamedParameters().SelectMany(p => p.Value.Values.ToArray())];

    [Fact]
    public void A_policy_learns_where_to_go()
    {
        Module network = Network();
        Trainer trainer = TrainerOf(network, epochs: 8);
        History history = trainer.Fit();
        Assert.Equal(1, Evaluation.Of(network, Episodes).Metrics[EpisodeScores.Return]);
        Assert.Equal(4, Evaluation.Of(network, Episodes).Metrics[EpisodeScores.Steps]);
        Assert.Equal(-history.Epochs[^1].TrainingLoss, history.Epochs[^1].Metrics[EpisodeScores.Return], 1e-6);
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_on_any_number_of_threads()
    {
        float[] Trained(int threads)
        {
            using ThreadLimit limit = Threads.Limit(threads);
            Module network = Network();
            TrainerOf(network).Fit();
            return Weights(network);
        }
        float[] one = Trained(1);
        Assert.Equal(one, Trained(2));
        Assert.NotEqual(one, Weights(Network()));
    }

    [Fact]
    public void A_run_that_was_stopped_goes_on_with_the_same_bits()
    {
        Module whole = Network(), first = Network(), second = Network(seed: 9);
        TrainerOf(whole).Fit();
        Trainer stopped = TrainerOf(first), resumed = TrainerOf(second);
        stopped.RunEpoch();
        stopped.RunEpoch();
        using MemoryStream stream = new();
        Checkpoint.Save(stopped, stream);
        stream.Position = 0;
        Checkpoint.Load(resumed, stream);
        resumed.Fit();
        Assert.Equal(Weights(whole), Weights(second));
    }

    [Fact]
    public void What_cannot_be_trained_is_refused_in_words()
    {
        Module network = Network();
        Refused.With<ArgumentException>(
            "Workers and MicroBatchSize divide the loss of a batch, but this objective makes its steps itself: leave them at their defaults. "
                + "(Parameter 'options')",
            () => new Trainer(network, new Adam(network), Episodes, options: new TrainerOptions { Workers = 2 }));
        Refused.With<ArgumentException>(
            "Augmentation changes examples, but the rows of 'corridor' are episodes that are played: leave it out. (Parameter 'options')",
            () => new Trainer(network, new Adam(network), Episodes, options: new TrainerOptions { Augmentation = Augmentation.Noise(0.1) }));
        Sequential plain = new(new Linear(1, 2, new RandomStream(1)));
        Assert.StartsWith("Objective.Policy trains an ActorCritic, but the network is ",
            Assert.Throws<ArgumentException>(() => new Trainer(plain, new Adam(plain), Episodes)).Message, StringComparison.Ordinal);
        Refused.With<ArgumentException>(
            "NetworkRecipe.Dropout makes a policy another one in training than in play: omit it for control.",
            () => Network(recipe: new NetworkRecipe { Hidden = [8], Dropout = 0.1 }));
        Refused.With<ArgumentException>(
            "NetworkRecipe.Norm = \"batch\" makes a policy another one in training than in play: choose none or layer for control.",
            () => Network(recipe: new NetworkRecipe { Hidden = [8], Norm = "batch" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Policy(new PolicyOptions { Discount = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => Objective.Policy(new PolicyOptions { Passes = 0 }));
        Assert.Throws<ArgumentException>(() => Evaluation.FromOutputs(new float[32], Episodes));
    }
}
