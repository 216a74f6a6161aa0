namespace Elucid;

/// <summary>
/// Tells whether numbers that a backward rule reads are those that its operation read. Every edit of a tensor is stamped with the next tick, and
/// every operation with the present one; while a rule runs, what was edited after its operation is not readable.
/// </summary>
internal static class EditClock
{
    static long _now = 1;

    // 0 while no rule runs.
    [ThreadStatic]
    static long _ruleOf;

    /// <summary>A tick that no edit has had yet.</summary>
    public static long Next() => Interlocked.Increment(ref _now);

    /// <summary>The tick of an operation that begins: that of the last edit. One that a rule calls, to compute something again, is as old as the
    /// rule's own.</summary>
    public static long Now => _ruleOf != 0 ? _ruleOf : Volatile.Read(ref _now);

    /// <summary>Edits after this tick must not be read on this thread.</summary>
    public static long ReadableUntil => _ruleOf != 0 ? _ruleOf : long.MaxValue;

    /// <summary>Runs a rule of an operation whose result has the tick <paramref name="operation"/>.</summary>
    public static void Run(long operation, Action rule)
    {
        long outer = _ruleOf;
        _ruleOf = operation;
        try
        {
            rule();
        }
        finally
        {
            _ruleOf = outer;
        }
    }
}
