using Elucid.Kernels;

namespace Elucid;

/// <summary>What happened in a round.</summary>
/// <param name="Round">1 for the first.</param>
/// <param name="Clients">Who took part, by number.</param>
/// <param name="Drifts">
/// How far each of them moved the weights, beside how far their mean moved, before noise: 1 where all agree. NaN where the mean did not move.
/// </param>
/// <param name="Norms">The norms of their changes, before they were clipped.</param>
/// <param name="TrainingLoss">Mean loss of their steps; NaN if nobody took part.</param>
public sealed record FederatedRound(
    int Round, IReadOnlyList<int> Clients, IReadOnlyList<double> Drifts, IReadOnlyList<double> Norms, double TrainingLoss);

/// <summary>
/// Federated averaging: in each round clients train copies of one network, each on examples of its own, and the mean of what they changed is taken
/// over. Examples stay where they are.
/// </summary>
/// <remarks>
/// McMahan et al. 2017 (arXiv:1602.05629, algorithm 1): clients count as many as their examples are. With <see cref="FederatedOptions.ClipNorm"/> and
/// <see cref="FederatedOptions.NoiseMultiplier"/> it is that of McMahan et al. 2018 (arXiv:1710.06963, algorithm 1, with a fixed denominator):
/// changes Δ are scaled to norms of at most C, all clients count alike, and the weights move by (Σ Δ + N(0, z²C²)) / (q·clients), where q is the
/// share that takes part.
/// <para>
/// All of it happens in this process. Bits depend on the options and not on the number of threads.
/// </para>
/// <example><code>
/// FederatedAveraging federated = new(network, data.Shards(10), new FederatedOptions());
/// for (int round = 0; round &lt; 20; round++)
///     Console.WriteLine($"{federated.RunRound().TrainingLoss} {Evaluation.Of(network, test).Accuracy}");
/// </code></example>
/// </remarks>
public sealed class FederatedAveraging
{
    readonly Module[] _copies;
    readonly IReadOnlyList<Dataset> _clients;
    readonly FederatedOptions _options;

    /// <summary>Prepares.</summary>
    /// <param name="server">The network that is trained.</param>
    /// <param name="clients">The examples of each client.</param>
    /// <param name="options">How.</param>
    /// <param name="rounds">Rounds that are done already, whose weights the network has; 0 by default.</param>
    /// <exception cref="ArgumentException">
    /// There is no client, an option is out of range, the network cannot be copied, or there is to be noise and the network has running statistics,
    /// which would leave the clients without it.
    /// </exception>
    public FederatedAveraging(Module server, IReadOnlyList<Dataset> clients, FederatedOptions options, int rounds = 0)
    {
        options.Check();
        ArgumentOutOfRangeException.ThrowIfNegative(rounds);
        if (clients.Count == 0)
            throw new ArgumentException("FederatedAveraging: expected at least one client with examples, but there is none.");
        (Server, _clients, _options, Rounds) = (server, clients, options, rounds);
        HashSet<string> parameters = [.. server.NamedParameters().Select(parameter => parameter.Name)];
        if (options.NoiseMultiplier > 0 && server.NamedState().FirstOrDefault(state => !parameters.Contains(state.Name)) is (string name, _))
            throw new ArgumentException(
                $"FederatedAveraging: the network has running statistics ('{name}'), which would leave the clients without noise. Use a network "
                    + $"without "
                    + "batch norm, such as one with layer norm, or no noise.");
        _copies = [.. clients.Select(_ => server.Clone())];
    }

    /// <summary>The network.</summary>
    public Module Server { get; }

    /// <summary>How many rounds are done.</summary>
    public int Rounds { get; private set; }

    /// <summary>Runs one round.</summary>
    /// <param name="cancellation">Leaves the network as it was before the round.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InvalidOperationException">A client's training diverged; the network is as it was before the round.</exception>
    public FederatedRound RunRound(CancellationToken cancellation = default)
    {
        RandomStream random = new RandomStream(_options.Seed).Derive("round", (ulong)Rounds);
        int[] clients = Drawn(random.Derive("clients"));
        double[] losses = new double[clients.Length];
        string?[] divergences = new string?[clients.Length];
        // Each client has its own network and random numbers: threads decide nothing. Kernels stay on the client's thread.
        Parallel.For(0, clients.Length, new ParallelOptions { MaxDegreeOfParallelism = Threads.Count, CancellationToken = cancellation }, i =>
        {
            using ThreadLimit one = Threads.Limit(1);
            ulong seed = random.Derive("client", (ulong)clients[i]).NextUInt64();
            (losses[i], divergences[i]) = TrainClient(clients[i], seed, cancellation);
        });
        if (divergences.FirstOrDefault(divergence => divergence is not null) is { } first)
            throw new InvalidOperationException(first);
        Module[] trained = [.. clients.Select(client => _copies[client])];
        double[] norms = [.. trained.Select(copy => WeightChange.Norm(Server, copy))];
        double[] shares = [.. norms.Select(norm => _options.ClipNorm > 0 && norm > _options.ClipNorm ? _options.ClipNorm / norm : 1)];
        double moved = Move(clients, trained, shares);
        if (_options.NoiseMultiplier > 0)
            AddNoise(random.Derive("noise"));
        return new FederatedRound(
            ++Rounds, clients, [.. norms.Select((norm, i) => norm * shares[i] / moved)], norms,
            losses.Length == 0 ? double.NaN : losses.Average());
    }

    int[] Drawn(RandomStream random) =>
        [.. Enumerable.Range(0, _clients.Count).Where(_ => random.NextDouble() < _options.Participation)];

    (double Loss, string? Divergence) TrainClient(int client, ulong seed, CancellationToken cancellation)
    {
        Module copy = _copies[client];
        copy.CopyStateFrom(Server);
        Trainer trainer = new(copy, _options.Optimizer(copy), _clients[client], validation: null, new TrainerOptions
        {
            Epochs = _options.LocalEpochs,
            BatchSize = _options.BatchSize,
            Objective = _options.Objective,
            Seed = seed,
        });
        double sum = 0;
        while (!trainer.IsFinished)
            if (trainer.RunEpoch(null, cancellation) is { } epoch)
                sum += epoch.TrainingLoss;
        return (sum / _options.LocalEpochs, trainer.History.Divergence is { } divergence
            ? $"Client {client + 1} {divergence}, in round {Rounds + 1}. Use a smaller learning rate." : null);
    }

    // How far the mean moves the weights.
    double Move(int[] clients, Module[] trained, double[] shares)
    {
        if (trained.Length == 0)
            return 0;
        Module before = Server.Clone();
        if (_options.ClipNorm > 0)
            WeightChange.Add(Server, trained, [.. shares.Select(share => share / (_options.Participation * _clients.Count))]);
        else
            Server.CopyAverageFrom(trained, [.. clients.Select(client => (double)_clients[client].Count)]);
        return WeightChange.Norm(before, Server);
    }

    void AddNoise(RandomStream random)
    {
        double deviation = _options.NoiseMultiplier * _options.ClipNorm / (_options.Participation * _clients.Count);
        foreach ((_, Tensor value) in Server.NamedParameters())
            foreach (ref float weight in value.Edit())
                weight += (float)(deviation * random.NextGaussian());
    }
}
