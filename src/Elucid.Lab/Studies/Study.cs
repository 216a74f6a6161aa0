using System.Text.Json;

namespace Elucid.Lab;

/// <summary>The raw outcome of a study.</summary>
/// <param name="Settings">What was asked for.</param>
/// <param name="Data">On which data.</param>
/// <param name="Trials">The finished trials, seed by seed.</param>
/// <param name="Rates">The learning rates that were tried; empty without tuning.</param>
/// <param name="IsComplete">Whether all trials finished; otherwise the study was cancelled.</param>
public sealed record StudyResult(
    StudySettings Settings, StudyData Data, IReadOnlyList<TrialResult> Trials, IReadOnlyList<TriedRate> Rates, bool IsComplete);

/// <summary>Compares activations: all of them on the same seeds, side by side.</summary>
public sealed class Study(StudySettings settings, StudyData data)
{
    /// <summary>How many trials the comparison itself takes; tuning comes on top.</summary>
    public int TrialCount => settings.Activations.Count * settings.Seeds;

    /// <summary>Runs the study, or what is left of it.</summary>
    /// <param name="threads">Trials side by side.</param>
    /// <param name="store">Keeps finished trials; null keeps none.</param>
    /// <param name="observer">Told of progress, from several threads.</param>
    /// <param name="cancellation">Stops soon; finished trials are kept and returned.</param>
    public StudyResult Run(int threads, TrialStore? store, ITrialObserver observer, CancellationToken cancellation = default)
    {
        TrialPool pool = new(data, threads, store, observer);
        IReadOnlyList<TriedRate> rates = settings.TunesLearningRate ? new RateTuning(pool, settings, data).Run(cancellation) : [];
        if (settings.TunesLearningRate && rates.Count == 0)
            return new StudyResult(settings, data, [], [], IsComplete: false);

        // Seed by seed, so that a study that is stopped early has compared all activations on the seeds it got to.
        List<TrialSettings> trials = [.. from seed in Enumerable.Range(settings.FirstSeed, settings.Seeds)
            from activation in settings.Activations
            select SettingsOf(activation, seed, rates)];
        IReadOnlyList<TrialResult> results = pool.Run(trials, cancellation);
        return new StudyResult(settings, data, results, rates, results.Count == trials.Count);
    }

    /// <summary>Why this study may not go on in a directory, in a sentence; null if the directory holds no work, or this study's.</summary>
    public string? RefusalOf(OutputDirectory directory)
    {
        string[] work = directory.Work;
        TrialResult[] trials = [.. TrialStore.Read(directory)];
        string[] others =
            [.. work.Where(
                file => file is not "trials.jsonl" && (trials.Length == 0 || file is "model.safetensors" or "checkpoint.safetensors" or "run.json"))];
        if (others.Length > 0)
            return $"'{directory.Path}' already holds {string.Join(", ", others)}: choose another {Spelling.Of(nameof(OutputDirectory))}, or "
                + $"{Spelling.Of(nameof(OutputDirectory.Clear))} to delete that.";
        return trials.Length > 0 && DifferenceFrom(trials) is { } difference
            ? $"'{directory.Path}' holds another study: {difference}. Choose another {Spelling.Of(nameof(OutputDirectory))}, or "
                + $"{Spelling.Of(nameof(OutputDirectory.Clear))} to delete it."
            : null;
    }

    // Activations and seeds may be added to a study: its trials are used for what they are.
    string? DifferenceFrom(TrialResult[] trials)
    {
        bool wasTuned = trials.Any(trial => RateTuning.TuningSeeds.Contains(trial.Settings.Seed));
        if (wasTuned != settings.TunesLearningRate)
            return $"it was started {(wasTuned ? "with" : "without")} {Spelling.Of(nameof(StudySettings.TunesLearningRate))}";
        string Text(string data, Recipe recipe) => JsonSerializer.Serialize(
            new TrialSettings(data, settings.TunesLearningRate ? recipe with { LearningRate = 1 } : recipe, "", Seed: 0, HoldsOutValidation: false),
            LabJson.Indented.TrialSettings);
        return SettingsDifference.First(
            nameof(TrialSettings), Text(trials[^1].Settings.Data, trials[^1].Settings.Recipe), Text(data.Id, settings.Recipe));
    }

    TrialSettings SettingsOf(string activation, int seed, IReadOnlyList<TriedRate> rates)
    {
        double rate = rates.FirstOrDefault(r => r.Activation == activation && r.IsChosen)?.LearningRate ?? settings.Recipe.LearningRate;
        return new TrialSettings(
            data.Id, settings.Recipe with { LearningRate = rate }, activation, seed, HoldsOutValidation: settings.Recipe.Patience > 0);
    }
}
