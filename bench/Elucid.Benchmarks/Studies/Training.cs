using Elucid;
using Benchmarks.Networks;

namespace Benchmarks.Studies;

/// <summary>Trains a network epoch by epoch; the same seed gives either library the same batches.</summary>
sealed class Training(INetwork network, Dataset data, int batchSize, ulong seed)
{
    readonly DataLoader _batches = new(data, batchSize, new RandomStream(seed).Derive("order"));
    int _epoch;

    /// <summary>Every batch once.</summary>
    public void RunEpoch()
    {
        _batches.StartEpoch(_epoch++);
        for (int i = 0; i < _batches.BatchCount; i++)
            network.Step(_batches[i]);
    }
}
