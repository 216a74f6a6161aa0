using Elucid.Kernels;

namespace Elucid.Tests.Training;

public class FederatedAveragingTests
{
    static readonly Dataset Data = Planted();

    static Dataset Planted()
    {
        RandomStream random = new(3);
        float[] features = new float[160 * 2];
        random.FillGaussian(features);
        int[] labels = [.. Enumerable.Range(0, 160).Select(row => features[2 * row] > 0 ? 1 : 0)];
        return new Dataset("planted", features, [2], labels, ["left", "right"]);
    }

    static Sequential Network(ulong seed = 0) => Sequential.Mlp([2, 8, 2], ActivationCatalog.Parse("elu"), new RandomStream(seed));

    static float[] WeightsOf(Module network) => [.. network.NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];

    [Fact]
    public void One_client_with_all_examples_trains_as_a_trainer_does()
    {
        Module server = Network();
        FederatedAveraging federated = new(server, [Data], new FederatedOptions());
        FederatedRound round = federated.RunRound();
        Assert.Equal([0], round.Clients);
        Assert.Equal(1, round.Drifts[0], 1e-12);

        Module alone = Network();
        ulong seed = new RandomStream(0).Derive("round").Derive("client").NextUInt64();
        new Trainer(alone, new Sgd(alone, 0.05), Data, null, new TrainerOptions { Epochs = 1, Seed = seed }).Fit();
        Assert.Equal(WeightsOf(alone), WeightsOf(server));
    }

    [Theory, InlineData(1), InlineData(2), InlineData(7)]
    public void Threads_decide_no_bit(int threads)
    {
        Module one = Run(1), other = Run(threads);
        Assert.Equal(WeightsOf(one), WeightsOf(other));

        static Module Run(int threads)
        {
            using ThreadLimit limit = Threads.Limit(threads);
            Module server = Network();
            FederatedAveraging federated = new(
                server, Data.Shards(5), new FederatedOptions { Participation = 0.6, ClipNorm = 0.1, NoiseMultiplier = 0.5 });
            for (int i = 0; i < 3; i++)
                federated.RunRound();
            return server;
        }
    }

    [Fact]
    public void Rounds_go_on_where_they_were()
    {
        FederatedOptions options = new() { Participation = 0.7 };
        Module whole = Network(), part = Network();
        FederatedAveraging federated = new(whole, Data.Shards(4), options);
        for (int i = 0; i < 4; i++)
            federated.RunRound();
        FederatedAveraging first = new(part, Data.Shards(4), options);
        first.RunRound();
        first.RunRound();
        FederatedAveraging second = new(part, Data.Shards(4), options, rounds: 2);
        second.RunRound();
        Assert.Equal(4, second.RunRound().Round);
        Assert.Equal(WeightsOf(whole), WeightsOf(part));
    }

    [Fact]
    public void Clients_count_as_many_as_their_examples_are()
    {
        Dataset large = Data.Take(120), small = Data.Where(row => row >= 120);
        Module server = Network(), other = Network();
        new FederatedAveraging(server, [large, small], new FederatedOptions()).RunRound();
        Module[] alone = [Alone(large, 0), Alone(small, 1)];
        other.CopyAverageFrom(alone, [120, 40]);
        Assert.Equal(WeightsOf(other), WeightsOf(server));

        static Module Alone(Dataset data, ulong client)
        {
            Module network = Network();
            ulong seed = new RandomStream(0).Derive("round").Derive("client", client).NextUInt64();
            new Trainer(network, new Sgd(network, 0.05), data, null, new TrainerOptions { Epochs = 1, Seed = seed }).Fit();
            return network;
        }
    }

    [Fact]
    public void A_change_is_clipped_and_noise_has_the_deviation_that_is_promised()
    {
        Module clipped = Network();
        FederatedRound round = new FederatedAveraging(
            clipped, Data.Shards(4), new FederatedOptions { ClipNorm = 1e-3 }).RunRound();
        Assert.All(round.Norms, norm => Assert.True(norm > 1e-3));
        Assert.InRange(Distance(Network(), clipped), 1e-5, 1e-3 * (1 + 1e-3));

        // Of one round with hardly any change the weights move by the noise alone: z · C / clients in each weight.
        Module noisy = Sequential.Mlp([2, 400, 2], ActivationCatalog.Parse("elu"), new RandomStream(0)), before = noisy.Clone();
        new FederatedAveraging(noisy, Data.Shards(4), new FederatedOptions
        {
            ClipNorm = 1,
            NoiseMultiplier = 2,
            Optimizer = network => new Sgd(network, 1e-9),
        }).RunRound();
        double deviation = Distance(before, noisy) / Math.Sqrt(noisy.ParameterCount);
        Assert.InRange(deviation, 0.5 * 0.95, 0.5 * 1.05);
    }

    static double Distance(Module one, Module other) =>
        Math.Sqrt(WeightsOf(one).Zip(WeightsOf(other), (a, b) => (a - b) * (double)(a - b)).Sum());

    [Fact]
    public void A_round_without_clients_changes_nothing()
    {
        Module server = Network();
        FederatedRound round = new FederatedAveraging(server, [Data], new FederatedOptions { Participation = 1e-9 }).RunRound();
        Assert.Empty(round.Clients);
        Assert.True(double.IsNaN(round.TrainingLoss));
        Assert.Equal(WeightsOf(Network()), WeightsOf(server));
    }

    [Fact]
    public void What_cannot_be_trained_so_is_refused()
    {
        Module server = Network();
        Refused.With<ArgumentException>(
            "FederatedAveraging: expected at least one client with examples, but there is none.",
            () => new FederatedAveraging(server, [], new FederatedOptions()));
        Refused.With<ArgumentException>(
            "NoiseMultiplier is 1, but ClipNorm is 0: noise hides a client only if its change is bounded. Give a ClipNorm, such as 1.",
            () => new FederatedAveraging(server, [Data], new FederatedOptions { NoiseMultiplier = 1 }));
        Sequential normed = new(new Linear(2, 4, new RandomStream(0)), new BatchNorm1d(4), new Linear(4, 2, new RandomStream(1)));
        Refused.With<ArgumentException>(
            "FederatedAveraging: the network has running statistics ('1.running_mean'), which would leave the clients without noise. Use a network "
                + "without batch norm, such as one with layer norm, or no noise.",
            () => new FederatedAveraging(normed, [Data], new FederatedOptions { NoiseMultiplier = 1, ClipNorm = 1 }));
        Module wild = Network();
        FederatedAveraging diverging = new(wild, [Data], new FederatedOptions { Optimizer = network => new Sgd(network, 1e30), LocalEpochs = 3 });
        Assert.StartsWith("Client 1 diverged at epoch ", Assert.Throws<InvalidOperationException>(() => diverging.RunRound()).Message);
        Assert.Equal(WeightsOf(Network()), WeightsOf(wild));
    }

    [Fact]
    public void Shards_by_label_have_few_labels_and_all_rows()
    {
        Dataset digits = Digits.Load();
        IReadOnlyList<Dataset> shards = digits.ShardsByLabel(10, new RandomStream(1));
        Assert.Equal(digits.Count, shards.Sum(shard => shard.Count));
        Assert.All(shards, shard => Assert.InRange(shard.Labels.ToArray().Distinct().Count(), 1, 4));
        Assert.All(shards, shard => Assert.InRange(shard.Count, 178, 181));
        Refused.With<ArgumentException>(
            "Dataset 'planted': expected 1 to 80 shards of two pieces, each a row at least, but 81 were asked for.",
            () => Data.ShardsByLabel(81, new RandomStream(0)));
    }
}
