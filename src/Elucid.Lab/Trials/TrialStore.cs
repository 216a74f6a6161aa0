using System.Text.Json;

namespace Elucid.Lab.Trials;

/// <summary>
/// Finished trials in a file of one JSON line each, <c>trials.jsonl</c>: written as they end, found again by their settings when the same study runs again.
/// </summary>
/// <remarks>A line that was cut off by a crash is ignored, so the trial simply runs again.</remarks>
public sealed class TrialStore : IDisposable
{
    readonly Dictionary<string, TrialResult> _byKey = [];
    readonly FileStream _file;
    readonly Lock _lock = new();

    /// <summary>Opens or creates the store of an output directory.</summary>
    /// <exception cref="IOException">The directory cannot be written, or another process uses the store.</exception>
    public TrialStore(string directory)
    {
        Directory.CreateDirectory(directory);
        Path = System.IO.Path.Combine(directory, "trials.jsonl");
        if (File.Exists(Path))
            foreach (string line in File.ReadLines(Path))
                if (Parse(line) is { } result)
                    _byKey[KeyOf(result.Settings)] = result;
        _file = new FileStream(Path, FileMode.Append, FileAccess.Write, FileShare.Read);
        // If the last line was cut off, what follows must not be glued to it. Empty lines are ignored.
        if (_file.Position > 0)
            _file.Write("\n"u8);
    }

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

    static string KeyOf(TrialSettings settings) => JsonSerializer.Serialize(settings, LabJson.Compact.TrialSettings);

    static TrialResult? Parse(string line)
    {
        if (line.Length == 0)
            return null;
        try
        {
            return JsonSerializer.Deserialize(line, LabJson.Compact.TrialResult) is { } result && result.FinalEpoch >= 0 && result.FinalEpoch < result.Epochs.Count ? result : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
