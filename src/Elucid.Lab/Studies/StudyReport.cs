using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the report of a study says and shows.</summary>
public static class StudyReport
{
    /// <summary>The report's content.</summary>
    /// <param name="summary">The study.</param>
    /// <param name="charts">Its pictures.</param>
    /// <param name="command">The command line that runs it again.</param>
    public static ReportModel Of(StudySummary summary, StudyCharts charts, string command)
    {
        StudyResult result = summary.Result;
        Recipe recipe = result.Settings.Recipe;
        return new ReportModel
        {
            Title = $"Which activation learns {result.Data.Name} best?",
            Conclusion = summary.Conclusion,
            Notice = NoticeOf(summary),
            Facts =
            [
                new("data", result.Data.Name,
                    $"{result.Data.FeatureCount} inputs, {result.Data.OutputCount} {result.Data.Profile.OutputsName}"),
                new(
                    "network", result.Settings.Network?.Name ?? NetworkOf(recipe, result.Data),
                    $"{recipe.Optimizer}, {Format.Count(recipe.Epochs)} epochs, batch {recipe.Batch}"),
                new("trials", Format.Count(summary.Activations.Sum(a => a.Trials.Count)),
                    $"{result.Settings.Activations.Count} activations{VariantsOf(result.Settings)} × {summary.Seeds.Count} seeds"),
                new("training time", Format.Duration(TimeSpan.FromSeconds(summary.Activations.Sum(a => a.Trials.Sum(t => t.Seconds)))),
                    "of all trials, one core each"),
            ],
            Results = StudyTable.Results(summary, charts),
            Comparisons = summary.Activations.Count > 1 ? StudyTable.Comparisons(summary, charts) : null,
            Sections = [.. Sections(summary, charts).Where(section => section.Charts.Count > 0)],
            Settings = [.. SettingsOf(summary)],
            Command = command,
            Notes = Notes,
            Footer = $"Elucid {RunEnvironment.Version}",
        };
    }

    static string VariantsOf(StudySettings settings) => settings.Variation is { } variation ? $" × {variation.Variants.Count} variants" : "";

    // The sizes of an mlp are a chain from inputs to outputs; those of the others are not.
    static string NetworkOf(Recipe recipe, StudyData data) => recipe.Model == "mlp"
        ? $"{data.FeatureCount}-{string.Join('-', recipe.Hidden)}-{data.OutputCount}"
        : $"{recipe.Model} {string.Join(',', recipe.Hidden)}{RecipeTable.BlocksOf(recipe)}";

    static string NoticeOf(StudySummary summary)
    {
        StudyResult result = summary.Result;
        if (result.IsComplete)
            return "";
        int wanted = result.Outcome.Design.Trials.Count;
        return $"Partial: {result.Outcome.Finished} of {wanted} trials finished. The numbers cover the {summary.Seeds.Count} seeds that every "
            + $"activation finished; run the command again to go on.";
    }

    static IEnumerable<ReportSection> Sections(StudySummary summary, StudyCharts charts)
    {
        yield return new("Who is best?",
            "Every dot is one network. Activations of one seed share the data split, the weight draws and the order of the examples, so the "
                + "comparison that counts is the one "
            + "paired by seed: an interval that stays clear of the line of no difference is one that the seeds agree on."
            + (summary.Advice.Length > 0 ? $" {summary.Advice}" : ""),
            summary.Activations.Count > 1 ? [charts.Score, charts.Difference] : [charts.Score], ChartLayout.Pairs);
        if (StudyTable.Leads(summary) is { } leads)
            yield return new("Does the lead depend on the setting?",
                "Lines that run side by side: the activations differ by the same amount whatever the setting. The table has the leads, seed by seed, "
                    + "and how much each differs from that with the first value.", charts.ByLevel)
            {
                Tables = [leads],
            };
        else if (charts.ByLevel.Count > 0)
            yield return new("What does the setting do?", "The same activation with each value of the setting.", charts.ByLevel);
        yield return new("How fast do they learn?",
            "A steeper fall of the training loss means fewer epochs for the same fit. Whether that fit carries over to new data is what the test "
                + "curve shows.",
            [charts.TrainingLoss, charts.TestScore]);
        if (summary.Activations.Count > 2)
            yield return new("How sure are the curves?",
                $"The {summary.Comparison.Metric.Name} again, one activation at a time with the band that holds its mean in 95 % of all studies; "
                + "the others are drawn in grey. Where a band covers the grey lines, the order of the curves means little.",
                StudyCharts.OneByOne(charts.TestScore), ChartLayout.Multiples);
        yield return new("What are these functions?",
            "A unit learns through the derivative: where it is 0, as for ReLU left of 0, nothing flows back. Smoothly saturating functions "
                + "keep a little.",
            [charts.Functions, charts.Derivatives], ChartLayout.Pairs);
        yield return new("Are the activations centred?",
            "Outputs whose mean is far from 0 shift the input of the next layer; functions with negative values can balance it.",
            charts.MeanActivation, ChartLayout.Pairs);
        yield return new("Do units die?",
            "A unit is dead when no example of the probe batch sends any gradient through it: it cannot learn its way back.",
            charts.DeadUnits, ChartLayout.Pairs);
        yield return new("Does the gradient reach the first layer?",
            "Norms of the weights' gradients at the end of training. Similar heights are healthy; orders of magnitude are not.",
            [charts.Gradients]);
    }

    static IEnumerable<ReportTable> SettingsOf(StudySummary summary)
    {
        StudyResult result = summary.Result;
        Recipe r = result.Settings.Recipe;
        yield return ReportTable.OfPairs("Settings", [
            .. result.Settings.Variation is { } variation
                ? [("varied", string.Join("; ", variation.Variants.Select(variation.Text)))] : Array.Empty<(string, string)>(),
            ("data", result.Data.Id), ("source", result.Data.Source), ("split", result.Data.SplitRule),
            .. RecipeTable.Rows(r, result.Settings.Network?.Name, result.Outcome.Tried.Count > 0 ? "tuned per activation" : null),
            ("seeds", string.Join(", ", summary.Seeds)),
            .. result.Settings.Rule is { } rule ? [("looks", LooksOf(result, rule))]
                : Array.Empty<(string, string)>(), ("result hash", StudyDocument.Of(summary).ResultHash)]);
        yield return RunEnvironment.Current.ToTable();
        if (result.Outcome.Tried.Count > 0)
            yield return new ReportTable("Learning rates tried",
                [new("activation"), new("rate", "", ColumnAlignment.End), new("validation score", "", ColumnAlignment.End),
                    new("safe", "This rate and the next larger one trained on every tuning seed."), new("chosen")],
                [.. result.Outcome.Tried.Select(t => new ReportRow(
                    t.Arm, RecipeTable.RateText(t.Value), double.IsNaN(t.Score) ? new ReportCell("failed", CellTone.Failed)
                        : Format.Number(t.Score), t.IsSafe ? "yes" : "no", t.IsChosen ? "✓" : ""))]);
        if (summary.Activations.SelectMany(a => a.Trials).Any(t => t.Failure is not null))
            yield return new ReportTable("Failed trials", [new("activation"), new("seed", "", ColumnAlignment.End), new("what happened")],
                [.. from a in summary.Activations from t in a.Trials where t.Failure is not null
                    select new ReportRow(a.Name, t.Seed.ToString(), new ReportCell(t.Failure!.Sentence, CellTone.Failed))]);
    }

    static string LooksOf(StudyResult result, SeedRule rule) =>
        $"after {string.Join(", ", rule.Looks)} seeds, each at 5 % / {rule.Looks.Count}, until each comparison with the baseline is decided; open "
            + string.Join("; ", result.Looks.Select(look => $"after {look.Seeds}: {(look.Open.Count == 0 ? "none" : string.Join(", ", look.Open))}"));

    /// <summary>The terms of the statistics.</summary>
    internal static IReadOnlyList<ReportNote> OfStatistics =>
    [
        new("95 % confidence interval", "If the whole study were repeated many times, about 95 % of such intervals would contain the true mean."),
        new("paired by seed",
            "Each seed is a race that all activations run on the same track; only differences within a race are compared, which removes the luck "
                + "of the track."),
        new("p-value", "How often a difference at least this large would appear if there were none. Below 0.05 we call it decided."),
        new("Holm correction",
            "With several comparisons, some look decided by luck alone. Holm's method raises the p-values so that the chance of even one false "
                + "alarm stays at 5 %."),
        new("Wilcoxon signed-rank test",
            "Uses only the order of the differences, so a single odd seed cannot decide. It needs at least 6 seeds, with several comparisons more."),
        new("effect size", "The mean difference measured in its own standard deviations: 0.2 is small, 0.8 large, 2 means nearly every seed agrees."),
    ];

    static IReadOnlyList<ReportNote> Notes =>
    [
        .. OfStatistics,
        new("failed trial",
            "A run whose loss became infinite, rose, or stayed at chance. It counts with the score of guessing; leaving it out would flatter "
                + "unstable activations."),
        new("initial weights",
            $"A result holds for the initial weights that were used ({Spelling.Of(nameof(Recipe.Init))}). Some differences between activations are "
                + $"really differences in gain: repeat with "
            + $"{Spelling.Of(nameof(Recipe.Init), "lecun")} and {Spelling.Of(nameof(Recipe.Init), "unit")} before you rely on one."),
        new("dead unit", "A hidden unit whose input receives exactly zero gradient from every example of the probe batch of 128 training examples."),
        new("epochs to baseline", "The first epoch whose training loss is as low as the baseline's last, on the same seed."),
    ];
}
