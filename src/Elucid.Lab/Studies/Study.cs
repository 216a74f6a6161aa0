namespace Elucid.Lab;

/// <summary>The raw outcome of a study.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Data">On which data.</param>
/// <param name="Outcome">What came out of the experiment.</param>
public sealed record StudyResult(StudySettings Settings, StudyData Data, ExperimentResult Outcome)
{
    /// <summary>The finished trials, seed by seed.</summary>
    public IReadOnlyList<TrialCourse> Trials { get; } = [.. Outcome.Ended.Select(ended => new TrialCourse(ended.Arm.Name, ended.Record))];

    /// <summary>Whether all trials finished; otherwise the study was cancelled.</summary>
    public bool IsComplete => Outcome.IsComplete;

    /// <summary>What was seen at each look, if a rule decides how many seeds there are; empty without.</summary>
    public IReadOnlyList<Look> Looks { get; init; } = [];
}

/// <summary>Compares activations: all of them on the same seeds, side by side.</summary>
public sealed class Study
{
    /// <summary>The file that keeps the trials.</summary>
    public const string TrialsFile = "trials.jsonl";

    readonly StudySettings _settings;
    readonly StudyData _data;

    /// <param name="settings">What to compare.</param>
    /// <param name="data">On which data.</param>
    /// <exception cref="ArgumentException">It cannot be run: a sentence that names the setting, what it takes and what came.</exception>
    public Study(StudySettings settings, StudyData data) =>
        (_settings, _data, Experiment) = (settings, data, NetworkExperiment.Of(settings, data));

    /// <summary>The experiment that it is.</summary>
    public Experiment Experiment { get; }

    /// <summary>The part of the study that is run, and of how many; null for all of it. Parts, run anywhere, give the bits of the whole when their
    /// trials are brought together (<see cref="TrialIndex.Merge"/>).</summary>
    public (int Number, int Count)? Shard { get; init; }

    /// <summary>How many trials the comparison itself takes, up to its first look if there are several; tuning comes on top.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such part.</exception>
    public int TrialCount => Part(Design.Of(Experiment with { Seeds = _settings.Rule?.Looks[0] ?? Experiment.Seeds })).Trials.Count;

    /// <summary>The trials that a log of studies holds, those of earlier formats included.</summary>
    public static TrialIndex IndexOf(ITrialLog log) => new(log, EarlierTrials.Read);

    /// <summary>Writes a picture of training images as they are, and below them as three epochs would change them, for each way in which
    /// arms do.</summary>
    /// <param name="directory">Where.</param>
    /// <returns>Its path, and the changes from top to bottom; null where nothing is changed, or no images are.</returns>
    public (string Path, IReadOnlyList<string> Changes)? ShowAugmented(OutputDirectory directory)
    {
        DataSplit split =
            _data.Split(_settings.FirstSeed, NetworkTrial.HoldsOutValidation(_settings.Recipe), out Standardizer? scales);
        string[] changes = [.. NetworkExperiment.RecipesOf(_settings).Select(recipe => recipe.Augment).Distinct()
            .Where(one => AugmentedImages.AreIn(one, split, scales))];
        if (changes.Length == 0)
            return null;
        string path = directory[OutputDirectory.Augmented];
        AugmentedImages.Save(changes, split.Train, _settings.FirstSeed, path);
        return (path, changes);
    }

    /// <summary>Runs the study, or what is left of it, and waits for it.</summary>
    /// <param name="threads">Trials side by side; the processors by default.</param>
    /// <param name="index">Keeps finished trials; null keeps none.</param>
    /// <param name="observer">Told of progress, from several threads; null for nobody.</param>
    /// <param name="cancellation">Stops soon; finished trials are kept and returned.</param>
    public StudyResult Run(
        int? threads = null, TrialIndex? index = null, IExperimentObserver? observer = null, CancellationToken cancellation = default) =>
        Task.Run(() => RunAsync(new LocalRunner(threads), index, observer, cancellation), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Runs the study, or what is left of it.</summary>
    /// <param name="runner">Where.</param>
    /// <param name="index">Keeps finished trials; null keeps none.</param>
    /// <param name="observer">Told of progress, from several threads; null for nobody.</param>
    /// <param name="cancellation">Stops soon; finished trials are kept and returned.</param>
    public async Task<StudyResult> RunAsync(
        IRunner runner, TrialIndex? index = null, IExperimentObserver? observer = null, CancellationToken cancellation = default)
    {
        if (_settings.Rule is not { } rule)
            return new(_settings, _data, await Experiment.RunAsync(runner, index, observer, Part, cancellation).ConfigureAwait(false));
        if (Shard is not null)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Rule))} looks at all seeds together, so its study has no parts: fix the number of seeds.");
        index ??= new TrialIndex(new MemoryTrialLog());
        FirstTold told = new(observer);
        List<Look> looks = [];
        while (true)
        {
            int seeds = rule.Looks[looks.Count];
            ExperimentResult outcome =
                await (Experiment with { Seeds = seeds }).RunAsync(runner, index, told, cancellation: cancellation).ConfigureAwait(false);
            if (outcome.IsComplete)
                looks.Add(new Look(seeds, [.. outcome.Compare(Experiment.Measures[0], rule.Looks.Count).Ranking
                    .Where(arm => arm.AgainstBaseline?.Standing == Standing.Undecided).Select(arm => arm.Name)]));
            if (!outcome.IsComplete || looks[^1].Open.Count == 0 || looks.Count == rule.Looks.Count)
                return new(_settings with { Seeds = seeds }, _data, outcome) { Looks = looks };
        }
    }

    Design Part(Design design) => Shard is { } shard ? design.Shard(shard.Number, shard.Count) : design;

    /// <summary>Why this study may not go on in a directory, in a sentence; null if the directory holds no work, or this study's.</summary>
    public string? RefusalOf(OutputDirectory directory)
    {
        using TrialLogFile log = new(directory[TrialsFile]);
        TrialRecord[] trials = [.. IndexOf(log).Records.Where(record => record.Key.Experiment == Experiment.Id)];
        string[] others =
            [.. directory.Work.Where(
                file => file is not TrialsFile && (trials.Length == 0 || file is "model.safetensors" or "checkpoint.safetensors" or "run.json"))];
        if (others.Length > 0)
            return $"'{directory.Path}' already holds {string.Join(", ", others)}: choose another {Spelling.Of(nameof(OutputDirectory))}, or "
                + $"{Spelling.Of(nameof(OutputDirectory.Clear))} to delete that.";
        return trials.Length > 0 && DifferenceFrom(trials) is { } difference
            ? $"'{directory.Path}' holds another study: {difference}. Choose another {Spelling.Of(nameof(OutputDirectory))}, or "
                + $"{Spelling.Of(nameof(OutputDirectory.Clear))} to delete it."
            : null;
    }

    // Arms and seeds may be added to a study: its trials are used for what they are.
    string? DifferenceFrom(TrialRecord[] trials)
    {
        bool wasTuned = trials.Any(trial => trial.Key.Settings.IsSet(Tuning.Mark));
        if (wasTuned != _settings.TunesLearningRate)
            return $"it was started {(wasTuned ? "with" : "without")} {Spelling.Of(nameof(StudySettings.TunesLearningRate))}";
        if (trials.All(trial => trial.Key.Data != _data.Id))
            return $"it was started with {Spelling.Of(nameof(StudyData.Id), trials[0].Key.Data)} and now got "
                + $"{Spelling.Of(nameof(StudyData.Id), _data.Id)}";
        if (trials.All(trial => NetworkOf(trial.Key.Settings) != NetworkOf(Experiment.Settings)))
            return $"it was started with {NetworkOf(trials[0].Key.Settings)} and now got {NetworkOf(Experiment.Settings)}";
        HashSet<string> ofArms = [.. Experiment.Arms.SelectMany(arm => arm.Settings.Names), "repeat", Tuning.Mark, OwnNetwork.Setting];
        if (_settings.TunesLearningRate)
            ofArms.Add(NetworkExperiment.Rate);
        Settings Common(Settings all) => all.Without(ofArms);
        Settings asked = Common(Experiment.Settings);
        string?[] differences = [.. trials.Where(trial => trial.Key.Data == _data.Id)
            .Select(trial => SettingsDifference.First(nameof(Recipe), Common(trial.Key.Settings).Json, asked.Json))];
        return differences.Contains(null) ? null : differences[^1];
    }

    static string NetworkOf(Settings settings) =>
        settings.Has(OwnNetwork.Setting) ? $"the network '{settings.Text(OwnNetwork.Setting)}'" : "the network of a recipe";
}
