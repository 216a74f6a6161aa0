namespace Elucid.Lab;

/// <summary>An observer that cannot stop a run: after its first exception it is not asked again.</summary>
internal sealed class GuardedObserver(IExperimentObserver? observer) : IExperimentObserver
{
    volatile IExperimentObserver? _observer = observer;

    public void OnQueue(IReadOnlyList<PlannedTrial> trials) => Tell(observer => observer.OnQueue(trials));

    public void OnStart(PlannedTrial trial) => Tell(observer => observer.OnStart(trial));

    public void OnProgress(PlannedTrial trial, TrialProgress progress) => Tell(observer => observer.OnProgress(trial, progress));

    public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored) => Tell(observer => observer.OnFinish(trial, record, wasStored));

    void Tell(Action<IExperimentObserver> call)
    {
        if (_observer is not { } observer)
            return;
        try
        {
            call(observer);
        }
#pragma warning disable CA1031 // a page that cannot be written to is no reason to lose hours of trials
        catch (Exception)
        {
            _observer = null;
        }
#pragma warning restore CA1031
    }
}
