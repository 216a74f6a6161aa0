using System.Diagnostics;
using System.Text.Json;

namespace Elucid.Lab;

/// <summary>Where a federated run is.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Share">How much of the whole is done, from 0 to 1.</param>
/// <param name="Completed">The round that has just ended; null otherwise.</param>
public sealed record FederatedProgress(string Stage, double Share, FederatedRoundResult? Completed = null);

/// <summary>
/// Trains a network by federated averaging in a directory, all clients in this process, and beside it what it is measured by: one network on all
/// examples, and each client alone.
/// </summary>
/// <remarks>After each round everything is on disk; the same settings in the same directory go on from there, with the same bits.</remarks>
public sealed class FederatedRun
{
    const string CheckpointName = "checkpoint.safetensors", SettingsName = "run.json", RoundsKey = "elucid.rounds";

    readonly OutputDirectory _directory;
    readonly StudyData _data;
    readonly DataSplit _split;
    readonly Standardizer? _scales;
    readonly IReadOnlyList<Dataset> _clients;
    readonly ModelFile _description;
    readonly List<FederatedRoundResult> _rounds = [];

    /// <summary>Prepares a run, or goes on with the one that is there.</summary>
    /// <param name="settings">What to train.</param>
    /// <param name="data">The data that the settings name.</param>
    /// <param name="directory">Where; to be disposed after the run.</param>
    /// <exception cref="ArgumentException">A setting is out of range, the directory holds other work, or there are too few examples.</exception>
    /// <exception cref="ModelFormatException">The checkpoint is damaged.</exception>
    public FederatedRun(FederatedSettings settings, StudyData data, OutputDirectory directory)
    {
        settings.Check();
        if (data.Environment is not null)
            throw new ArgumentException(
                $"Clients hold rows, but {data.Name} is an environment, of which there are none: choose a table, images or texts.");
        if (RefusalOf(settings, directory) is { } refusal)
            throw new ArgumentException(refusal);
        (Settings, _data, _directory) = (settings, data, directory);
        _split = data.Split(settings.Seed, withValidation: false, out _scales);
        StreamedRows.Refuse(_split, Spelling.Of(nameof(FederatedSettings.Clients)));
        RequireExamples(settings, _split.Train);
        RandomStream random = new((ulong)settings.Seed);
        _clients = settings.Shards == ShardKind.ByLabel ? _split.Train.ShardsByLabel(settings.Clients, random)
            : _split.Train.Shards(settings.Clients, random);
        _description = data.Describe(settings.Recipe, settings.Activation, settings.Seed, withValidation: false);
        Network = Initial();
        if (Network is GenerativeAdversarialNetwork)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), settings.Recipe.Model)} trains two networks against each other, and clients train one by "
                    + "one loss: choose vae.");
        if (File.Exists(directory[CheckpointName]))
            Resume();
    }

    /// <summary>What is trained.</summary>
    public FederatedSettings Settings { get; }

    /// <summary>The server's network.</summary>
    public Module Network { get; }

    /// <summary>The score that decides.</summary>
    public Metric Metric => _data.Profile.Deciding;

    /// <summary>The file of the server's network.</summary>
    public string ModelPath => _directory["model.safetensors"];

    /// <summary>Why a run cannot go to a directory; null if it can.</summary>
    public static string? RefusalOf(FederatedSettings settings, OutputDirectory directory)
    {
        if (directory.Work is not { Length: > 0 } work)
            return null;
        string elsewhere = $"Choose another {Spelling.Of(nameof(OutputDirectory))}, or {Spelling.Of(nameof(OutputDirectory.Clear))} to delete it.";
        return !File.Exists(directory[SettingsName])
            ? $"'{directory.Path}' already holds {string.Join(", ", work)}. {elsewhere}"
            : SettingsDifference.First(nameof(FederatedSettings), File.ReadAllText(directory[SettingsName]), Text(settings)) is { } difference
                ? $"'{directory.Path}' holds another run: {difference}. {elsewhere}" : null;
    }

    static void RequireExamples(FederatedSettings settings, Dataset training)
    {
        int each = settings.Shards == ShardKind.ByLabel ? 2 : 1;
        if (settings.Clients > training.Count / each)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(FederatedSettings.Clients))}: expected at most {training.Count / each:N0} clients with "
                    + $"{(each == 1 ? "an example" : "two examples")} each at least, as {training.Name} has {training.Count:N0} training examples, "
                    + $"but got {settings.Clients:N0}.");
    }

    /// <summary>Runs to the end, or until cancelled.</summary>
    public FederatedResult Run(IProgress<FederatedProgress>? progress, CancellationToken cancellation)
    {
        List<Evaluation> central = [], alone = [];
        try
        {
            RunRounds(progress, cancellation);
            TrainCentral(central, progress, cancellation);
            TrainAlone(alone, progress, cancellation);
        }
        catch (OperationCanceledException)
        {
            // The rounds are on disk.
        }
        bool isDone = alone.Count == _clients.Count;
        return new FederatedResult(
            Settings, _data, _description, [.. _rounds], [.. _clients.Select(CountsOf)], isDone ? central : [], isDone ? alone : []);
    }

    void RunRounds(IProgress<FederatedProgress>? progress, CancellationToken cancellation)
    {
        FederatedAveraging federated = new(Network, _clients, new FederatedOptions
        {
            Optimizer = Settings.Recipe.BuildOptimizer,
            LocalEpochs = Settings.Recipe.Epochs,
            BatchSize = Settings.Recipe.Batch,
            Objective = Settings.Recipe.ObjectiveFor(_split.Train),
            Participation = Settings.Participation,
            ClipNorm = Settings.ClipUpdates,
            NoiseMultiplier = Settings.Noise,
            Seed = (ulong)Settings.Seed,
        }, _rounds.Count);
        if (!File.Exists(_directory[SettingsName]))
            AtomicFile.WriteText(_directory[SettingsName], Text(Settings));
        while (_rounds.Count < Settings.Rounds)
        {
            long start = Stopwatch.GetTimestamp();
            FederatedRound round = federated.RunRound(cancellation);
            _rounds.Add(new FederatedRoundResult(
                round.Round, round.Clients, round.Drifts, round.TrainingLoss, Evaluation.Of(Network, _split.Test).In(_scales),
                PrivacyAccountant.Epsilon(Settings.Noise, Settings.Participation, round.Round, Settings.Delta),
                Stopwatch.GetElapsedTime(start).TotalSeconds));
            Keep();
            progress?.Report(new($"round {round.Round} of {Settings.Rounds}", ShareOf(round.Round), _rounds[^1]));
        }
    }

    // As many passes over all examples as the clients made over theirs.
    int Passes => Math.Max(1, (int)Math.Round(Settings.Rounds * Settings.Recipe.Epochs * Settings.Participation));

    void TrainCentral(List<Evaluation> scores, IProgress<FederatedProgress>? progress, CancellationToken cancellation)
    {
        Module network = Initial();
        Trainer trainer = TrainerOf(network, _split.Train);
        while (!trainer.IsFinished && trainer.RunEpoch(null, cancellation) is not null)
        {
            scores.Add(Evaluation.Of(network, _split.Test).In(_scales));
            progress?.Report(new("one network on all examples", ShareOf(Settings.Rounds + Settings.Rounds * scores.Count / (double)Passes)));
        }
    }

    void TrainAlone(List<Evaluation> scores, IProgress<FederatedProgress>? progress, CancellationToken cancellation)
    {
        foreach (Dataset client in _clients)
        {
            Module network = Initial();
            Trainer trainer = TrainerOf(network, client);
            while (!trainer.IsFinished && trainer.RunEpoch(null, cancellation) is not null)
            {
            }
            scores.Add(Evaluation.Of(network, _split.Test).In(_scales));
            progress?.Report(new("each client alone", ShareOf(Settings.Rounds * (2 + scores.Count / (double)_clients.Count))));
        }
    }

    Trainer TrainerOf(Module network, Dataset data) => new(
        network, Settings.Recipe.BuildOptimizer(network), data, validation: null,
        Settings.Recipe.BuildOptions((ulong)Settings.Seed, data) with { Epochs = Passes });

    // Rounds, the central network and the clients alone make as many passes each.
    double ShareOf(double rounds) => rounds / (3.0 * Settings.Rounds);

    Module Initial() => Settings.Recipe.BuildNetwork(
        _split.Train.FeatureShape, _split.Train.OutputCount, ActivationCatalog.Parse(Settings.Activation), new RandomStream((ulong)Settings.Seed),
        _data.Task, _split.Train.VocabularySize);

    IReadOnlyList<int> CountsOf(Dataset client) => client.Labels.IsEmpty ? [client.Count]
        : [.. Enumerable.Range(0, client.OutputCount).Select(label => client.Labels.Count(label))];

    // The weights and what is known of the rounds in one file, which appears whole or not at all.
    void Keep()
    {
        Weights.Save(Network, _directory[CheckpointName], new Dictionary<string, string>
        {
            [RoundsKey] = JsonSerializer.Serialize([.. _rounds], LabJson.Compact.FederatedRoundResultArray),
        });
        _description.Save(Network, ModelPath);
        AtomicFile.WriteText(_directory["history.csv"], FederatedFiles.History(_rounds, _data.Profile));
    }

    void Resume()
    {
        string path = _directory[CheckpointName];
        try
        {
            SafetensorsFile file = SafetensorsFile.Read(path, _ => false);
            _rounds.AddRange(JsonSerializer.Deserialize(file.Metadata[RoundsKey], LabJson.Compact.FederatedRoundResultArray)!);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException)
        {
            throw new ModelFormatException(
                $"'{path}' is not the checkpoint of a federated run: {exception.Message} Start anew with another "
                    + $"{Spelling.Of(nameof(OutputDirectory))}.", exception);
        }
        Weights.Load(Network, path);
        Network.Train();
    }

    static string Text(FederatedSettings settings) => JsonSerializer.Serialize(settings, LabJson.Indented.FederatedSettings);
}
