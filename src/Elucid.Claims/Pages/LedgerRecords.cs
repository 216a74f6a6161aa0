using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>Makes the document of what a run found.</summary>
public static class LedgerRecords
{
    /// <summary>The document of a run.</summary>
    /// <param name="entries">What it found.</param>
    /// <param name="options">How it was run.</param>
    /// <param name="before">What earlier runs in the same place found: cards that this run did not judge are taken from it; null for none.</param>
    /// <param name="isStopped">Whether it was stopped before its end.</param>
    /// <param name="builds">The builds that ran its trials; none by default.</param>
    public static LedgerDocument Of(
        IReadOnlyList<LedgerEntry> entries, LedgerOptions options, LedgerDocument? before = null, bool isStopped = false,
        IReadOnlyList<string>? builds = null)
    {
        Dictionary<string, CardRecord> cards = Kept(before).ToDictionary(card => card.Id);
        Dictionary<string, ExperimentRecord> experiments = (before?.Experiments ?? []).ToDictionary(experiment => experiment.Id);
        foreach (LedgerEntry entry in entries)
        {
            // A run that was stopped knows less than the one before it.
            if (isStopped && entry.Finding.Verdict == ClaimVerdict.NotRun && cards.ContainsKey(entry.Card.Id))
                continue;
            cards[entry.Card.Id] = Of(entry);
            foreach (ExperimentResult result in entry.Results)
                experiments[result.Experiment.Id] = Of(result);
        }
        IReadOnlyList<CardRecord> flagged = Flagged([.. cards.Values.OrderBy(card => card.Area).ThenBy(card => card.Id, StringComparer.Ordinal)]);
        HashSet<string> used = [.. flagged.SelectMany(card => card.Experiments)];
        ExperimentRecord[] shown = [.. experiments.Values.Where(e => used.Contains(e.Id)).OrderBy(e => e.Id, StringComparer.Ordinal)];
        return new LedgerDocument
        {
            Schema = LedgerDocument.SchemaName,
            Version = LedgerDocument.CurrentVersion,
            Written = DateTime.UtcNow,
            Environment = RunEnvironment.Current,
            FirstSeed = options.FirstSeed,
            IsQuick = options.IsQuick,
            IsStopped = isStopped,
            Builds = builds ?? [],
            Answers = LedgerAnswers.Of(flagged, shown),
            Cards = flagged,
            Experiments = shown,
        };
    }

    /// <summary>A card with its finding.</summary>
    public static CardRecord Of(LedgerEntry entry) => new()
    {
        Id = entry.Card.Id,
        Area = entry.Card.Area,
        Topic = entry.Card.Topic,
        Sentence = entry.Card.Sentence,
        Status = entry.Card.Status,
        Expected = entry.Card.Expected,
        Limits = entry.Card.Limits,
        Sources = entry.Card.Sources,
        Revision = entry.Card.Revision,
        Verdict = entry.Finding.Verdict,
        Answer = entry.Finding.Answer,
        Against = entry.Finding.Against,
        Effect = entry.Finding.Effect,
        Qualifier = entry.Finding.Qualifier,
        Checks = entry.Finding.Checks,
        Conditions = [.. entry.Finding.Conditions.Select(condition => new ConditionRecord(
            condition.Text, condition.Verdict, condition.Estimate, condition.Interval.Lower, condition.Interval.Upper, condition.Unit,
            condition.OneSidedP))],
        Charts = entry.Finding.Charts,
        Tables = entry.Finding.Tables,
        Experiments = [.. entry.Results.Select(result => result.Experiment.Id)],
        Near = LedgerVerdict.Of(entry),
        Seconds = entry.Seconds,
        Build = RunEnvironment.Build,
    };

    /// <summary>An experiment and what its arms measured.</summary>
    public static ExperimentRecord Of(ExperimentResult result)
    {
        Experiment experiment = result.Experiment;
        return new ExperimentRecord
        {
            Id = experiment.Id,
            Revision = experiment.Revision,
            Design = result.Design.Hash,
            Data = experiment.Data,
            Settings = experiment.Settings,
            Baseline = experiment.Baseline,
            Seeds = experiment.Seeds,
            FirstSeed = experiment.FirstSeed,
            FinishedSeeds = result.Seeds,
            Measures = [.. experiment.Measures.Select(measure => measure.Name)],
            IsHigherBetter = experiment.Measures is [{ Metric.HigherIsBetter: true }, ..],
            Tuning = experiment.Tuning is not { } tuning ? null
                : new TuningRecord(tuning.Setting, tuning.Rule, tuning.Grid, tuning.Score.Name, tuning.Seeds),
            Arms = [.. experiment.Arms.Select(arm => Of(result, arm))],
            Seconds = experiment.Arms.Sum(arm => result.Of(arm.Name).Sum(trial => trial.Seconds)),
        };
    }

    static ArmRecord Of(ExperimentResult result, Arm arm)
    {
        Experiment experiment = result.Experiment;
        IReadOnlyList<TrialRecord> trials = result.Of(arm.Name);
        bool[] Failed(string name) => [.. result.Of(name).Select(trial => trial.Measured.Failure is not null)];
        return new ArmRecord
        {
            Name = arm.Name,
            Settings = arm.Settings,
            Tuned = result.Tried.FirstOrDefault(tried => tried.Arm == arm.Name && tried.IsChosen)?.Value,
            Failures = Failed(arm.Name).Count(failed => failed),
            Failure = trials.FirstOrDefault(trial => trial.Measured.Failure is not null)?.Measured.Failure!.Sentence ?? "",
            FailureP = arm.Name == experiment.Baseline ? double.NaN : McNemar.TwoSidedP(Failed(arm.Name), Failed(experiment.Baseline)),
            SecondsPerTrial = trials.Count == 0 ? 0 : trials.Average(trial => trial.Seconds),
            Values = trials.Count == 0 ? new Dictionary<string, double[]>()
                : experiment.Measures.ToDictionary(measure => measure.Name, measure => result.Scores(arm.Name, measure.Name).Values.ToArray()),
        };
    }

    // Cards of an earlier run that are still as they were.
    static IEnumerable<CardRecord> Kept(LedgerDocument? before) =>
        (before?.Cards ?? []).Where(record => ClaimCatalog.All.Any(card => card.Id == record.Id && card.Revision == record.Revision));

    /// <summary>Benjamini and Hochberg over the primary one-sided p-values of all cards that were judged.</summary>
    static IReadOnlyList<CardRecord> Flagged(IReadOnlyList<CardRecord> cards)
    {
        double[] p = [.. cards.Select(card => card.Verdict != ClaimVerdict.NotRun && card.Conditions.Count > 0 ? card.Conditions[0].OneSidedP
            : double.NaN)];
        bool[] flags = BenjaminiHochberg.Flag(p);
        return [.. cards.Select((card, i) => card with { IsDiscovery = double.IsNaN(p[i]) ? null : flags[i] })];
    }
}
