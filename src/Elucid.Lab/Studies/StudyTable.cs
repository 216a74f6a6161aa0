using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The tables of a study as text cells, for the terminal and the report alike.</summary>
public static class StudyTable
{
    /// <summary>The ranked table: one row per activation.</summary>
    public static ReportTable Results(StudySummary summary, StudyCharts charts)
    {
        Metric deciding = summary.Comparison.Metric;
        StudyData data = summary.Result.Data;
        List<Column> columns =
        [
            new(NameColumn(summary), "Below the activations: what always answering the same reaches, and a linear model. They are not ranked.", a =>
                new ReportCell(a.Name), ColumnAlignment.Start) { OfBaseline = b => new ReportCell(b.Name) },
            new(deciding.Name, deciding.Explanation, a => Score(a, summary, deciding.Text(a.Score))) { OfBaseline = b => Cell(deciding, b.Score) },
        ];
        if (summary.Result.Outcome.Tried.Count > 0)
            columns.Insert(
                1, new("learning rate", "Tuned on validation data with seeds of their own.", a =>
                    new(RecipeTable.RateText(a.LearningRate), SortKey: a.LearningRate)));
        columns.AddRange(data.Profile.Beside(data.OutputNames).Concat(TaskProfile.OfTargets(data.SeveralTargets)).Select(metric =>
            new Column(metric.ShortName, metric.Explanation, a => Cell(metric, metric.Over(a.Tests)))
            {
                OfBaseline = b => Cell(metric, metric.Over(b.Tests)),
            }));
        columns.AddRange(
        [
            new("epochs to baseline",
                $"Epochs until the training loss is down to the final one of {summary.Comparison.Baseline}, on the seeds that got there.",
                a => new(Format.Number(a.EpochsToBaseline), Detail: ReachedText(a, summary), SortKey: a.EpochsToBaseline)),
            new("time to baseline", "Training time until then, on one core.",
                a => new(DurationText(a.SecondsToBaseline), SortKey: a.SecondsToBaseline)),
            new("time per epoch", "Training steps only, on one core.", a => new(DurationText(a.SecondsPerEpoch), SortKey: a.SecondsPerEpoch)),
            new("dead units", $"Hidden units that get no gradient from any example of the probe batch, at the end.{Unmeasured}", a =>
                a.DeadShare is { } share ? new ReportCell(Format.Percent(share), SortKey: share) : Format.Missing),
            new("mean activation", $"Mean output of the hidden units at the end; 0 is centred.{Unmeasured}", a =>
                a.MeanActivation is { } mean ? new ReportCell(Format.Number(mean), SortKey: mean) : Format.Missing),
            new("gradient first/last", "Gradient norm of the first weight matrix over the last's, at the end.", a =>
                a.GradientRatio is { } ratio ? new ReportCell(Format.Number(ratio), SortKey: ratio) : Format.Missing),
        ]);
        return Table("Results", columns, summary, charts, summary.InGroups, summary.Baselines);
    }

    static ReportCell Cell(Metric metric, Summary? score) =>
        score is { } s ? new ReportCell(metric.Text(s), SortKey: s.Mean) : metric.Undefined;

    /// <summary>The statistics of each activation against the baseline.</summary>
    public static ReportTable Comparisons(StudySummary summary, StudyCharts charts) =>
        ComparisonTable.Of(summary.Comparison, summary.InGroups.Select(arm => arm.Ranked), charts.Styles, NameColumn(summary));

    /// <summary>The lead of each activation over the baseline's in each variant, and how it changes; null where there is none to
    /// compare.</summary>
    public static ReportTable? Leads(StudySummary summary)
    {
        if (summary.Result.Settings.Variation is not { } variation || summary.Leads.Count == 0)
            return null;
        Metric metric = summary.Comparison.Metric;
        string baseline = summary.Result.Settings.Baseline, first = variation.Text(variation.Variants[0]);
        ReportCell Number(Contrast? contrast) => contrast is null ? Format.Missing
            : new ReportCell(Format.Signed(metric.Readable(contrast.Paired.Estimate)), SortKey: contrast.Paired.Estimate);
        ReportCell Ends(Contrast? contrast) => contrast is null ? Format.Missing : ComparisonTable.IntervalText(contrast.Paired.Interval, metric);
        return new ReportTable(
            $"Does the lead over {baseline} depend on {string.Join(" and ", variation.Factors)}?"
                + ComparisonTable.UnitOf(metric),
            [
                new("arm"), new($"lead over {baseline}", $"Gain in {metric.Name} over {baseline} in the same variant.", ColumnAlignment.End),
                new("95 % CI", "All intervals of the column together.", ColumnAlignment.End),
                new($"more than with {first}", $"The lead less that with {first}, seed by seed: the interaction.", ColumnAlignment.End),
                new("95 % CI", "All intervals of the column together.", ColumnAlignment.End),
                new("p (Wilcoxon)", "Of that difference; exact signed-rank test, Holm-corrected: decides.", ColumnAlignment.End), new("verdict"),
            ],
            [.. summary.Leads.Select(lead => new ReportRow(
                $"{lead.Activation}, {variation.Text(lead.Variant)}", Number(lead.Over), Ends(lead.Over), Number(lead.Change), Ends(lead.Change),
                lead.Change is { } change ? new ReportCell(Format.BarePValue(change.WilcoxonP), SortKey: change.WilcoxonP) : Format.Missing,
                lead.Change?.Standing switch
                {
                    null => Format.Missing,
                    Standing.Better => "larger lead",
                    Standing.Worse => "smaller lead",
                    Standing.Equal => "the same",
                    _ => "cannot tell",
                }))]);
    }

    static string NameColumn(StudySummary summary) => summary.Result.Settings.Variation is null ? "activation" : "arm";

    static ReportTable Table(
        string caption, List<Column> columns, StudySummary summary, StudyCharts charts, IReadOnlyList<ActivationSummary> rows,
        IReadOnlyList<BaselineSummary>? baselines = null) => new(
            caption,
            [.. columns.Select(c => new ReportColumn(c.Header, c.Explanation, c.Alignment))],
            [.. rows.Select(a => new ReportRow([.. columns.Select(c => c.Cell(a))])
            {
                IsBaseline = a.Name == summary.Comparison.Baseline,
                Style = charts.Styles[a.Name],
            })])
        {
            Footer = [.. (baselines ?? []).Select(b => new ReportRow([.. columns.Select(c => c.OfBaseline?.Invoke(b) ?? Format.Missing)]))],
        };

    // Emphasis is a claim: only what the verdict calls the winner is set off, not whatever number happens to be the largest.
    static ReportCell Score(ActivationSummary own, StudySummary summary, string text) => new(
        text, own.Ranked == summary.Comparison.Winner ? CellTone.Best : own.Failures > 0 ? CellTone.Failed
            : CellTone.Plain, FailureText(own), own.Score.Mean);

    static readonly string Unmeasured = $" {Format.Missing} where there is none to look at: the functions inside recurrent cells are no layers.";

    static string FailureText(ActivationSummary a) => a.Failures == 0 ? "" : $"{a.Failures} of {a.Trials.Count} failed";

    static string ReachedText(ActivationSummary a, StudySummary summary) =>
        a.Reached == summary.Seeds.Count ? "" : $"{a.Reached} of {summary.Seeds.Count} seeds";

    static string DurationText(double seconds) => double.IsNaN(seconds) ? Format.Missing : Format.Duration(TimeSpan.FromSeconds(seconds));

    sealed record Column(string Header, string Explanation, Func<ActivationSummary, ReportCell> Cell, ColumnAlignment Alignment = ColumnAlignment.End)
    {
        public Func<BaselineSummary, ReportCell>? OfBaseline { get; init; }
    }
}
