using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Elucid.Kernels;

namespace Elucid.Lab;

/// <summary>Does pieces of work on as many threads as operations may use, in their order; one alone has all threads.</summary>
internal static class SideBySide
{
    /// <summary>Returns when all are done, or when one has failed and those that had begun are stopped.</summary>
    /// <param name="work">Gets what asks it to stop.</param>
    /// <param name="cancellation">Asks all to stop.</param>
    public static void Run(IReadOnlyList<Action<CancellationToken>> work, CancellationToken cancellation)
    {
        int threads = Threads.Count, workers = Math.Min(threads, work.Count);
        if (workers <= 1)
        {
            foreach (Action<CancellationToken> one in work)
                one(cancellation);
            return;
        }
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ConcurrentQueue<Action<CancellationToken>> waiting = new(work);
        ExceptionDispatchInfo? failure = null;
        Thread[] all = [.. Enumerable.Range(0, workers).Select(i => new Thread(Work) { IsBackground = true, Name = $"networks {i}" })];
        foreach (Thread thread in all)
            thread.Start();
        foreach (Thread thread in all)
            thread.Join();
        failure?.Throw();

        void Work()
        {
            using ThreadLimit limit = Threads.Limit(Math.Max(1, threads / workers));
            while (!stop.IsCancellationRequested && waiting.TryDequeue(out Action<CancellationToken>? one))
                try
                {
                    one(stop.Token);
                }
#pragma warning disable CA1031 // it is thrown where the work was given
                catch (Exception exception)
                {
                    Interlocked.CompareExchange(ref failure, ExceptionDispatchInfo.Capture(exception), null);
                    stop.Cancel();
                }
#pragma warning restore CA1031
        }
    }
}
