using System.Globalization;
using System.Text;
using System.Text.Json;
using Elucid.Activations;
using Elucid.Data;
using Elucid.Formats;
using Elucid.Lab.Baselines;
using Elucid.Lab.Recipes;
using Elucid.Lab.Statistics;
using Elucid.Lab.Studies;
using Elucid.Lab.Trials;
using Elucid.Modules;
using Elucid.Numerics;
using Elucid.Training;

namespace Elucid.Lab.Runs;

/// <summary>What decides a training run.</summary>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Recipe">How the network is built and trained.</param>
/// <param name="Activation">Its activation.</param>
/// <param name="Seed">Decides split, weights, order and noise.</param>
public sealed record RunSettings(string Data, Recipe Recipe, string Activation, int Seed);

/// <summary>
/// Trains one network in a directory: <c>model.safetensors</c> is the best network so far, <c>history.csv</c> the epochs, <c>checkpoint.safetensors</c> and
/// <c>run.json</c> what a resumed run goes on from, with the same bits as one that was never stopped.
/// </summary>
public sealed class TrainingRun
{
    readonly string _directory;
    readonly DataSplit _split;
    readonly ModelFile _description;
    readonly Standardizer? _scales;

    /// <summary>Prepares a run, or continues one.</summary>
    /// <param name="settings">What to train.</param>
    /// <param name="data">The data that the settings name.</param>
    /// <param name="directory">Created if it does not exist.</param>
    /// <param name="resume">Whether to go on from the directory's checkpoint.</param>
    /// <exception cref="ArgumentException">The directory holds a run and <paramref name="resume"/> is false, or holds none or another and it is true.</exception>
    /// <exception cref="ModelFormatException">The checkpoint is damaged.</exception>
    public TrainingRun(RunSettings settings, StudyData data, string directory, bool resume)
    {
        Settings = settings;
        _directory = directory;
        CheckDirectory(resume);
        _split = data.Split(settings.Seed, withValidation: true, out _scales);
        _description = new ModelFile
        {
            Recipe = settings.Recipe,
            Activation = settings.Activation,
            FeatureShape = _split.Train.FeatureShape.ToArray(),
            OutputNames = data.OutputNames,
            Task = data.Task,
            Data = data.Name,
            Scales = _scales is null ? null : ScalesDocument.Of(_scales),
            Table = (_scales is null ? data.Schema : data.Schema?.FilledWith(_scales.Features))?.ToJson(),
        };
        RandomStream random = new((ulong)settings.Seed);
        Model = settings.Recipe.BuildNetwork(_split.Train.FeatureShape, _split.Train.OutputCount, ActivationCatalog.Parse(settings.Activation), random);
        Trainer = new Trainer(
            Model, settings.Recipe.BuildOptimizer(Model), _split.Train, _split.Validation, settings.Recipe.BuildOptions((ulong)settings.Seed));
        if (resume)
            Checkpoint.Load(Trainer, PathOf("checkpoint.safetensors"));
        Directory.CreateDirectory(directory);
        WriteText("run.json", JsonSerializer.Serialize(settings, LabJson.Indented.RunSettings));
    }

    /// <summary>What is trained.</summary>
    public RunSettings Settings { get; }

    /// <summary>The network.</summary>
    public Sequential Model { get; }

    /// <summary>Its trainer.</summary>
    public Trainer Trainer { get; }

    /// <summary>The shape of one batch of the data, for a summary.</summary>
    public IReadOnlyList<int> InputShape => [1, .. _split.Train.FeatureShape];

    /// <summary>The best network's file.</summary>
    public string ModelPath => PathOf("model.safetensors");

    /// <summary>Trains to the end, or until cancelled; everything is on disk after each epoch.</summary>
    /// <returns>The best network's result on the test data; null if no epoch finished.</returns>
    public Evaluation? Run(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            while (!Trainer.IsFinished)
            {
                EpochRecord? epoch = Trainer.RunEpoch(progress, cancellation);
                Keep(isBest: epoch is not null && epoch.Epoch == Trainer.History.BestEpoch);
            }
        }
        catch (OperationCanceledException)
        {
            // The checkpoint of the last whole epoch is what a resumed run goes on from.
        }
        if (Trainer.History.BestEpoch == 0)
            return null;
        (_, Sequential best) = ModelFile.Load(ModelPath);
        return InOwnUnits(Evaluation.Of(best, _split.Test));
    }

    /// <summary>What the network must beat, on the same test rows: the trivial baseline and the linear one.</summary>
    public IReadOnlyList<Baseline> Baselines() => Baseline.Both(_split, _scales);

    /// <summary>How a result stands to the baselines, in sentences; empty where it beats both.</summary>
    public static string Describe(Evaluation test, IReadOnlyList<Baseline> baselines) => BaselineWords.Describe(
        test.Accuracy is null ? Metric.TestRmse : Metric.TestAccuracy, [BaselineSummary.Judge("the network", test)],
        BaselineSummary.Judge(baselines[0].Name, baselines[0].Test), BaselineSummary.Judge(baselines[1].Name, baselines[1].Test));

    /// <summary>An evaluation of the trainer with its RMSE in the target's own units.</summary>
    public Evaluation InOwnUnits(Evaluation evaluation) => evaluation.In(_scales);

    // A diverged epoch has no record: the weights that it leaves behind must not replace the best.
    void Keep(bool isBest)
    {
        if (isBest)
            _description.Save(Model, ModelPath);
        WriteText("history.csv", HistoryCsv(Trainer.History));
        Checkpoint.Save(Trainer, PathOf("checkpoint.safetensors"));
    }

    void CheckDirectory(bool resume)
    {
        string path = PathOf("run.json");
        bool hasRun = File.Exists(path) && File.Exists(PathOf("checkpoint.safetensors"));
        if (!resume && hasRun)
            throw new ArgumentException($"'{_directory}' already holds a training run: pass --resume to go on with it, or another --out.");
        if (!resume)
            return;
        if (!hasRun)
            throw new ArgumentException($"'{_directory}' holds no training run to resume: omit --resume to start one there.");
        string stored = File.ReadAllText(path), asked = JsonSerializer.Serialize(Settings, LabJson.Indented.RunSettings);
        if (stored != asked)
            throw new ArgumentException(
                $"--resume needs the settings of the run in '{_directory}', but {SettingsDifference.Between(stored, asked)}. Start a new run with another --out to change settings.");
    }

    string HistoryCsv(History history)
    {
        StringBuilder csv = new("epoch,training_loss,validation_loss,validation_accuracy,validation_rmse,validation_r2,learning_rate,seconds\n");
        foreach (EpochRecord e in history.Epochs)
        {
            Evaluation? v = e.Validation is null ? null : InOwnUnits(e.Validation);
            csv.Append(CultureInfo.InvariantCulture, $"{e.Epoch},{e.TrainingLoss},{v?.Loss},{v?.Accuracy},{v?.Rmse},{v?.R2},{e.LearningRate},{e.Seconds}\n");
        }
        return csv.ToString();
    }

    string PathOf(string file) => Path.Combine(_directory, file);

    void WriteText(string file, string text) => AtomicFile.Write(PathOf(file), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
