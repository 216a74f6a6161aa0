namespace Elucid.Lab;

/// <summary>Where trials run: threads of this process, one after the other, or machines behind a queue.</summary>
public interface IRunner
{
    /// <summary>Runs trials and gives each as it ends, in any order. Cancelled, it ends early and without an exception: what had ended is
    /// given.</summary>
    /// <param name="experiment">Whose trials they are.</param>
    /// <param name="trials">Which.</param>
    /// <param name="observer">Told of beginnings and progress.</param>
    /// <param name="cancellation">Ends trials that run; they have no result.</param>
    /// <exception cref="SettingsException">A trial found that it cannot be run with its settings; the others are ended.</exception>
    IAsyncEnumerable<TrialRecord> RunAsync(
        Experiment experiment, IReadOnlyList<PlannedTrial> trials, IExperimentObserver observer, CancellationToken cancellation);
}
