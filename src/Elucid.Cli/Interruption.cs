namespace Elucid.Cli;

/// <summary>What Ctrl+C and SIGTERM do: end the process at once, until a command listens because it has work to bring to an end in good
/// order.</summary>
internal sealed class Interruption(CancellationToken cancellation)
{
    volatile bool _isHeard;

    /// <summary>Whether the command ends by itself when it is asked to.</summary>
    public bool IsHeard => _isHeard;

    /// <summary>From here on the first Ctrl+C asks through this token.</summary>
    public CancellationToken Listen()
    {
        _isHeard = true;
        return cancellation;
    }
}
