using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>All that a run of the ledger found, as records: <c>claims.json</c> holds it, the page and the document are made from it alone.</summary>
public sealed record LedgerDocument
{
    /// <summary>The name of the form.</summary>
    public const string SchemaName = "elucid-claims";

    /// <summary>The version that is written and read.</summary>
    public const int CurrentVersion = 1;

    /// <summary><see cref="SchemaName"/>.</summary>
    public required string Schema { get; init; }

    /// <summary><see cref="CurrentVersion"/>.</summary>
    public required int Version { get; init; }

    /// <summary>When it was written, UTC.</summary>
    public required DateTime Written { get; init; }

    /// <summary>Where it ran.</summary>
    public required RunEnvironment Environment { get; init; }

    /// <summary>The first seed of all experiments.</summary>
    public required int FirstSeed { get; init; }

    /// <summary>Whether it was a quick look, which decides nothing.</summary>
    public required bool IsQuick { get; init; }

    /// <summary>Whether it was stopped before its end.</summary>
    public bool IsStopped { get; init; }

    /// <summary>The builds of Elucid that ran its trials; where there are several they may compute other bits.</summary>
    public IReadOnlyList<string> Builds { get; init; } = [];

    /// <summary>What the verdicts mean for a reader: when to use ELU, when not, with which gain and rate, at what cost.</summary>
    public required IReadOnlyList<ReportNote> Answers { get; init; }

    /// <summary>The cards, by area and number.</summary>
    public required IReadOnlyList<CardRecord> Cards { get; init; }

    /// <summary>The experiments that they rest on, by name.</summary>
    public required IReadOnlyList<ExperimentRecord> Experiments { get; init; }

    /// <summary>Whether a card's verdict is withheld, as a quick look decides nothing, although all of its trials ended.</summary>
    public bool IsWithheld(CardRecord card) => IsQuick && card is { Verdict: ClaimVerdict.NotRun, Experiments.Count: > 0 }
        && Experiments.Where(experiment => card.Experiments.Contains(experiment.Id))
            .All(experiment => experiment.FinishedSeeds.Count == experiment.Seeds);

    /// <summary>The seconds of all trials, on one thread each.</summary>
    public double Seconds => Experiments.Sum(experiment => experiment.Seconds);
}

/// <summary>A card with its finding.</summary>
public sealed record CardRecord
{
    /// <summary>Such as <c>T01</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The room.</summary>
    public required Area Area { get; init; }

    /// <summary>What it is about, in a few words.</summary>
    public required string Topic { get; init; }

    /// <summary>What is claimed.</summary>
    public required string Sentence { get; init; }

    /// <summary>What was known before any experiment.</summary>
    public required ClaimStatus Status { get; init; }

    /// <summary>The verdict that was expected; empty for none.</summary>
    public string Expected { get; init; } = "";

    /// <summary>What must not be concluded.</summary>
    public string Limits { get; init; } = "";

    /// <summary>Where the claim comes from.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The card's revision.</summary>
    public required int Revision { get; init; }

    /// <summary>The verdict.</summary>
    public required ClaimVerdict Verdict { get; init; }

    /// <summary>The answer in one sentence.</summary>
    public required string Answer { get; init; }

    /// <summary>What it was compared with; empty for nothing.</summary>
    public string Against { get; init; } = "";

    /// <summary>The effect with its interval; empty for none.</summary>
    public string Effect { get; init; } = "";

    /// <summary>Where the verdict holds, or on what it depends: "only with α = 1"; empty for nothing.</summary>
    public string Qualifier { get; init; } = "";

    /// <summary>What was checked.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>What each condition says; the first is the primary one.</summary>
    public IReadOnlyList<ConditionRecord> Conditions { get; init; } = [];

    /// <summary>Whether the primary condition's effect is among the discoveries at a false discovery rate of 10 % over all cards of the document;
    /// null where it has no test.</summary>
    public bool? IsDiscovery { get; init; }

    /// <summary>The pictures.</summary>
    public IReadOnlyList<Chart> Charts { get; init; } = [];

    /// <summary>The numbers.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>The names of the experiments that it rests on.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>What studies that stand near it are told; null where none does.</summary>
    public LedgerVerdict? Near { get; init; }

    /// <summary>Seconds of judging; those of trials are the experiments'.</summary>
    public double Seconds { get; init; }

    /// <summary>The build of Elucid that judged it.</summary>
    public string Build { get; init; } = "";
}

/// <summary>What a condition said.</summary>
/// <param name="Rule">The rule, fixed in advance.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Estimate">The effect.</param>
/// <param name="Lower">The lower end of its 95 % interval; NaN for none.</param>
/// <param name="Upper">The upper end.</param>
/// <param name="Unit">What follows the numbers.</param>
/// <param name="OneSidedP">The p of the effect claimed; NaN for none.</param>
public sealed record ConditionRecord(string Rule, Lab.Verdict Verdict, double Estimate, double Lower, double Upper, string Unit, double OneSidedP);

/// <summary>An experiment and what its arms measured.</summary>
public sealed record ExperimentRecord
{
    /// <summary>Its name.</summary>
    public required string Id { get; init; }

    /// <summary>Its revision.</summary>
    public required int Revision { get; init; }

    /// <summary>The fingerprint of all that was fixed in advance.</summary>
    public required string Design { get; init; }

    /// <summary>Name and fingerprint of the data; empty for none.</summary>
    public string Data { get; init; } = "";

    /// <summary>What all arms have in common.</summary>
    public Lab.Settings Settings { get; init; } = Lab.Settings.Empty;

    /// <summary>The arm that the others are compared with.</summary>
    public required string Baseline { get; init; }

    /// <summary>How many seeds were planned.</summary>
    public required int Seeds { get; init; }

    /// <summary>The first one.</summary>
    public required int FirstSeed { get; init; }

    /// <summary>The seeds that every arm finished.</summary>
    public IReadOnlyList<int> FinishedSeeds { get; init; } = [];

    /// <summary>What was measured; the first is the primary one.</summary>
    public IReadOnlyList<string> Measures { get; init; } = [];

    /// <summary>Whether more of the primary measure is better.</summary>
    public bool IsHigherBetter { get; init; }

    /// <summary>How each arm's value of a setting was found; null for no tuning.</summary>
    public TuningRecord? Tuning { get; init; }

    /// <summary>The arms.</summary>
    public IReadOnlyList<ArmRecord> Arms { get; init; } = [];

    /// <summary>The seconds of the finished trials, those of tuning not among them.</summary>
    public double Seconds { get; init; }
}

/// <summary>How a setting was tuned.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Grid">The values tried.</param>
/// <param name="Score">What decided.</param>
/// <param name="Seeds">The seeds.</param>
public sealed record TuningRecord(string Setting, Lab.TuningRule Rule, IReadOnlyList<double> Grid, string Score, IReadOnlyList<int> Seeds);

/// <summary>An arm and what it measured.</summary>
public sealed record ArmRecord
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What differs.</summary>
    public Lab.Settings Settings { get; init; } = Lab.Settings.Empty;

    /// <summary>The value that tuning chose; null for none.</summary>
    public double? Tuned { get; init; }

    /// <summary>How many of its trials failed.</summary>
    public int Failures { get; init; }

    /// <summary>What the first failure was; empty for none.</summary>
    public string Failure { get; init; } = "";

    /// <summary>The two-sided p of McNemar's exact test of its failures against the baseline's; NaN for the baseline.</summary>
    public double FailureP { get; init; } = double.NaN;

    /// <summary>Mean seconds of a trial.</summary>
    public double SecondsPerTrial { get; init; }

    /// <summary>The measures by name, a value per finished seed; failed trials have that of chance.</summary>
    public IReadOnlyDictionary<string, double[]> Values { get; init; } = new Dictionary<string, double[]>();
}
