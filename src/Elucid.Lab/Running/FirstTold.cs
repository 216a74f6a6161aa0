namespace Elucid.Lab;

/// <summary>Tells an observer of each trial once: where an experiment goes on with more seeds, those that it had are no news.</summary>
internal sealed class FirstTold(IExperimentObserver? observer) : IExperimentObserver
{
    // With their arms: those that differ in nothing share a trial, and each is told of it.
    readonly HashSet<PlannedTrial> _queued = [], _finished = [];
    readonly Lock _lock = new();

    public void OnQueue(IReadOnlyList<PlannedTrial> trials)
    {
        PlannedTrial[] news;
        lock (_lock)
            news = [.. trials.Where(trial => _queued.Add(trial))];
        if (news.Length > 0)
            observer?.OnQueue(news);
    }

    public void OnStart(PlannedTrial trial) => observer?.OnStart(trial);

    public void OnProgress(PlannedTrial trial, TrialProgress progress) => observer?.OnProgress(trial, progress);

    public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
    {
        bool isNew;
        lock (_lock)
            isNew = _finished.Add(trial);
        if (isNew)
            observer?.OnFinish(trial, record, wasStored);
    }
}
