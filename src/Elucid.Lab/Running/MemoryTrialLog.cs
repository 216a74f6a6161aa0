namespace Elucid.Lab;

/// <summary>A log in memory, for experiments that nobody resumes.</summary>
public sealed class MemoryTrialLog : ITrialLog
{
    readonly List<byte[]> _lines = [];

    /// <inheritdoc/>
    public void Append(ReadOnlySpan<byte> line)
    {
        byte[] copy = line.ToArray();
        lock (_lines)
            _lines.Add(copy);
    }

    /// <inheritdoc/>
    public IReadOnlyList<byte[]> ReadFrom(long offset, out long next)
    {
        lock (_lines)
        {
            next = _lines.Count;
            return [.. _lines.Skip((int)offset)];
        }
    }
}
