namespace Elucid.Cli;

/// <summary>Does something again and again while something else runs.</summary>
internal static class Ticker
{
    /// <summary>Calls <paramref name="show"/> at intervals until <paramref name="run"/> ends. When this returns, nothing is being shown any more: a
    /// late line would stand among the results.</summary>
    public static T Every<T>(TimeSpan interval, Action show, Func<T> run)
    {
        Timer timer = new(_ => show(), null, interval, interval);
        try
        {
            return run();
        }
        finally
        {
            using ManualResetEvent ended = new(initialState: false);
            if (timer.Dispose(ended))
                ended.WaitOne();
        }
    }
}
