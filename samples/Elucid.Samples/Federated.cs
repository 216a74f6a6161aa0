namespace Elucid.Samples;

/// <summary>
/// Federated averaging: clients with digits of their own train copies of one network, and only their weights travel (McMahan et al. 2017,
/// arXiv:1602.05629, algorithm 1).
/// </summary>
static class Federated
{
    const int Clients = 5;

    public static void Run(TextWriter output)
    {
        RandomStream random = new(seed: 1);
        DataSplit digits = Digits.Load().Split(test: Portion.Rows(397), random.Derive("split"));
        Sequential server = Network(random);
        Sequential[] clients = [.. Enumerable.Range(0, Clients).Select(_ => Network(random))];
        // Each has digits of two kinds only.
        Dataset[] shards = [.. Enumerable.Range(0, Clients).Select(client =>
            digits.Train.Subset([.. Enumerable.Range(0, digits.Train.Count).Where(row => digits.Train.Labels[row] / 2 == client)]))];
        TrainingLoop rounds = TrainingLoop.Of([new("", server)], Round, new TrainingLoopOptions
        {
            Epochs = 8,
            StepsPerEpoch = 5,
            Evaluate = () => [("Accuracy", Evaluation.Of(server, digits.Test).Accuracy!.Value)],
        });
        output.WriteLine($"accuracy by epochs: {string.Join(", ", rounds.Fit().Epochs.Select(epoch => $"{epoch.Metrics["Accuracy"]:P0}"))}");

        void Round(TrainingStep step)
        {
            for (int i = 0; i < Clients; i++)
            {
                clients[i].CopyStateFrom(server);
                TrainerOptions options = new() { Steps = 10, Seed = step.RandomFor($"client {i}").NextUInt64() };
                History history = new Trainer(clients[i], new Sgd(clients[i], learningRate: 0.05), shards[i], options: options).Fit();
                step.Record("loss of clients", history.Epochs[^1].TrainingLoss);
            }
            server.CopyAverageFrom(clients, [.. shards.Select(shard => (double)shard.Count)]);
        }
    }

    static Sequential Network(RandomStream random) =>
        new(new Flatten(), new Linear(64, 64, random), Activations.Elu(), new Linear(64, 10, random));
}
