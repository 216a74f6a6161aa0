namespace Elucid;

/// <summary>While it is open, all modules compute on this thread as in use, whichever modes they have: nothing is switched that other threads would
/// see.</summary>
internal readonly ref struct UseScope
{
    readonly bool _outer;

    UseScope(bool outer) => _outer = outer;

    /// <summary>Whether there is one on this thread.</summary>
    [field: ThreadStatic]
    public static bool IsOpen { get; private set; }

    public static UseScope Open()
    {
        UseScope scope = new(IsOpen);
        IsOpen = true;
        return scope;
    }

    public void Dispose() => IsOpen = _outer;
}
