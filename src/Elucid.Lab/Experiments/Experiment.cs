namespace Elucid.Lab;

/// <summary>
/// A comparison that is fixed before it runs: arms, seeds, what is measured, how settings are tuned, and the conditions that decide. All of it but
/// the code of <see cref="RunTrial"/> is data, and has a fingerprint (<see cref="Design.Hash"/>).
/// </summary>
public sealed record Experiment
{
    /// <summary>A short name that stored trials are found by, such as <c>compare</c> or <c>T01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>To be raised when <see cref="RunTrial"/> changes what it computes: stored trials of other revisions are not used. 1 by
    /// default.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>Name and fingerprint of the data, such as <c>digits@1f3a…</c>; empty for none.</summary>
    public string Data { get; init; } = "";

    /// <summary>What is compared; each has a name of its own.</summary>
    public required IReadOnlyList<Arm> Arms { get; init; }

    /// <summary>The name of the arm that the others are compared with; the first by default.</summary>
    public string Baseline { get => field ?? Arms[0].Name; init; }

    /// <summary>How many seeds; 10 by default.</summary>
    public int Seeds { get; init; } = 10;

    /// <summary>The first seed; 0 by default.</summary>
    public int FirstSeed { get; init; }

    /// <summary>What all arms have in common; an arm's own settings win.</summary>
    public Settings Settings { get; init; } = Settings.Empty;

    /// <summary>What every trial measures; the first one ranks the arms.</summary>
    public required IReadOnlyList<Measure> Measures { get; init; }

    /// <summary>How each arm's own value of a setting is found first; null for no tuning.</summary>
    public Tuning? Tuning { get; init; }

    /// <summary>What the verdict depends on; empty for a comparison that only describes.</summary>
    public IReadOnlyList<Condition> Conditions { get; init; } = [];

    /// <summary>How long a trial may take, after which it has failed; null for any time. A trial that does not listen to
    /// <see cref="Trial.Cancellation"/> is left behind.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>Whether trials measure time and so run one at a time. They are then no pure functions of their keys.</summary>
    public bool RunsAlone { get; init; }

    /// <summary>Runs one trial, on one thread: a pure function of the trial's key. An exception is this trial's failure, not the experiment's; one
    /// that says that the settings are wrong (<see cref="SettingsException"/>) stops all.</summary>
    public required Func<Trial, Measured> RunTrial { get; init; }

    /// <summary>The seeds of the comparison.</summary>
    public IEnumerable<int> SeedNumbers => Enumerable.Range(FirstSeed, Seeds);

    /// <summary>Refuses what cannot be run or compared.</summary>
    /// <exception cref="SettingsException">Says what to change.</exception>
    public void Check()
    {
        Require(Id.Length > 0, "a name", "none");
        Require(Revision > 0, "a revision above 0", Revision);
        Require(Arms.Count > 0, "at least one arm", "none");
        string? twice = Arms.CountBy(arm => arm.Name).FirstOrDefault(name => name.Value > 1).Key;
        Require(twice is null, "each arm's name once", $"'{twice}' twice");
        Require(Arms.Any(arm => arm.Name == Baseline), $"the baseline to be one of {string.Join(", ", Arms.Select(arm => arm.Name))}",
            $"'{Baseline}'");
        Require(Seeds > 0, "at least one seed", Seeds);
        Require(FirstSeed >= 0 && FirstSeed <= int.MaxValue - Seeds, "seeds from 0 to 2147483647", FirstSeed);
        Require(Measures.Count > 0, "at least one measure", "none");
        Require(Measures.CountBy(m => m.Name).All(name => name.Value == 1), "each measure once", "one twice");
        if (Tuning is not { } tuning)
            return;
        Require(tuning.Grid.Count > 0, "a grid with values", "none");
        Require(tuning.Grid.Zip(tuning.Grid.Skip(1)).All(pair => pair.First < pair.Second), "a grid in ascending order",
            string.Join(", ", tuning.Grid));
        Require(tuning.Seeds.Count > 0 && !tuning.Seeds.Any(seed => seed >= FirstSeed && seed - FirstSeed < Seeds),
            "tuning seeds that the comparison does not use", string.Join(", ", tuning.Seeds));
    }

    internal Measure MeasureOf(string name) => Measures.FirstOrDefault(measure => measure.Name == name) ?? throw new ArgumentException(
        $"Experiment '{Id}': expected a measure among {string.Join(", ", Measures.Select(measure => measure.Name))}, but got '{name}'.");

    void Require(bool holds, string expected, object came)
    {
        if (!holds)
            throw new SettingsException($"Experiment '{Id}': expected {expected}, but got {came}.");
    }
}

/// <summary>Settings that no trial can be run with. It stops an experiment; a trial that goes wrong does not.</summary>
public sealed class SettingsException : ArgumentException
{
    /// <summary>Settings that cannot be used.</summary>
    public SettingsException()
    {
    }

    /// <param name="message">What was expected, what came, and what to do.</param>
    public SettingsException(string message) : base(message)
    {
    }

    /// <param name="message">What was expected, what came, and what to do.</param>
    /// <param name="inner">The cause.</param>
    public SettingsException(string message, Exception inner) : base(message, inner)
    {
    }
}
