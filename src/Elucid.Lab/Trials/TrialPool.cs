using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Elucid.Lab;

/// <summary>What a pool tells while it runs; calls come from several threads.</summary>
public interface ITrialObserver
{
    /// <summary>Trials have been asked for; none of them has begun.</summary>
    void OnQueue(IReadOnlyList<TrialSettings> trials);

    /// <summary>A trial begins.</summary>
    void OnStart(TrialSettings settings);

    /// <summary>A trial has done an epoch or part of one.</summary>
    void OnProgress(TrialSettings settings, TrainingProgress progress);

    /// <summary>A trial has ended, now or, if <paramref name="wasStored"/>, in an earlier run.</summary>
    void OnFinish(TrialResult result, bool wasStored);
}

/// <summary>Runs trials side by side, each on one thread, which scales best; keeps each result as it ends.</summary>
public sealed class TrialPool(StudyData data, int threads, TrialStore? store, ITrialObserver observer)
{
    /// <summary>Runs all trials, in this order as threads become free; trials in the store are not run again.</summary>
    /// <returns>The finished trials, in the order given; fewer than asked for after a cancellation.</returns>
    public IReadOnlyList<TrialResult> Run(IReadOnlyList<TrialSettings> trials, CancellationToken cancellation)
    {
        observer.OnQueue(trials);
        // What is stored counts even if nothing else gets to run.
        TrialResult?[] results = [.. trials.Select(Find)];
        ConcurrentQueue<int> waiting = new(Enumerable.Range(0, trials.Count).Where(i => results[i] is null));
        ExceptionDispatchInfo? failure = null;
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        void Work()
        {
            try
            {
                while (!stop.IsCancellationRequested && waiting.TryDequeue(out int index))
                    results[index] = RunAndKeep(trials[index], stop.Token);
            }
            catch (OperationCanceledException)
            {
                // The unfinished trial has no result; it runs again when the study is resumed.
            }
#pragma warning disable CA1031 // whatever happens on a worker thread is thrown again on the caller's
            catch (Exception exception)
            {
                failure ??= ExceptionDispatchInfo.Capture(exception);
                stop.Cancel();
            }
#pragma warning restore CA1031
        }

        Thread[] workers =
            [.. Enumerable.Range(0, Math.Min(threads, waiting.Count))
                .Select(i => new Thread(Work) { IsBackground = true, Name = $"trials {i + 1}" })];
        foreach (Thread worker in workers)
            worker.Start();
        foreach (Thread worker in workers)
            worker.Join();
        failure?.Throw();
        return [.. results.OfType<TrialResult>()];
    }

    TrialResult? Find(TrialSettings settings)
    {
        TrialResult? stored = store?.Find(settings);
        if (stored is not null)
            observer.OnFinish(stored, wasStored: true);
        return stored;
    }

    TrialResult RunAndKeep(TrialSettings settings, CancellationToken cancellation)
    {
        observer.OnStart(settings);
        TrialResult result = NetworkTrial.Run(settings, data, progress => observer.OnProgress(settings, progress), cancellation);
        store?.Add(result);
        observer.OnFinish(result, wasStored: false);
        return result;
    }
}
