using System.Runtime.CompilerServices;

namespace Elucid.Lab;

/// <summary>Runs trials one after the other on the caller's thread, which gets the word between them: where there is only one, as in a browser. It
/// cannot leave a trial behind that does not listen.</summary>
public sealed class SequentialRunner : IRunner
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<TrialRecord> RunAsync(
        Experiment experiment, IReadOnlyList<PlannedTrial> trials, IExperimentObserver observer,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (PlannedTrial trial in trials)
        {
            await Task.Yield();
            if (cancellation.IsCancellationRequested || TryRun(experiment, trial, observer, cancellation) is not { } record)
                yield break;
            yield return record;
        }
    }

    static TrialRecord? TryRun(Experiment experiment, PlannedTrial trial, IExperimentObserver observer, CancellationToken cancellation)
    {
        try
        {
            return TrialExecution.Run(experiment, trial, observer, cancellation);
        }
        catch (OperationCanceledException)
        {
            return null;                // the unfinished trial has no result; it runs again when the experiment goes on
        }
    }
}
