namespace Elucid.Lab;

/// <summary>What an experiment tells while it runs: to a terminal, a page or a network. Calls come from several threads. An observer that throws is
/// not asked again, and stops nothing.</summary>
public interface IExperimentObserver
{
    /// <summary>Trials are asked for; none of them has begun.</summary>
    void OnQueue(IReadOnlyList<PlannedTrial> trials)
    {
    }

    /// <summary>A trial begins.</summary>
    void OnStart(PlannedTrial trial)
    {
    }

    /// <summary>A trial is some way on.</summary>
    void OnProgress(PlannedTrial trial, TrialProgress progress)
    {
    }

    /// <summary>A trial has ended, now or, if <paramref name="wasStored"/>, in an earlier run.</summary>
    void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
    {
    }
}
