using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace Elucid.Lab;

/// <summary>What networks that are made smaller have trained on so far, in a directory beside the file that is to be written: after each epoch all
/// of it is on disk, and an interrupted run goes on from there with the same bits.</summary>
/// <remarks>The directory is gone when the run is complete, or when no epoch was done.</remarks>
public sealed class SmallerWork : IDisposable
{
    const string SettingsName = "run.json", Checkpoints = "checkpoint-";

    readonly OutputDirectory _directory;
    readonly bool _resumes;
    bool _isComplete;

    SmallerWork(OutputDirectory directory, bool resumes) => (_directory, _resumes) = (directory, resumes);

    /// <summary>The directory.</summary>
    public string Path => _directory.Path;

    /// <summary>Whether an epoch is on disk.</summary>
    public bool HasBegun => HasWork(_directory);

    /// <summary>Opens the directory.</summary>
    /// <param name="output">The file beside which it is.</param>
    /// <param name="resumes">Whether a run was interrupted that is to go on.</param>
    /// <param name="command">What others who want it are told of its owner.</param>
    /// <exception cref="ArgumentException">There is nothing to go on with, or there is and it would be lost.</exception>
    /// <exception cref="IOException">Somebody uses it, or it cannot be written.</exception>
    public static SmallerWork Open(string output, bool resumes, string command = "")
    {
        string path = System.IO.Path.ChangeExtension(output, ".unfinished"), resume = Spelling.Of(nameof(RunStart.Resume));
        if (resumes && !Directory.Exists(path))
            throw new ArgumentException($"There is no '{path}', where an interrupted run would be: omit {resume} to begin one.");
        SmallerWork work = new(OutputDirectory.Open(path, command), resumes);
        if (work.HasBegun == resumes)
            return work;
        work._directory.Dispose();
        throw new ArgumentException(resumes ? $"'{path}' holds no epoch of an interrupted run: omit {resume} to begin one."
            : $"'{path}' holds what an interrupted run has trained: pass {resume} to go on with it, or delete the directory to begin anew.");
    }

    /// <summary>The state of a network in training.</summary>
    /// <param name="share">The share that left.</param>
    /// <param name="member">Of a committee which one, 0 for the first.</param>
    internal string CheckpointOf(double share, int member) => _directory[string.Create(
        CultureInfo.InvariantCulture, $"{Checkpoints}{share}{(member == 0 ? "" : $"-member-{member + 1}")}.safetensors")];

    /// <summary>Refuses to go on with what another run has done.</summary>
    /// <param name="model">The file of the whole network.</param>
    /// <param name="data">What is trained on.</param>
    /// <param name="origin">How the whole network was trained.</param>
    /// <param name="settings">What leaves it.</param>
    /// <exception cref="ArgumentException">The directory is of another run.</exception>
    /// <exception cref="ModelFormatException">What it says of its run is damaged.</exception>
    internal void Require(string model, StudyData data, ModelOrigin origin, SmallerSettings settings)
    {
        using FileStream bytes = File.OpenRead(model);
        SmallerWorkDocument asked = new(
            Convert.ToHexStringLower(SHA256.HashData(bytes))[..16], data.Id, origin.Seed, origin.Recipe, settings with { Seed = null });
        string path = _directory[SettingsName];
        if (!_resumes)
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(asked, LabJson.Indented.SmallerWorkDocument));
            return;
        }
        if (DifferenceOf(Read(path), asked) is { } difference)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunStart.Resume))} goes on with the run in '{Path}', but {difference}. Give what it was started with, or delete "
                    + "the directory to begin anew.");
    }

    /// <summary>Says that all is written which this was kept for.</summary>
    public void Complete() => _isComplete = true;

    /// <summary>Lets others in.</summary>
    public void Dispose()
    {
        if (_isComplete || !HasBegun)
            _directory.Remove();
        else
            _directory.Dispose();
    }

    static bool HasWork(OutputDirectory directory) => directory.Work.Any(file => file.StartsWith(Checkpoints, StringComparison.Ordinal));

    static string? DifferenceOf(SmallerWorkDocument had, SmallerWorkDocument has)
    {
        static string Text(Recipe recipe) => JsonSerializer.Serialize(recipe, LabJson.Compact.Recipe);
        string? Other(string was, string now) => was == now ? null : $"it was started with {was} and now got {now}";
        return had.Model != has.Model ? "it was started with another model file"
            : Other(Spelling.Of(nameof(RunSettings.Data), had.Data), Spelling.Of(nameof(RunSettings.Data), has.Data))
            ?? Other(had.Settings.ToString(), has.Settings.ToString())
            ?? Other(Spelling.Of(nameof(SmallerSettings.Seed), had.Seed), Spelling.Of(nameof(SmallerSettings.Seed), has.Seed))
            ?? (Text(had.Recipe) == Text(has.Recipe) ? null : "the settings of the model's training beside it have changed since it was started");
    }

    static SmallerWorkDocument Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), LabJson.Indented.SmallerWorkDocument) ?? throw new JsonException("It is null.");
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException)
        {
            throw new ModelFormatException(
                $"'{path}' does not say of which run the work beside it is ({exception.Message.TrimEnd('.')}): delete the directory to begin anew.",
                exception);
        }
    }
}

/// <summary>Of which run the work in a directory is.</summary>
/// <param name="Model">The fingerprint of the whole network's file.</param>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Seed">The seed that divided its rows.</param>
/// <param name="Recipe">How the whole network was trained.</param>
/// <param name="Settings">What leaves it.</param>
internal sealed record SmallerWorkDocument(string Model, string Data, int Seed, Recipe Recipe, SmallerSettings Settings);
