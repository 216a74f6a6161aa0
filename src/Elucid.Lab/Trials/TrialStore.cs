using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>
/// Finished trials in a file of one JSON line each, <c>trials.jsonl</c>: written as they end, found again by their settings when the same study runs
/// again.
/// </summary>
/// <remarks>A line that cannot be read, such as one that was cut off by a crash, is counted and left alone; its trial simply runs again.</remarks>
public sealed class TrialStore : IDisposable
{
    const string FileName = "trials.jsonl";

    readonly Dictionary<string, TrialResult> _byKey = [];
    readonly FileStream _file;
    readonly Lock _lock = new();

    /// <summary>Opens or creates the store of an output directory.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public TrialStore(OutputDirectory directory)
    {
        Path = directory[FileName];
        foreach (TrialResult? result in ReadLines(directory))
            if (result is null)
                Unreadable++;
            else
                _byKey[KeyOf(result.Settings)] = result;
        _file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        // If the last line was cut off, what follows must not be glued to it. Empty lines are ignored.
        if (_file.Seek(0, SeekOrigin.End) > 0)
            _file.Write("\n"u8);
    }

    /// <summary>How many lines of the file hold no trial that can be read.</summary>
    public int Unreadable { get; }

    /// <summary>How many trials were run by another build of Elucid, which may compute other bits: they are not used.</summary>
    public int OfOtherBuilds => _byKey.Values.Count(result => result.Settings.Build != RunEnvironment.Build);

    /// <summary>The trials that a directory holds; empty if it has no store.</summary>
    internal static IEnumerable<TrialResult> Read(OutputDirectory directory) => ReadLines(directory).OfType<TrialResult>();

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>The result of a trial that ran before with the very same settings and version.</summary>
    public TrialResult? Find(TrialSettings settings)
    {
        lock (_lock)
            return _byKey.GetValueOrDefault(KeyOf(settings));
    }

    /// <summary>Keeps a finished trial; safe to call from several threads.</summary>
    public void Add(TrialResult result)
    {
        byte[] line = JsonSerializer.SerializeToUtf8Bytes(result, LabJson.Compact.TrialResult);
        lock (_lock)
        {
            _byKey[KeyOf(result.Settings)] = result;
            _file.Write(line);
            _file.Write("\n"u8);
            _file.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    static IEnumerable<TrialResult?> ReadLines(OutputDirectory directory) =>
        File.Exists(directory[FileName]) ? File.ReadLines(directory[FileName]).Where(line => line.Length > 0).Select(Parse) : [];

    static string KeyOf(TrialSettings settings) => JsonSerializer.Serialize(settings, LabJson.Compact.TrialSettings);

    static TrialResult? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, LabJson.Compact.TrialResult) is { } result && IsWhole(result) ? result : null;
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            return null;
        }
    }

    // What the reader does not see: elements that are null, and a result without a score.
    static bool IsWhole(TrialResult result) => result.FinalEpoch >= 0 && result.FinalEpoch < result.Epochs.Count
        && result.Epochs.All(epoch => epoch is not null && TaskProfile.HasScore(epoch.Test)
            && (epoch.Validation is null || TaskProfile.HasScore(epoch.Validation))
            && epoch.Probe.Layers.Concat<object?>(epoch.Probe.Gradients).All(part => part is not null));
}
