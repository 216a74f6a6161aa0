namespace Elucid.Lab;

/// <summary>What came out of an experiment.</summary>
public sealed class ExperimentResult
{
    readonly Dictionary<(string Arm, int Seed), TrialRecord> _records;

    /// <param name="experiment">What was asked.</param>
    /// <param name="design">The trials that were planned.</param>
    /// <param name="records">Those that ended, now or earlier, in any order.</param>
    /// <param name="tried">What tuning tried; empty without.</param>
    public ExperimentResult(Experiment experiment, Design design, IEnumerable<TrialRecord> records, IReadOnlyList<TriedValue> tried)
    {
        (Experiment, Design, Tried) = (experiment, design, tried);
        Dictionary<TrialKey, TrialRecord> byKey = [];
        foreach (TrialRecord record in records)
            byKey[record.Key] = record;
        _records = design.Trials.Where(trial => byKey.ContainsKey(trial.Key))
            .ToDictionary(trial => (trial.Arm.Name, trial.Key.Seed), trial => byKey[trial.Key]);
        Seeds = [.. design.Trials.Select(trial => trial.Key.Seed).Distinct()
            .Where(seed => experiment.Arms.All(arm => _records.ContainsKey((arm.Name, seed))))];
    }

    /// <summary>What was asked.</summary>
    public Experiment Experiment { get; }

    /// <summary>The trials that were planned.</summary>
    public Design Design { get; }

    /// <summary>What tuning tried; empty without.</summary>
    public IReadOnlyList<TriedValue> Tried { get; }

    /// <summary>The seeds that every arm finished: the comparison is about these.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>Whether every planned trial ended.</summary>
    public bool IsComplete => _records.Count == Design.Trials.Count && Design.Trials.Count > 0;

    /// <summary>The trials that ended with their arms, in the order of the design.</summary>
    public IEnumerable<(Arm Arm, TrialRecord Record)> Ended => Design.Trials
        .Where(trial => _records.ContainsKey((trial.Arm.Name, trial.Key.Seed)))
        .Select(trial => (trial.Arm, _records[(trial.Arm.Name, trial.Key.Seed)]));

    /// <summary>How many trials ended.</summary>
    public int Finished => _records.Count;

    /// <summary>The trials of an arm on <see cref="Seeds"/>, in their order.</summary>
    /// <exception cref="ArgumentException">There is no such arm.</exception>
    public IReadOnlyList<TrialRecord> Of(string arm) => [.. Seeds.Select(seed => _records[(Known(arm), seed)])];

    /// <summary>A measure of an arm on <see cref="Seeds"/>; failed runs count with the value of chance.</summary>
    /// <exception cref="ArgumentException">There is no such arm or measure, or no seed was finished by all arms.</exception>
    public ArmScores Scores(string arm, string measure)
    {
        Measure asked = MeasureOf(measure);
        IReadOnlyList<TrialRecord> trials = Of(arm);
        return new ArmScores(
            arm,
            [.. trials.Select(trial => trial.Measured.Failure is null ? trial.Measured.Numbers[measure] : ChanceOf(asked, trial.Key.Seed))],
            [.. trials.Select(trial => trial.Measured.Failure is not null)]);
    }

    /// <summary>All arms compared by a measure, with the baseline and with the best.</summary>
    /// <param name="measure">Its name; the first one by default.</param>
    /// <exception cref="ArgumentException">There is no such measure, or no seed was finished by all arms.</exception>
    public StudyComparison Compare(string? measure = null) => Compare(measure is null ? Experiment.Measures[0] : MeasureOf(measure), looks: 1);

    /// <summary>All arms compared by a measure at one of several looks (<see cref="StudyComparison.Looks"/>).</summary>
    internal StudyComparison Compare(Measure measure, int looks) => StudyComparison.Of(
        measure.Metric, [.. Experiment.Arms.Select(arm => Scores(arm.Name, measure.Name))], Experiment.Baseline, looks);

    /// <summary>What each of the experiment's conditions says.</summary>
    public IReadOnlyList<ConditionResult> Judge() => [.. Experiment.Conditions.Select(condition => condition.Evaluate(this))];

    // Arms of a seed share its data, so what one of them knows of chance holds for the one that failed before it could say.
    double ChanceOf(Measure measure, int seed)
    {
        foreach (Arm arm in Experiment.Arms)
            if (_records[(arm.Name, seed)].Measured.Chance.TryGetValue(measure.Name, out double chance))
                return chance;
        return measure.Chance;
    }

    /// <summary>The metric of a measure.</summary>
    /// <exception cref="ArgumentException">There is no such measure.</exception>
    public Metric MetricOf(string measure) => MeasureOf(measure).Metric;

    Measure MeasureOf(string name) => Experiment.MeasureOf(name);

    string Known(string arm) => Experiment.Arms.Any(known => known.Name == arm) ? arm : throw new ArgumentException(
        $"Experiment '{Experiment.Id}': expected an arm among {string.Join(", ", Experiment.Arms.Select(a => a.Name))}, but got '{arm}'.");
}

/// <summary>A trial that ended.</summary>
/// <param name="Key">What decided it.</param>
/// <param name="Measured">What it measured.</param>
/// <param name="Seconds">How long it took; no part of its result.</param>
/// <param name="Build">Which build of Elucid ran it: another one may compute other bits.</param>
public sealed record TrialRecord(TrialKey Key, Measured Measured, double Seconds, string Build);
