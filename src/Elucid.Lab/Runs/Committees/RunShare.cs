namespace Elucid.Lab;

/// <summary>How much of a run is done, from what each of its networks tells.</summary>
/// <param name="networks">How many there are.</param>
/// <param name="epochs">How many each has at most.</param>
internal sealed class RunShare(int networks, int epochs)
{
    readonly Lock _lock = new();
    readonly double[] _shares = new double[networks];

    /// <summary>Who is told.</summary>
    public IProgress<RunProgress>? To { get; set; }

    /// <summary>Adds the share, and passes it on; one after the other.</summary>
    /// <param name="index">The network, from 0.</param>
    /// <param name="progress">Where it is.</param>
    public void Tell(int index, RunProgress progress)
    {
        lock (_lock)
        {
            _shares[index] = progress.Training is { } at ? (at.Epoch - 1 + at.Step / (double)at.StepsPerEpoch) / epochs : 1;
            To?.Report(progress with { Share = _shares.Sum() / networks });
        }
    }
}
