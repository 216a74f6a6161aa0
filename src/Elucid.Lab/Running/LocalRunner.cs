using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Elucid.Lab;

/// <summary>Runs trials side by side, each on one thread of this process, which scales best.</summary>
/// <param name="threads">How many; the processors by default.</param>
public sealed class LocalRunner(int? threads = null) : IRunner
{
    // What a trial gets to notice that its time is up before its thread is left behind.
    static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    readonly int _threads = threads switch
    {
        null => Environment.ProcessorCount,
        > 0 => threads.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(threads), $"LocalRunner: expected a positive number of threads, but got {threads}."),
    };

    /// <inheritdoc/>
    public async IAsyncEnumerable<TrialRecord> RunAsync(
        Experiment experiment, IReadOnlyList<PlannedTrial> trials, IExperimentObserver observer,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ConcurrentQueue<PlannedTrial> waiting = new(trials);
        Channel<TrialRecord> ended = Channel.CreateUnbounded<TrialRecord>(new UnboundedChannelOptions { SingleReader = true });
        Task all = Task.WhenAll(Enumerable.Range(0, Math.Min(experiment.RunsAlone ? 1 : _threads, trials.Count))
            .Select(_ => WorkAsync(experiment, waiting, observer, ended.Writer, stop)));
        Task closing = all.ContinueWith(task => ended.Writer.Complete(), TaskScheduler.Default);
        try
        {
            await foreach (TrialRecord record in ended.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
                yield return record;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);         // the reader may have gone
            await closing.ConfigureAwait(false);
        }
        await all.ConfigureAwait(false);
    }

    static async Task WorkAsync(
        Experiment experiment, ConcurrentQueue<PlannedTrial> waiting, IExperimentObserver observer, ChannelWriter<TrialRecord> ended,
        CancellationTokenSource stop)
    {
        TrialThread thread = new();
        try
        {
            while (!stop.IsCancellationRequested && waiting.TryDequeue(out PlannedTrial? trial))
            {
                Task<TrialRecord> run = thread.RunAsync(() => TrialExecution.Run(experiment, trial, observer, stop.Token));
                if (experiment.TimeLimit is { } limit && await Task.WhenAny(run, Task.Delay(limit + Grace)).ConfigureAwait(false) != run)
                {
                    thread.Dispose();                               // it ends when the trial does, if ever; the next one gets a thread of its own
                    thread = new TrialThread();
                    await ended.WriteAsync(TrialExecution.LeftBehind(experiment, trial)).ConfigureAwait(false);
                }
                else
                    await ended.WriteAsync(await run.ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The unfinished trial has no result; it runs again when the experiment goes on.
        }
        catch
        {
            await stop.CancelAsync().ConfigureAwait(false);
            throw;
        }
        finally
        {
            thread.Dispose();
        }
    }

    /// <summary>A thread that runs one trial after the other: what it keeps for each network, such as pooled memory, serves the next one.</summary>
    sealed class TrialThread : IDisposable
    {
        readonly BlockingCollection<Action> _work = [];

        public TrialThread() => new Thread(Work) { IsBackground = true, Name = "trials" }.Start();

        public Task<TrialRecord> RunAsync(Func<TrialRecord> run)
        {
            TaskCompletionSource<TrialRecord> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _work.Add(() =>
            {
                try
                {
                    result.SetResult(run());
                }
#pragma warning disable CA1031 // it is thrown where the result is awaited
                catch (Exception exception)
                {
                    result.SetException(exception);
                }
#pragma warning restore CA1031
            });
            return result.Task;
        }

        public void Dispose() => _work.CompleteAdding();

        void Work()
        {
            foreach (Action action in _work.GetConsumingEnumerable())
                action();
            _work.Dispose();
        }
    }
}
