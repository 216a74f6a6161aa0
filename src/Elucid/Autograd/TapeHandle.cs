namespace Elucid;

/// <summary>All that a <see cref="Tape"/> holds. The thread itself holds the recording alone, so that the collector sees when a tape was
/// forgotten.</summary>
internal sealed class TapeHandle(Recording recording) : IDisposable
{
    public Recording Recording => recording;

    public void Dispose()
    {
        recording.End();
        GC.SuppressFinalize(this);
    }

    /// <summary>Nobody has the tape any more, and it was never disposed.</summary>
    ~TapeHandle() => recording.Abandon();
}
