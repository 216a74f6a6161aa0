using System.Diagnostics;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>One trial on the calling thread: what goes wrong in it is its result.</summary>
internal static class TrialExecution
{
    /// <exception cref="OperationCanceledException">Cancelled by <paramref name="cancellation"/>.</exception>
    /// <exception cref="SettingsException">It cannot be run with its settings, or did not measure what the experiment says.</exception>
    public static TrialRecord Run(Experiment experiment, PlannedTrial planned, IExperimentObserver observer, CancellationToken cancellation)
    {
        using ThreadLimit oneThread = Threads.Limit(1);
        using CancellationTokenSource ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (experiment.TimeLimit is { } limit)
            ends.CancelAfter(limit);
        observer.OnStart(planned);
        long start = Stopwatch.GetTimestamp();
        Trial trial = new(planned.Arm, planned.Key, progress => observer.OnProgress(planned, progress), ends.Token);
        Measured measured = Checked(experiment, trial, Measure(experiment, trial, cancellation));
        return new TrialRecord(planned.Key, measured, Stopwatch.GetElapsedTime(start).TotalSeconds, RunEnvironment.Build);
    }

    /// <summary>A trial that did not end, nor listen.</summary>
    public static TrialRecord LeftBehind(Experiment experiment, PlannedTrial planned) => new(
        planned.Key, Late(experiment.TimeLimit!.Value), experiment.TimeLimit.Value.TotalSeconds, RunEnvironment.Build);

    static Measured Measure(Experiment experiment, Trial trial, CancellationToken cancellation)
    {
        try
        {
            return experiment.RunTrial(trial);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested && trial.Cancellation.IsCancellationRequested)
        {
            return Late(experiment.TimeLimit!.Value);
        }
#pragma warning disable CA1031 // an exception is this trial's result, not the experiment's
        catch (Exception exception) when (exception is not (SettingsException or OperationCanceledException))
        {
            return Measured.Failed(FailureKind.Threw, $"{exception.GetType().Name}: {exception.Message}");
        }
#pragma warning restore CA1031
    }

    static Measured Late(TimeSpan limit) => Measured.Failed(
        FailureKind.TimedOut, FormattableString.Invariant($"did not end within {limit.TotalSeconds:0.###} s"));

    static Measured Checked(Experiment experiment, Trial trial, Measured measured)
    {
        if (measured.Failure is not null)
            return measured;
        string[] wanted = trial.IsTuning
            ? [experiment.Tuning!.Score.Name, .. experiment.Tuning.TieBreaker is { } tie ? [tie.Name] : Array.Empty<string>()]
            : [.. experiment.Measures.Select(measure => measure.Name)];
        foreach (string name in wanted)
            if (!measured.Numbers.TryGetValue(name, out double value))
                throw new SettingsException(
                    $"Experiment '{experiment.Id}': expected each trial to measure '{name}', but '{trial.Arm.Name}' measured "
                        + $"{(measured.Numbers.Count == 0 ? "nothing" : string.Join(", ", measured.Numbers.Keys))}. Add it to what RunTrial gives.");
            else if (!double.IsFinite(value))
                return measured.As(new Failure(FailureKind.Diverged, FormattableString.Invariant($"{name} is {value}")));
        return measured;
    }
}
