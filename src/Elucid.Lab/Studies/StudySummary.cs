namespace Elucid.Lab;

/// <summary>What the seeds say of one activation.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Ranked">Its score per seed and its comparisons.</param>
/// <param name="Score">Test accuracy or RMSE over the seeds; failed trials count with the chance level.</param>
/// <param name="R2">Test R² over the seeds whose test targets differ, for regression; failed trials count as 0. Null if there is no such
/// seed.</param>
/// <param name="Reached">On how many seeds its training loss came down to the baseline's final one.</param>
/// <param name="EpochsToBaseline">Mean epochs until then, over those seeds; NaN if none.</param>
/// <param name="SecondsToBaseline">Mean training time until then, over those seeds; NaN if none.</param>
/// <param name="SecondsPerEpoch">Mean training time of an epoch; NaN if no trial finished one.</param>
/// <param name="DeadShare">Share of hidden units that are dead at the end; null where the network has no activation layer to look at, as one of
/// recurrent cells.</param>
/// <param name="MeanActivation">Mean output of the hidden units at the end; null where there is none to look at.</param>
/// <param name="GradientRatio">Gradient norm of the first weight matrix over the last's at the end; the geometric mean over the seeds. Null where no
/// gradient reaches the last.</param>
/// <param name="LearningRate">The rate it was trained with.</param>
/// <param name="Trials">Its trials, one per block.</param>
public sealed record ActivationSummary(
    string Name, RankedArm Ranked, Summary Score, Summary? R2, int Reached, double EpochsToBaseline, double SecondsToBaseline,
    double SecondsPerEpoch, double? DeadShare, double? MeanActivation, double? GradientRatio, double LearningRate, IReadOnlyList<TrialCourse> Trials)
{
    /// <summary>All scores on the test rows, one for each seed; failed trials count with those of the trivial baseline.</summary>
    public required IReadOnlyList<Evaluation> Tests { get; init; }

    /// <summary>Trials that diverged or learned nothing.</summary>
    public int Failures => Trials.Count(t => t.Failure is not null);
}

/// <summary>The numbers of a study: every activation on the seeds that all of them finished, ranked and compared.</summary>
public sealed class StudySummary
{
    Dictionary<string, StudyArm>? _arms;

    StudySummary(
        StudyResult result, IReadOnlyList<int> seeds, StudyComparison comparison, IReadOnlyList<ActivationSummary> activations,
        IReadOnlyList<BaselineSummary> baselines)
    {
        Result = result;
        Seeds = seeds;
        Comparison = comparison;
        Activations = activations;
        Baselines = baselines;
    }

    /// <summary>What was run.</summary>
    public StudyResult Result { get; }

    /// <summary>The seeds that every activation finished: the blocks of the comparison.</summary>
    public IReadOnlyList<int> Seeds { get; }

    /// <summary>The statistics.</summary>
    public StudyComparison Comparison { get; }

    /// <summary>The activations, best first.</summary>
    public IReadOnlyList<ActivationSummary> Activations { get; }

    /// <summary>The trivial baseline and the linear one: what the networks must beat. Not ranked.</summary>
    public IReadOnlyList<BaselineSummary> Baselines { get; }

    /// <summary>The most hidden layers that a probe saw in a network.</summary>
    internal int Layers => Result.Trials.Where(trial => trial.Epochs.Count > 0).Max(trial => (int?)trial.Epochs[0].Probe.Layers.Count) ?? 0;

    /// <summary>The leads over the baseline in each variant; empty where nothing is varied.</summary>
    public IReadOnlyList<Lead> Leads => field ??= Lead.Of(Result.Settings, Comparison);

    /// <summary>The arms as tables show them: variant by variant, best first.</summary>
    internal IReadOnlyList<ActivationSummary> InGroups => Result.Settings.Variation is not { } variation ? Activations
        : [.. Activations.OrderBy(a => variation.Variants.TakeWhile(variant => variant != ArmOf(a).Variant).Count())];

    /// <summary>The activation and the variant of an arm.</summary>
    internal StudyArm ArmOf(ActivationSummary arm) => (_arms ??= StudyArm.Of(Result.Settings).ToDictionary(own => own.Arm.Name))[arm.Name];

    /// <summary>Who wins, or that the data cannot tell, and who does not beat a baseline, in plain words.</summary>
    public string Conclusion =>
        string.Join(' ', new[] { PlainWords.Describe(Comparison), OfBaselines, Lead.Describe(this) }.Where(s => s.Length > 0));

    /// <summary>How many seeds would decide the comparisons that are open; empty where all are decided.</summary>
    public string Advice => SeedsToDecide.Describe(Comparison);

    string OfBaselines => BaselineWords.Describe(
        Result.Data.Profile, [.. Activations.Select(a => new Judged(a.Name, a.Tests))], Judge(Baselines[0]), Judge(Baselines[1]));

    static Judged Judge(BaselineSummary baseline) => new(baseline.Name, baseline.Tests);

    /// <summary>Summarises a study; null if no seed was finished by all activations.</summary>
    public static StudySummary? Of(StudyResult result)
    {
        IReadOnlyList<int> seeds = result.Outcome.Seeds;
        if (seeds.Count == 0)
            return null;
        TrialCourse[] TrialsOf(string name) => [.. result.Trials.Where(trial => trial.Arm == name && seeds.Contains(trial.Seed))];
        Metric metric = result.Data.Profile.Deciding;
        IReadOnlyList<BaselineSummary> baselines = BaselinesOf(result.Data, seeds, result.Settings.Recipe);
        IReadOnlyList<Evaluation> chance = baselines[0].Tests;
        ArmScores[] arms = [.. result.Outcome.Experiment.Arms.Select(arm => ArmOf(arm.Name, metric, TrialsOf(arm.Name), chance))];
        StudyComparison comparison = StudyComparison.Of(metric, arms, result.Settings.BaselineArm, result.Settings.Rule?.Looks.Count ?? 1);
        TrialCourse[] baseline = TrialsOf(result.Settings.BaselineArm);
        return new StudySummary(
            result, seeds, comparison, [.. comparison.Ranking.Select(ranked => Describe(ranked, TrialsOf(ranked.Name), baseline, chance))],
            baselines);
    }

    static ArmScores ArmOf(string name, Metric metric, TrialCourse[] trials, IReadOnlyList<Evaluation> chance)
    {
        bool[] failed = [.. trials.Select(t => t.Failure is not null)];
        double[] scores = [.. trials.Select((t, i) => metric.Of(failed[i] ? chance[i] : t.Final!.Test) ?? double.NaN)];
        return new ArmScores(name, scores, failed);
    }

    static IReadOnlyList<BaselineSummary> BaselinesOf(StudyData data, IReadOnlyList<int> seeds, Recipe recipe)
    {
        List<IReadOnlyList<Baseline>> bySeed = [];
        DataSplit? last = null;
        foreach (int seed in seeds)
        {
            DataSplit split = data.Split(seed, NetworkTrial.HoldsOutValidation(recipe), out Standardizer? scales);
            // Data with a test set of its own has one split for all seeds.
            bySeed.Add(
                last is not null && last.Train == split.Train && last.Test == split.Test ? bySeed[^1] : Baseline.Both(split, scales, recipe));
            last = split;
        }
        Metric metric = data.Profile.Deciding;
        return [.. bySeed[0].Select((baseline, i) => BaselineSummary.Of(baseline.Name, metric, [.. bySeed.Select(both => both[i].Test)]))];
    }

    static ActivationSummary Describe(
        RankedArm ranked, TrialCourse[] trials, TrialCourse[] baseline, IReadOnlyList<Evaluation> chance)
    {
        (int Epoch, double Seconds)[] reached = [.. trials.Zip(baseline, TimeToReach).OfType<(int, double)>()];
        Evaluation[] tests =
        [
            .. trials.Select(
                (t, i) => t.Failure is null ? t.Final!.Test : chance[i] with { R2 = chance[i].R2 is null ? null : ChanceLevel.R2 }),
        ];
        return new ActivationSummary(
            ranked.Name, ranked, Summary.Of(ranked.Scores.Values), Metric.TestR2.Over(tests),
            reached.Length, MeanOf(reached.Select(r => (double)r.Epoch)), MeanOf(reached.Select(r => r.Seconds)),
            MeanOf(trials.Select(t => t.SecondsPerEpoch).Where(double.IsFinite)),
            trials.Average(t => t.Final?.Probe.DeadShare),
            trials.Average(t => t.Final?.Probe.Mean),
            trials.Average(t => t.Final?.Probe.GradientRatio is { } ratio ? Math.Log(ratio) : null) is { } logarithm ? Math.Exp(logarithm) : null,
            trials[0].Settings.Number(NetworkExperiment.Rate), trials)
        {
            Tests = tests,
        };
    }

    /// <summary>The first epoch at which a trial's training loss is down to the baseline's final one, on the same seed.</summary>
    static (int Epoch, double Seconds)? TimeToReach(TrialCourse trial, TrialCourse baseline)
    {
        if (baseline.Failure is not null)
            return null;
        double target = baseline.Final!.TrainingLoss, seconds = 0;
        foreach (EpochResult epoch in trial.Epochs.Skip(1))
        {
            seconds += epoch.Seconds;
            if (epoch.TrainingLoss <= target)
                return (epoch.Epoch, seconds);
        }
        return null;
    }

    static double MeanOf(IEnumerable<double> values) => values.DefaultIfEmpty(double.NaN).Average();
}
