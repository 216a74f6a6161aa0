using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The comparison of trials that somebody ran elsewhere: the statistics, tables, report and files of a study.</summary>
public sealed class ScoredStudy
{
    readonly IReadOnlyDictionary<string, SeriesStyle> _styles;

    /// <param name="trials">The scores.</param>
    /// <param name="metric">What they are, and which direction is better.</param>
    /// <param name="baseline">The arm that the others are compared with; by default relu, or the first one where it is none of them.</param>
    /// <exception cref="ArgumentException">There is no such arm.</exception>
    public ScoredStudy(ScoredTrials trials, Metric metric, string? baseline = null)
    {
        (Trials, baseline) = (trials, baseline ?? StudySettings.BaselineOf(trials.Arms));
        if (!trials.Arms.Contains(baseline))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Baseline))} must be one of the arms ({string.Join(", ", trials.Arms)}), but got "
                    + $"'{baseline}'.{Suggestion.DidYouMean(baseline, trials.Arms)}");
        Comparison = StudyComparison.Of(metric, trials.Final, baseline);
        _styles = SeriesStyle.Assign(trials.Arms);
    }

    /// <summary>The scores.</summary>
    public ScoredTrials Trials { get; }

    /// <summary>The statistics.</summary>
    public StudyComparison Comparison { get; }

    /// <summary>Who wins, or that the data cannot tell, in plain words.</summary>
    public string Conclusion => PlainWords.Describe(Comparison);

    /// <summary>How many seeds would decide what is open; empty where nothing is.</summary>
    public string Advice => SeedsToDecide.Describe(Comparison);

    /// <summary>The ranked table.</summary>
    public ReportTable Results
    {
        get
        {
            Metric metric = Comparison.Metric;
            return new ReportTable(
                "Results",
                [
                    new("arm"), new(
                        metric.Name, $"Mean over the seeds ± half of the 95 % confidence interval; {Direction} is better.", ColumnAlignment.End),
                    new("lowest", "", ColumnAlignment.End), new("highest", "", ColumnAlignment.End),
                ],
                [.. Comparison.Ranking.Select(arm =>
                {
                    double[] values = arm.Scores.Values.ToArray();
                    Summary score = Summary.Of(values);
                    return new ReportRow(
                        arm.Name,
                        new(metric.Text(score), arm == Comparison.Winner ? CellTone.Best : CellTone.Plain, SortKey: score.Mean),
                        new ReportCell(metric.Text(values.Min()), SortKey: values.Min()),
                        new ReportCell(metric.Text(values.Max()), SortKey: values.Max()))
                    {
                        IsBaseline = arm.Name == Comparison.Baseline,
                        Style = _styles[arm.Name],
                    };
                })]);
        }
    }

    /// <summary>The statistics of each arm against the baseline.</summary>
    public ReportTable Comparisons => ComparisonTable.Of(Comparison, Comparison.Ranking, _styles, "arm");

    /// <summary>All pictures with the names of their files.</summary>
    public IEnumerable<(string File, Chart Chart)> Charts
    {
        get
        {
            yield return ("score", ComparisonCharts.Scores(Comparison.Metric, Comparison.Ranking.Select(arm => arm.Scores), _styles));
            if (Comparison.Comparisons > 0)
                yield return ("difference", ComparisonCharts.Differences(Comparison, _styles));
            if (Trials.HasEpochs)
                yield return ("score-by-epoch", ByEpoch);
        }
    }

    LineChart ByEpoch
    {
        get
        {
            IReadOnlyList<double> epochs = Trials.Epochs;
            return new LineChart
            {
                Title = $"{Comparison.Metric.Title} by epoch",
                Caption = "Mean over the trials that have a score there, with its 95 % confidence interval.",
                X = new Axis("epoch"),
                Y = new Axis(Comparison.Metric.Name),
                Series = [.. Trials.Arms.Select(arm =>
                    ComparisonCharts.Curve(arm, _styles[arm], Trials.CoursesOf(arm, epochs), i => epochs[i]))],
            };
        }
    }

    string Direction => Comparison.Metric.HigherIsBetter ? "higher" : "lower";

    /// <summary>The report's content.</summary>
    /// <param name="command">The command line that makes it again.</param>
    public ReportModel Report(string command) => new()
    {
        Title = $"Which arm of {Path.GetFileName(Trials.Name)} is best?",
        Conclusion = Conclusion,
        Notice = string.Join(' ', Trials.Notes),
        Facts =
        [
            new("trials", Format.Count(Trials.Arms.Count * Trials.Seeds.Count), $"{Trials.Arms.Count} arms × {Trials.Seeds.Count} seeds"),
            new("metric", Comparison.Metric.Name, $"{Direction} is better"),
        ],
        Results = Results,
        Comparisons = Comparison.Comparisons > 0 ? Comparisons : null,
        Sections =
        [
            new("Who is best?",
                "Every dot is one trial. The comparison that counts is the one paired by seed: an interval that stays clear of the line of no "
                    + $"difference is one that the seeds agree on.{(Advice.Length > 0 ? $" {Advice}" : "")}",
                [.. Charts.Select(chart => chart.Chart).OfType<ForestChart>()], ChartLayout.Pairs),
            .. Trials.HasEpochs ? [new ReportSection("How did they get there?", "The scores after each epoch.", [ByEpoch])]
                : Array.Empty<ReportSection>(),
        ],
        Settings =
        [
            ReportTable.OfPairs(
                "Settings", ("scores", Trials.Name), ("metric", Comparison.Metric.Name), ("better", Direction), ("baseline", Comparison.Baseline),
                ("seeds", string.Join(", ", Trials.Seeds))),
        ],
        Command = command,
        Notes = StudyReport.OfStatistics,
        Footer = $"Elucid {RunEnvironment.Version}; the trials were run elsewhere",
    };

    /// <summary>Writes <c>report.html</c>, <c>results.json</c> and <c>plots/*</c>; each appears whole or not at all.</summary>
    /// <param name="directory">Where.</param>
    /// <param name="command">The command line that makes it again.</param>
    /// <param name="toPng">Draws a chart as a PNG file; null for SVG alone.</param>
    /// <returns>The path of the report.</returns>
    public string Write(OutputDirectory directory, string command, Func<Chart, byte[]>? toPng = null)
    {
        AtomicFile.WriteText(directory["report.html"], ReportPage.Render(Report(command)));
        AtomicFile.WriteText(directory["results.json"], ToJson());
        StudyFiles.WritePlots(directory, [.. Charts], toPng);
        return directory["report.html"];
    }

    /// <summary>The content of <c>results.json</c>.</summary>
    public string ToJson() => JsonSerializer.Serialize(ScoredDocument.Of(this), LabJson.Indented.ScoredDocument);
}
