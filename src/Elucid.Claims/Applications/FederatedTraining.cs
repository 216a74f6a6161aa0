using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Federated averaging (McMahan et al. 2017, arXiv:1602.05629): ten clients with images of two classes each train copies of one network of
/// 784-128x3-10, 30 steps a round, and the server takes the mean of their weights. With <c>private</c> each client's change is clipped to a norm of 1
/// and the mean gets noise.</summary>
internal static class FederatedTraining
{
    public const string Id = "P09", PrivateId = "P10";

    const int Clients = 10, Classes = 10, JudgedRounds = 3;

    const double LargestChange = 1, NoiseDeviation = 0.01;

    /// <summary>How large the clients' changes are beside their mean: 1 where all agree.</summary>
    public static Measure Drift { get; } = new(new Metric("drift", HigherIsBetter: false, MetricScale.Ratio), Chance: Clients);

    public static Experiment Of(ClaimData data) => Of(data, Id, isPrivate: false);

    public static Experiment Private(ClaimData data) => Of(data, PrivateId, isPrivate: true);

    /// <summary>ELU against ReLU at other initial gains, on three seeds and all at one rate.</summary>
    public static GainRobustness Gains(ClaimData data, bool isPrivate)
    {
        Experiment experiment = isPrivate ? Private(data) : Of(data);
        return new(experiment with { Seeds = 3, Tuning = null, Settings = experiment.Settings.With("rate", 0.03) }, "elu", "relu");
    }

    static Experiment Of(ClaimData data, string id, bool isPrivate)
    {
        // All trials share them: they are most of the training images once more, and twice, as each class has two clients.
        Lazy<Dataset[]> shards = new(() => [.. Enumerable.Range(0, Clients).Select(client => ShardOf(data.Fashion.Train, client))]);
        return new()
        {
            Id = id,
            // The second of the private one measures drift before the noise.
            Revision = isPrivate ? 2 : 1,
            Data = data.Fashion.Id,
            Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("leaky-relu"), Arm.Of("gelu")],
            // "steps" are those of a client in a round.
            Settings = Settings.Of(
                ("rounds", 15), ("steps", 30), ("batch", 32), ("depth", 3), ("width", 128), ("gain", "he"), ("private", isPrivate)),
            Measures = [ImageClassifier.TestAccuracy, Drift],
            Tuning = ImageClassifier.Rates(0.01, 0.03, 0.1, 0.3),
            RunTrial = trial => Run(trial, data.Fashion, shards.Value),
        };
    }

    static Measured Run(Trial trial, PreparedImages images, Dataset[] shards)
    {
        Settings settings = trial.Settings;
        Sequential server = ImageClassifier.Network(trial, images);
        Module[] clients = [.. Enumerable.Range(0, Clients).Select(_ => server.Clone())];
        Dataset judged = trial.IsTuning ? images.Validation : images.Test;
        int rounds = settings.Integer("rounds");
        List<double> accuracies = [], drifts = [];
        for (int round = 0; round < rounds; round++)
        {
            trial.Report(round / (double)rounds, "rounds");
            Sequential before = server.Clone();
            for (int client = 0; client < Clients; client++)
            {
                clients[client].CopyStateFrom(server);
                History history = ImageClassifier.Fit(
                    trial, clients[client], new Sgd(clients[client], settings.Number("rate")), shards[client], settings.Integer("steps"),
                    settings.Integer("batch"), purpose: FormattableString.Invariant($"client {client}, round {round}"));
                if (history.Divergence is { } divergence)
                    return Measured.Failed(FailureKind.Diverged, $"client {client + 1} in round {round + 1}: {divergence}");
                if (settings.IsSet("private"))
                    Clip(clients[client], before);
            }
            server.CopyAverageFrom(clients);
            // Before the noise, whose norm is a multiple of the mean change: a drift beside both would say nothing of the clients.
            drifts.Add(clients.Average(client => Distance(client, before)) / Distance(server, before));
            if (settings.IsSet("private"))
                AddNoise(server, trial.Random.Derive("noise", (ulong)round));
            accuracies.Add(Evaluation.Of(server, judged).Accuracy!.Value);
        }
        double accuracy = accuracies.Skip(rounds - JudgedRounds).Average();
        Measured measured = trial.IsTuning ? new() { { ImageClassifier.ValidationLoss.Name, Evaluation.Of(server, judged).Loss } } : new()
        {
            { ImageClassifier.TestAccuracy.Name, accuracy },
            { Drift.Name, drifts.Average() },
            { "accuracy", accuracies },
        };
        return accuracy <= ImageClassifier.TestAccuracy.Chance + ChanceLevel.AccuracyMargin
            ? measured.As(new(FailureKind.LearnedNothing, "no better than chance")) : measured;
    }

    // Two classes each, and each class on two clients: 1 and 2, 2 and 3, … 10 and 1.
    static Dataset ShardOf(Dataset images, int client)
    {
        int[] labels = images.Labels.ToArray();
        return images.Where(row => labels[row] == client % Classes || labels[row] == (client + 1) % Classes);
    }

    static void Clip(Module client, Module before)
    {
        double norm = Distance(client, before);
        if (norm <= LargestChange)
            return;
        float share = (float)(LargestChange / norm);
        foreach ((Tensor own, Tensor old) in Pairs(client, before))
        {
            Span<float> weights = own.Edit();
            for (int i = 0; i < weights.Length; i++)
                weights[i] = old.Values[i] + share * (weights[i] - old.Values[i]);
        }
    }

    static void AddNoise(Module server, RandomStream random)
    {
        foreach ((_, Tensor value) in server.NamedParameters())
            foreach (ref float weight in value.Edit())
                weight += (float)NoiseDeviation * random.NextGaussian();
    }

    static double Distance(Module one, Module other)
    {
        double squares = 0;
        foreach ((Tensor a, Tensor b) in Pairs(one, other))
            for (int i = 0; i < a.Values.Length; i++)
                squares += (a.Values[i] - b.Values[i]) * (double)(a.Values[i] - b.Values[i]);
        return Math.Sqrt(squares);
    }

    static IEnumerable<(Tensor, Tensor)> Pairs(Module one, Module other) =>
        one.NamedParameters().Zip(other.NamedParameters(), (a, b) => (a.Value, b.Value));
}
