using Elucid;
using Benchmarks.Measuring;
using Benchmarks.Networks;
using Benchmarks.Peers;

namespace Benchmarks.Studies;

/// <summary>The trials that `elucid compare` runs by default: eight activations by ten seeds on the embedded digits, 40 epochs each.</summary>
static class Trials
{
    public const int Epochs = 40, Seeds = 10;

    public static IReadOnlyList<string> Activations { get; } = ["elu", "relu", "leaky-relu", "selu", "gelu", "swish", "mish", "tanh"];

    /// <summary>1,400 training and 397 test images.</summary>
    public static DataSplit Split(int seed) => Digits.Load().Split(Portion.Rows(397), new RandomStream((ulong)seed).Derive("split"));

    /// <summary>Trains one network on one thread.</summary>
    /// <returns>Its test accuracy.</returns>
    public static double Run(bool inTorch, string activation, int seed, DataSplit data)
    {
        using var oneThread = Machine.UseThreads(1);
        Mlp mlp = StepCases.DigitsMlp(activation);
        ElucidNetwork start = new(mlp, (ulong)seed);
        using INetwork network = inTorch ? new TorchNetwork(mlp, start.Model) : start;
        Training training = new(network, data.Train, mlp.BatchSize, (ulong)seed);
        for (int epoch = 0; epoch < Epochs; epoch++)
            training.RunEpoch();
        return network.Accuracy(data.Test);
    }

    /// <summary>Trains the networks of all activations for a seed, side by side.</summary>
    /// <returns>The test accuracy of each.</returns>
    public static double[] RunBlock(bool inTorch, int seed, int threads, DataSplit data)
    {
        double[] accuracies = new double[Activations.Count];
        int next = -1;
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (int i = Interlocked.Increment(ref next); i < accuracies.Length; i = Interlocked.Increment(ref next))
                accuracies[i] = Run(inTorch, Activations[i], seed, data);
        }))];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        return accuracies;
    }
}
