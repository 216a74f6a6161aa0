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
        _file = OpenAlone(Path);
        using (StreamReader lines = new(_file, leaveOpen: true))
            while (lines.ReadLine() is { } line)
                if (Parse(line) is { } result)
                    _byKey[KeyOf(result.Settings)] = result;
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

    // Two writers would overwrite each other's lines.
    static FileStream OpenAlone(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (File.Exists(path))
        {
            throw new IOException($"'{path}' is in use: another study writes into this directory. Wait for its end, or choose another directory.", exception);
        }
    }

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
