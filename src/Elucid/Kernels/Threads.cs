using System.Runtime.ExceptionServices;

namespace Elucid;

/// <summary>
/// How many threads one operation may use. Large operations split into fixed pieces, small ones stay on their thread;
/// the results have the same bits for every number of threads.
/// </summary>
public static class Threads
{
    // A pass over fewer elements is over before another thread has begun.
    const int ElementsThatPay = 1 << 16;

    // Into how many shares the work of a thread is cut at most: enough for all to end at nearly the same time.
    const int SharesOfThread = 16;

    static readonly int Processors = Environment.ProcessorCount;

    [ThreadStatic]
    static int _limited;

    /// <summary>
    /// The threads that an operation started here may use, this one included: the number of processors unless <see cref="Limit"/> says otherwise.
    /// </summary>
    public static int Count => _limited > 0 ? _limited : Processors;

    /// <summary>
    /// Limits the operations that the current thread starts until the returned scope is disposed:
    /// <c>using (Threads.Limit(1)) { … }</c> lets trials run side by side, one thread each.
    /// </summary>
    /// <param name="count">1 or more; more than the number of processors is allowed and rarely useful.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is less than 1.</exception>
    public static ThreadLimit Limit(int count)
    {
        if (count < 1)
            throw new ArgumentOutOfRangeException(nameof(count), count, $"Threads.Limit: expected at least 1 thread, but got {count}.");
        return Enter(count);
    }

    static ThreadLimit Enter(int count)
    {
        ThreadLimit scope = new(_limited);
        _limited = count;
        return scope;
    }

    internal static void Restore(int limited) => _limited = limited;

    /// <summary>
    /// Runs pieces 0 … <paramref name="count"/> − 1, on up to <see cref="Count"/> threads, and returns when all are done.
    /// Pieces must not write to the same memory. An operation inside a piece does not split again.
    /// </summary>
    /// <remarks>Many small pieces are taken several at a time: threads that count every one of them would wait for each other.</remarks>
    internal static void For<TBody>(int count, in TBody body) where TBody : struct, IThreadsBody
    {
        int threads = Math.Min(Count, count);
        if (threads <= 1)
        {
            Run(0, count, body);
            return;
        }

        // A new job per call (some 200 bytes) may be left behind in the pool's queue: nothing waits for helpers that start too late.
        // Parallel.For costs 1.5 KB and 7 µs even where the pieces are empty.
        Job<TBody> job = new(count, Math.Max(1, count / (threads * SharesOfThread)), body);
        for (int helper = 1; helper < threads; helper++)
            ThreadPool.UnsafeQueueUserWorkItem(job, preferLocal: false);
        job.Execute();
        job.Wait();
    }

    /// <summary>The same on this thread alone where so few <paramref name="elements"/> are passed over that another would come too late.</summary>
    internal static void For<TBody>(int count, long elements, in TBody body) where TBody : struct, IThreadsBody
    {
        if (elements >= ElementsThatPay)
            For(count, body);
        else
            Run(0, count, body);
    }

    static void Run<TBody>(int first, int end, in TBody body) where TBody : struct, IThreadsBody
    {
        for (int i = first; i < end; i++)
            body.Run(i);
    }

    sealed class Job<TBody>(int count, int atOnce, TBody body) : IThreadPoolWorkItem where TBody : struct, IThreadsBody
    {
        int _next;
        int _done;
        ExceptionDispatchInfo? _error;

        public void Execute()
        {
            using ThreadLimit scope = Enter(1);
            for (int first = Take(); first < count; first = Take())
            {
                int end = Math.Min(count, first + atOnce);
                try
                {
                    Run(first, end, body);
                }
#pragma warning disable CA1031 // The caller rethrows it: an exception must not end the process from a pool thread.
                catch (Exception error)
#pragma warning restore CA1031
                {
                    Interlocked.CompareExchange(ref _error, ExceptionDispatchInfo.Capture(error), null);
                }
                Interlocked.Add(ref _done, end - first);
            }
        }

        int Take() => Interlocked.Add(ref _next, atOnce) - atOnce;

        public void Wait()
        {
            SpinWait spin = default;
            while (Volatile.Read(ref _done) < count)
                spin.SpinOnce(sleep1Threshold: -1);   // never sleeps a millisecond: the pieces end at nearly the same time
            _error?.Throw();
        }
    }
}

/// <summary>Work that <see cref="Threads.For{TBody}(int, in TBody)"/> splits: a struct, so that running it alone allocates nothing.</summary>
internal interface IThreadsBody
{
    void Run(int index);
}

/// <summary>Ends a limit set by <see cref="Threads.Limit"/>. A ref struct: it belongs to one thread and cannot cross an <c>await</c>.</summary>
public readonly ref struct ThreadLimit
{
    readonly int _before;

    internal ThreadLimit(int before) => _before = before;

    /// <summary>Restores the limit that held before.</summary>
    public void Dispose() => Threads.Restore(_before);
}
