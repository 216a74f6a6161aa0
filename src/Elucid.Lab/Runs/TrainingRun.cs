using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Elucid.Lab;

/// <summary>What decides a training run.</summary>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Recipe">How the network is built and trained.</param>
/// <param name="Activation">Its activation.</param>
/// <param name="Seed">Decides split, weights, order and noise.</param>
public sealed record RunSettings(string Data, Recipe Recipe, string Activation, int Seed)
{
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
/// Trains one network in a directory: <c>model.safetensors</c> is the best network so far, <c>history.csv</c> the epochs,
/// <c>checkpoint.safetensors</c> and
/// <c>run.json</c> what a resumed run goes on from, with the same bits as one that was never stopped.
/// </summary>
/// <remarks>The checkpoint is written before the model, which can be restored from it: a run that was killed in between, or whose model file is gone,
/// loses nothing.</remarks>
public sealed class TrainingRun
{
    const string CheckpointName = "checkpoint.safetensors", SettingsName = "run.json", SamplesName = "samples.json";

    readonly OutputDirectory _directory;
    readonly DataSplit _split;
    ModelFile _description;
    readonly Standardizer? _scales;
    readonly StudyData _data;
    readonly List<EpochSample> _samples = [];

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
        if (start == RunStart.New)
            RequireFree();
        else if (start == RunStart.Resume)
            RequireThisRun();
        _split = data.Split(settings.Seed, withValidation: true, out _scales);
        _description = data.Describe(settings.Recipe, settings.Activation, settings.Seed, withValidation: true);
        RandomStream random = new((ulong)settings.Seed);
        Model = settings.Recipe.BuildNetwork(
            _split.Train.FeatureShape, _split.Train.OutputCount, ActivationCatalog.Parse(settings.Activation), random, data.Task,
            _split.Train.VocabularySize);
        Trainer = new Trainer(
            Model, settings.Recipe.BuildOptimizer(Model), _split.Train, _split.Validation,
            settings.Recipe.BuildOptions((ulong)settings.Seed, _split.Train));
        if (start == RunStart.Overwrite)
            directory.Clear();
        if (start != RunStart.Resume)
            return;
        // run.json names the optimizer, which checkpoints of version 0.1.0 do not.
        Checkpoint.Load(Trainer, directory[CheckpointName], isOfThisOptimizer: true);
        if (Trainer.History.BestEpoch > 0)
            SaveBest();
        if (File.Exists(directory[SamplesName]))
            _samples.AddRange(
                Read(SamplesName, "samples", LabJson.Indented.EpochSampleArray).Where(sample => sample.Epoch <= Trainer.History.Epochs.Count));
    }

    /// <summary>What is trained.</summary>
    public RunSettings Settings { get; }

    /// <summary>The network.</summary>
    public Module Model { get; }

    /// <summary>Its trainer.</summary>
    public Trainer Trainer { get; }

    /// <summary>The shape of one batch of the data, for a summary.</summary>
    public IReadOnlyList<int> InputShape => [1, .. _split.Train.FeatureShape];

    /// <summary>Is told what the network made after each epoch, where its task has something to look at.</summary>
    public Action<EpochSample>? OnSample { get; set; }

    /// <summary>The score of its task that decides.</summary>
    public Metric Deciding => _data.Profile.Deciding;

    /// <summary>The best network's file.</summary>
    public string ModelPath => _directory["model.safetensors"];

    /// <summary>Trains to the end, or until cancelled; everything is on disk after each epoch.</summary>
    /// <returns>What the best network reached, whose weights <see cref="Model"/> then has; null if no epoch finished.</returns>
    public RunResult? Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            while (!Trainer.IsFinished)
            {
                EpochRecord? epoch = Trainer.RunEpoch(progress, cancellation);
                if (epoch is not null)
                    Sample(epoch.Epoch);
                Keep(isBest: epoch is not null && epoch.Epoch == Trainer.History.BestEpoch);
            }
        }
        catch (OperationCanceledException)
        {
            // The checkpoint of the last whole epoch is what a resumed run goes on from.
        }
        if (Trainer.History.BestEpoch == 0)
            return null;
        Trainer.RestoreBest();
        Describe();
        return new RunResult(
            Settings, _data, _description, Model, _split, _scales, Trainer.History, InOwnUnits(Evaluation.Of(Model, _split.Test)))
        {
            Samples = _samples,
        };
    }

    /// <summary>An evaluation of the trainer with its RMSE in the target's own units.</summary>
    public Evaluation InOwnUnits(Evaluation evaluation) => evaluation.In(_scales);

    void Sample(int epoch)
    {
        if (_data.Profile.Sample(new TrainedModel(_description, Model), _split, epoch) is not { } sample)
            return;
        _samples.Add(sample);
        OnSample?.Invoke(sample);
        AtomicFile.WriteText(_directory[SamplesName], JsonSerializer.Serialize([.. _samples], LabJson.Indented.EpochSampleArray));
    }

    // A diverged epoch has no record: the weights that it leaves behind must not replace the best.
    void Keep(bool isBest)
    {
        if (!File.Exists(_directory[SettingsName]))
            AtomicFile.WriteText(_directory[SettingsName], Text(Settings));
        Checkpoint.Save(Trainer, _directory[CheckpointName]);
        if (isBest)
            SaveBest();
        AtomicFile.WriteText(_directory["history.csv"], HistoryCsv(Trainer.History));
    }

    void SaveBest() => _description.SaveBest(Trainer, ModelPath);

    // Some of what the file knows is measured with the trained network.
    void Describe()
    {
        ModelFile known = _data.Profile.Describe(_description, Model, _split);
        if (ReferenceEquals(known, _description))
            return;
        _description = known;
        _description.Save(Model, ModelPath);
    }

    bool HasRun => File.Exists(_directory[SettingsName]) && File.Exists(_directory[CheckpointName]);

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

    string HistoryCsv(History history)
    {
        StringBuilder csv =
            new(
                "epoch,training_loss,validation_loss,validation_accuracy,validation_rmse,validation_r2,validation_balanced_accuracy,validation_f1,validation_macro_f1,validation_auc,validation_mae,learning_rate,seconds\n");
        foreach (EpochRecord e in history.Epochs)
        {
            Evaluation? v = e.Validation is null ? null : InOwnUnits(e.Validation);
            csv.Append(CultureInfo.InvariantCulture,
                $"{e.Epoch},{e.TrainingLoss},{v?.Loss},{v?.Accuracy},{v?.Rmse},{v?.R2},{v?.BalancedAccuracy},{v?.F1},{v?.MacroF1},{v?.Auc},{v?.Mae},{e.LearningRate},{e.Seconds}\n");
        }
        return csv.ToString();
    }
}
