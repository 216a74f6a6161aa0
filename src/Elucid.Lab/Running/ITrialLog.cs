namespace Elucid.Lab;

/// <summary>Where ended trials are kept: a log of lines that only grows. All that is known of an experiment is replayed from it.</summary>
public interface ITrialLog
{
    /// <summary>Adds a line, whole or not at all; from any thread.</summary>
    /// <param name="line">UTF-8, without a line break.</param>
    void Append(ReadOnlySpan<byte> line);

    /// <summary>The lines from a position on. A last line that has no end yet is not given: it may still be written.</summary>
    /// <param name="offset">0, or what an earlier call gave.</param>
    /// <param name="next">Where to go on.</param>
    IReadOnlyList<byte[]> ReadFrom(long offset, out long next);
}
