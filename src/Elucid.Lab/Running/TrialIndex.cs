using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The ended trials of a log, found by their keys. It holds nothing that the log does not: reading the log again gives the same
/// index.</summary>
public sealed class TrialIndex
{
    readonly ITrialLog _log;
    readonly Func<ReadOnlyMemory<byte>, TrialRecord?>? _earlier;
    readonly Dictionary<TrialKey, TrialRecord> _records = [];
    readonly Lock _lock = new();
    long _next;

    /// <summary>Replays a log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="earlier">Reads lines of an earlier format, and gives null for those that it cannot read; null if there are none.</param>
    public TrialIndex(ITrialLog log, Func<ReadOnlyMemory<byte>, TrialRecord?>? earlier = null)
    {
        (_log, _earlier) = (log, earlier);
        Refresh();
    }

    /// <summary>How many lines hold no trial that can be read; they are left alone.</summary>
    public int Unreadable { get; private set; }

    /// <summary>How many keys have lines whose values differ although the same build ran them: those trials are not reproducible. The last line
    /// counts.</summary>
    public int Contradictions { get; private set; }

    /// <summary>The trials, the last line of each key, in no order.</summary>
    public IReadOnlyList<TrialRecord> Records
    {
        get
        {
            lock (_lock)
                return [.. _records.Values];
        }
    }

    /// <summary>How many trials were run by other builds of Elucid, which may compute other bits. They are used; whoever shows results says
    /// so.</summary>
    public int OfOtherBuilds => Records.Count(record => record.Build != RunEnvironment.Build);

    /// <summary>The builds of Elucid that ran the trials, in ordinal order.</summary>
    public IReadOnlyList<string> Builds => [.. Records.Select(record => record.Build).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The result of a trial that ran before; null if none is known.</summary>
    public TrialRecord? Find(TrialKey key)
    {
        lock (_lock)
            return _records.GetValueOrDefault(key);
    }

    /// <summary>Keeps an ended trial; from any thread.</summary>
    public void Add(TrialRecord record)
    {
        byte[] line = TrialLine.Write(record);
        lock (_lock)
        {
            _log.Append(line);
            Refresh();
        }
    }

    /// <summary>Keeps the trials of another index, such as those of a part that was run elsewhere. A trial that is there with the same values is
    /// not written again.</summary>
    /// <returns>How many were not there.</returns>
    public int Merge(TrialIndex other)
    {
        int added = 0;
        foreach (TrialRecord record in other.Records)
        {
            TrialRecord? own = Find(record.Key);
            if (own is not null && AreSame(own, record))
                continue;
            Add(record);
            added += own is null ? 1 : 0;
        }
        return added;
    }

    /// <summary>Reads what was added to the log since, by whomever.</summary>
    public void Refresh()
    {
        lock (_lock)
            foreach (byte[] line in _log.ReadFrom(_next, out _next))
                if ((TrialLine.Read(line) ?? _earlier?.Invoke(line)) is { } record)
                    Keep(record);
                else
                    Unreadable++;
    }

    void Keep(TrialRecord record)
    {
        if (_records.TryGetValue(record.Key, out TrialRecord? before) && before.Build == record.Build
            && !AreSame(before, record))
            Contradictions++;
        _records[record.Key] = record;
    }

    // Times differ from run to run, and builds are a column.
    static bool AreSame(TrialRecord a, TrialRecord b)
    {
        static byte[] Result(TrialRecord record) =>
            TrialLine.Write(record with { Measured = record.Measured.WithoutTimes(), Seconds = 0, Build = "" });
        return Result(a).AsSpan().SequenceEqual(Result(b));
    }
}
