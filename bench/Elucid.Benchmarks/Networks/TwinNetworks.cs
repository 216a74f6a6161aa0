using Elucid;

namespace Benchmarks.Networks;

/// <summary>The same network in both libraries, with equal weights and equal batches.</summary>
sealed class TwinNetworks : IDisposable
{
    const int CheckedSteps = 20;
    const double Tolerance = 1e-3;

    readonly DataLoader _elucidBatches, _torchBatches;
    int _elucidStep, _torchStep;

    public TwinNetworks(Mlp mlp, Dataset data, ulong seed = 1)
    {
        ElucidNetwork elucid = new(mlp, seed);
        (Elucid, Torch) = (elucid, new TorchNetwork(mlp, elucid.Model));
        _elucidBatches = new DataLoader(data, mlp.BatchSize, new RandomStream(seed), dropLast: true);
        _torchBatches = new DataLoader(data, mlp.BatchSize, new RandomStream(seed), dropLast: true);
    }

    public INetwork Elucid { get; }

    public INetwork Torch { get; }

    /// <summary>Trains both for some steps and compares every loss: a benchmark of unequal work would be worthless.</summary>
    /// <returns>The last losses, in words.</returns>
    /// <exception cref="InvalidOperationException">The losses differ by more than rounding explains.</exception>
    public string CheckEqual()
    {
        float elucid = 0, torch = 0;
        for (int step = 0; step < CheckedSteps; step++)
        {
            (elucid, torch) = (StepElucid(), StepTorch());
            if (!(Math.Abs(elucid - torch) <= Tolerance * Math.Abs(torch)))
                throw new InvalidOperationException(
                    $"The two networks do not compute the same: loss {elucid} in Elucid and {torch} in libtorch at step {step + 1}.");
        }
        return $"loss at step {CheckedSteps}: Elucid {elucid:F5}, libtorch {torch:F5}";
    }

    public float StepElucid() => Elucid.Step(Next(_elucidBatches, ref _elucidStep));

    public float StepTorch() => Torch.Step(Next(_torchBatches, ref _torchStep));

    public float GradientsElucid() => Elucid.Gradients(Next(_elucidBatches, ref _elucidStep));

    public float GradientsTorch() => Torch.Gradients(Next(_torchBatches, ref _torchStep));

    public void Dispose()
    {
        Elucid.Dispose();
        Torch.Dispose();
    }

    static Batch Next(DataLoader batches, ref int step) => batches[step++ % batches.BatchCount];
}
