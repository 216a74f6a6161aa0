using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Elucid.Lab;

/// <summary>What decides a training run.</summary>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Recipe">How the network is built and trained.</param>
/// <param name="Activation">Its activation.</param>
/// <param name="Seed">Decides split, weights, order and noise.</param>
public sealed record RunSettings(string Data, Recipe Recipe, string Activation, int Seed)
{
    /// <summary>In how many parts the training data are cut for a cross-validation; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Folds { get; init; }

    /// <summary>Whether a network of its own is trained beside for each of several targets, to see whether sharing helps.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Apart { get; init; }

    /// <summary>The activation where none is named.</summary>
    public const string DefaultActivation = "elu";
}

/// <summary>How a run begins in its directory.</summary>
public enum RunStart
{
    /// <summary>Where no work is; what is there is never written over.</summary>
    New,

    /// <summary>From the checkpoint that is there.</summary>
    Resume,

    /// <summary>After what is there has been deleted.</summary>
    Overwrite,
}

/// <summary>
/// Trains one network in a directory, or the members of a committee: <c>model.safetensors</c> is the best network so far, <c>history.csv</c> the
/// epochs,
/// <c>checkpoint.safetensors</c> and
/// <c>run.json</c> what a resumed run goes on from, with the same bits as one that was never stopped.
/// </summary>
/// <remarks>The checkpoint is written before the model, which can be restored from it: a run that was killed in between, or whose model file is gone,
/// loses nothing. Members of a committee have a checkpoint each, and the model is written when they are trained.</remarks>
public sealed class TrainingRun
{
    const int MostFolds = 1000;

    internal const string SettingsName = "run.json";

    const string CheckpointName = "checkpoint.safetensors", SamplesName = "samples.json";

    readonly OutputDirectory _directory;
    readonly DataSplit _split;
    ModelFile _description;
    readonly Standardizer? _scales;
    readonly StudyData _data;
    readonly List<EpochSample> _samples = [];
    readonly CommitteeRun _networks;
    readonly FoldsRun? _folds;
    readonly ApartRun? _apart;
    readonly RunShare _share;
    readonly Lock _writing = new();

    /// <summary>Prepares a run, or continues one.</summary>
    /// <param name="settings">What to train.</param>
    /// <param name="data">The data that the settings name.</param>
    /// <param name="directory">Where; to be disposed after the run.</param>
    /// <param name="start">What to do with the work that is there.</param>
    /// <exception cref="ArgumentException">The directory holds work and the run shall be new, or holds no such run to resume.</exception>
    /// <exception cref="ModelFormatException">The checkpoint is damaged.</exception>
    public TrainingRun(RunSettings settings, StudyData data, OutputDirectory directory, RunStart start = RunStart.New)
    {
        Settings = settings;
        (_data, _directory) = (data, directory);
        data.Profile.Check(settings.Recipe);
        if (start == RunStart.New)
            RequireFree();
        else if (start == RunStart.Resume)
            RequireThisRun();
        _split = data.Split(settings.Seed, withValidation: true, out _scales);
        _description = data.Describe(settings.Recipe, settings.Activation, settings.Seed, withValidation: true);
        if (settings.Folds is < 2 or > MostFolds)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunSettings.Folds))} must be a number of parts from 2 to {MostFolds}, but got {settings.Folds}.");
        _share = new RunShare(NetworkCount, settings.Recipe.Epochs);
        _networks = new CommitteeRun(settings, data, _split, file => directory[file], resumes: start == RunStart.Resume)
        {
            OnEpoch = Keep,
            OnProgress = _share.Tell,
        };
        _folds = settings.Folds is not { } count ? null
            : new FoldsRun(settings, data, count, file => directory[file], resumes: start == RunStart.Resume)
            {
                OnEpoch = (member, _) => Keep(member),
                OnProgress = (index, progress) => _share.Tell(index + (settings.Recipe.Members ?? 1), progress),
            };
        _apart = !settings.Apart ? null : new ApartRun(settings, data, _split, file => directory[file], resumes: start == RunStart.Resume)
        {
            OnEpoch = Keep,
            OnProgress = (target, progress) => _share.Tell(NetworkCount - data.SeveralTargets.Count + target, progress),
        };
        if (start == RunStart.Overwrite)
            directory.Clear();
        if (start != RunStart.Resume)
            return;
        _networks.First.Resume();
        if (IsSingle && Trainer.History.BestEpoch > 0)
            SaveBest();
        if (File.Exists(directory[SamplesName]))
            _samples.AddRange(
                Read(SamplesName, "samples", LabJson.Indented.EpochSampleArray).Where(sample => sample.Epoch <= Trainer.History.Epochs.Count));
    }

    /// <summary>What is trained.</summary>
    public RunSettings Settings { get; }

    /// <summary>The network; of a committee that of the first member.</summary>
    public Module Model => _networks.First.Network;

    /// <summary>What trains it.</summary>
    public TrainingLoop Trainer => _networks.First.Trainer;

    /// <summary>Whether all networks have been trained.</summary>
    public bool IsFinished => _networks.IsDone && _folds?.IsDone != false && _apart?.IsDone != false;

    /// <summary>Where networks diverged.</summary>
    public IReadOnlyList<Divergence> Divergences => [.. _networks.Divergences, .. _folds?.Divergences ?? [], .. _apart?.Divergences ?? []];

    /// <summary>How many networks are to be trained.</summary>
    public int NetworkCount =>
        (Settings.Recipe.Members ?? 1) * (1 + (Settings.Folds ?? 0)) + (Settings.Apart ? _data.SeveralTargets.Count : 0);

    /// <summary>Whether an epoch of any network is on disk, to go on from.</summary>
    public bool HasBegun => _networks.Histories.Any(one => one.History.Epochs.Count > 0);

    /// <summary>How many networks have been trained to their end.</summary>
    public int Trained => _networks.Members.Count + (_folds?.Results.Count ?? 0) * (Settings.Recipe.Members ?? 1)
        + (_apart?.Trained ?? 0);

    /// <summary>The shape of one batch of the data, for a summary.</summary>
    public IReadOnlyList<int> InputShape => [1, .. _split.Train.FeatureShape];

    /// <summary>What of the network comes from where, and what of it stands still; empty where all weights are drawn.</summary>
    public string BodySentence => _description.Body is { } body ? FineTuning.Describe(Model, Settings.Recipe, body) : "";

    /// <summary>Is told what the network made after each epoch, where its task has something to look at.</summary>
    public Action<EpochSample>? OnSample { get; set; }

    /// <summary>What is known of its task.</summary>
    public TaskProfile Profile => _data.Profile;

    /// <summary>The score of its task that decides.</summary>
    public Metric Deciding => Profile.Deciding;

    /// <summary>The best network's file.</summary>
    public string ModelPath => _directory["model.safetensors"];

    /// <summary>The picture of training images as they are, and below them as three epochs would change them, which <see cref="Run"/> writes before
    /// it trains; null where nothing is changed, or no images are.</summary>
    public string? AugmentedPath =>
        AugmentedImages.AreIn(Settings.Recipe.Augment, _split, _scales) ? _directory[OutputDirectory.Augmented] : null;

    bool IsSingle => Settings.Recipe.Members is null or 1;

    /// <summary>Trains to the end, or until cancelled; everything is on disk after each epoch.</summary>
    /// <param name="progress">Is told from the threads that train.</param>
    /// <param name="cancellation">Asks to stop.</param>
    /// <returns>What the best network reached, or the committee of the members that are trained; null if there is none yet.</returns>
    public RunResult? Run(IProgress<RunProgress>? progress, CancellationToken cancellation)
    {
        _share.To = progress;
        if (AugmentedPath is { } path)
            AugmentedImages.Save([Settings.Recipe.Augment], _split.Train, Settings.Seed, path);
        SideBySide.Run([.. _networks.Work, .. _folds?.Work ?? [], .. _apart?.Work ?? []], cancellation);
        if (!IsSingle && _networks.Histories.Any())
            AtomicFile.WriteText(
                _directory["history.csv"], HistoryCsv.Write(_networks.Histories.Select(one => (one.Network, one.History, _scales))));
        if (_networks.Join() is not var (network, committee))
            return null;
        Describe(network, committee);
        return new RunResult(
            Settings, _data, _description, network, _split, _scales, Trainer.History, InOwnUnits(Evaluation.Of(network, _split.Test)))
        {
            Samples = _samples,
            IsWhole = IsFinished,
            Folds = _folds is { IsDone: true } ? new FoldScores(_folds.Results, Deciding) : null,
            Members = committee is null ? [] : _networks.Members,
            Apart = _apart?.Result,
        };
    }

    /// <summary>An evaluation of the trainer with its RMSE in the target's own units.</summary>
    public Evaluation InOwnUnits(Evaluation evaluation) => evaluation.In(_scales);

    void Sample(int epoch)
    {
        if (_data.Profile.Sample(new TrainedModel(_description, Model), _split, epoch) is not { } sample)
            return;
        _samples.Add(sample);
        SampleImages.Write(sample, _split.Train, _directory);
        OnSample?.Invoke(sample);
        AtomicFile.WriteText(_directory[SamplesName], JsonSerializer.Serialize([.. _samples], LabJson.Indented.EpochSampleArray));
    }

    // A diverged epoch has no record: the weights that it leaves behind must not replace the best.
    void Keep(MemberRun member, EpochRecord? epoch)
    {
        if (IsSingle && epoch is not null)
            Sample(epoch.Epoch);
        Keep(member);
        if (!IsSingle)
            return;
        if (epoch is not null && epoch.Epoch == Trainer.History.BestEpoch)
            SaveBest();
        AtomicFile.WriteText(_directory["history.csv"], HistoryCsv.Write(Trainer.History, _scales));
    }

    void Keep(MemberRun member)
    {
        lock (_writing)
            if (!File.Exists(_directory[SettingsName]))
                AtomicFile.WriteText(_directory[SettingsName], Text(Settings));
        member.Keep();
    }

    void SaveBest() => _description.SaveBest(Trainer, ModelPath);

    // Some of what the file knows is measured with the trained network.
    void Describe(Module network, Committee? committee)
    {
        ModelFile known = _data.Profile.Describe(_description, network, _split) with { Committee = committee };
        if (known == _description)
            return;
        _description = known;
        _description.Save(network, ModelPath);
    }

    bool HasRun => File.Exists(_directory[SettingsName])
        && _directory.Work.Any(file => file.StartsWith("checkpoint", StringComparison.Ordinal));

    void RequireFree()
    {
        if (HasRun)
            throw new ArgumentException(
                $"'{_directory.Path}' already holds a training run: pass {Spelling.Of(nameof(RunStart.Resume))} to go on with it, another "
                    + $"{Spelling.Of(nameof(OutputDirectory))} to start a new one, or {Spelling.Of(nameof(RunStart.Overwrite))} to delete it.");
        if (_directory.Work is { Length: > 0 } work)
            throw new ArgumentException(
                $"'{_directory.Path}' already holds {string.Join(", ", work)}: choose another {Spelling.Of(nameof(OutputDirectory))}, or pass "
                    + $"{Spelling.Of(nameof(RunStart.Overwrite))} to delete that.");
    }

    void RequireThisRun()
    {
        if (!HasRun)
            throw new ArgumentException(_directory.Work is { Length: > 0 } work
                ? $"'{_directory.Path}' holds {string.Join(", ", work)}, but {Spelling.Of(nameof(RunStart.Resume))} needs both {CheckpointName} and "
                    + $"{SettingsName}: start a new run with another {Spelling.Of(nameof(OutputDirectory))}."
                : $"'{_directory.Path}' holds no training run to resume: omit {Spelling.Of(nameof(RunStart.Resume))} to start one there.");
        if (SettingsDifference.First(nameof(RunSettings), Text(Stored()), Text(Settings)) is { } difference)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunStart.Resume))} needs the settings of the run in '{_directory.Path}', but {difference}. Start a new run "
                    + $"with another {Spelling.Of(nameof(OutputDirectory))} to change settings.");
    }

    // As settings and not as text: what earlier versions did not write has its default.
    RunSettings Stored() => Read(SettingsName, "settings", LabJson.Indented.RunSettings);

    T Read<T>(string name, string what, JsonTypeInfo<T> type)
    {
        string path = _directory[name];
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), type) ?? throw new JsonException("It is null.");
        }
        catch (JsonException exception)
        {
            throw new ModelFormatException(
                $"'{path}' cannot be read as the {what} of a run: {exception.Message} Start a new run with another "
                    + $"{Spelling.Of(nameof(OutputDirectory))}.", exception);
        }
    }

    static string Text(RunSettings settings) => JsonSerializer.Serialize(settings, LabJson.Indented.RunSettings);
}
