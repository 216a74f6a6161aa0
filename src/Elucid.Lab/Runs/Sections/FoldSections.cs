using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a cross-validation of the training rows says of the score.</summary>
internal sealed class FoldSections : TaskSections
{
    const int MostInTerminal = 3;

    protected override bool AreFor(RunResult run) => run.Folds is not null;

    protected override IEnumerable<ReportTable> Tables(RunResult run)
    {
        Metric[] shown = [.. MetricsOf(run).Take(MostInTerminal)];
        ReportRow Row(string name, Func<Metric, Summary?> summary) => new(
            [name, .. shown.Select(metric => summary(metric) is { } mean ? metric.Text(mean) : Format.Missing)]);
        yield return new ReportTable(
            $"{run.Folds!.Folds.Count} folds of the training data",
            [new(""), .. shown.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End))],
            [Row(run.Subject, run.Folds.Of)])
        {
            Footer = [.. Enumerable.Range(0, 2).Select(i => Row(run.Baselines[i].Name, metric => run.Folds.Of(metric, i)))],
        };
    }

    protected override IEnumerable<string> Sentences(RunResult run) => [Summary(run)];

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        FoldScores scores = run.Folds!;
        Metric metric = scores.Deciding;
        yield return new ReportSection(
            "How sure is the score?",
            $"The training data were cut into {scores.Folds.Count} parts of one size{Stratified(run)}. "
                + $"{Wording.Capital(run.Subject)} learned from all parts but one and was judged on that one, each part once: "
                + "preparation and the choice of the epoch included. "
                + $"{Summary(run)} Intervals (95 %) are wider than the spread of the folds alone would make them, as the networks share "
                + $"most of their "
                + "training rows (Nadeau and Bengio 2003). The model file holds none of these networks: it learned from all the training "
                + "data, and the "
                + "test data, which took no part here, judged it once. out-of-fold.csv has an answer for each training row.",
            [
                new ForestChart
                {
                    Title = $"{metric.ShortName} over the folds",
                    X = new(metric.ShortName) { IsPercent = metric.IsPercent },
                    Rows =
                    [
                        Row(run.Subject, scores.Of(metric), scores.Folds.Select(fold => metric.Of(fold.Test)), metric, 0),
                        .. Enumerable.Range(0, 2).Select(i => Row(
                            run.Baselines[i].Name, scores.Of(metric, i), scores.Folds.Select(fold => metric.Of(fold.Baselines[i].Test)), metric,
                            i + 1)),
                    ],
                },
            ])
        {
            Tables = [ByFold(run)],
        };
    }

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run) => [("out-of-fold.csv", Csv(run))];

    static string Stratified(RunResult run) => run.Data.Task == LearningTask.Classification ? ", with each class spread evenly over them" : "";

    static Metric[] MetricsOf(RunResult run) =>
        [.. run.Metrics.Where(metric => run.Folds!.Folds.Any(fold => metric.Of(fold.Test) is { } value && double.IsFinite(value)))];

    static string Summary(RunResult run)
    {
        FoldScores scores = run.Folds!;
        Metric metric = scores.Deciding;
        string name = metric.ShortName;
        if (scores.Of(metric) is not { } mean)
            return $"The {name} is undefined in a fold.";
        Interval within = metric.Within(mean.Interval);
        string range = within.IsNone ? "" : $" ({metric.Text(within.Lower)} to {metric.Text(within.Upper)})";
        string linear = run.Baselines[1].Name;
        string against = scores.OverLinear is not { } gain ? ""
            : gain is { Mean: 0, Interval.HalfWidth: 0 } ? $" {Wording.Capital(linear)} has the same in every fold."
            : gain.Interval.Contains(0) ? $" Whether it is better than {linear} cannot be told: {Signed(gain)}."
            : gain.Mean > 0 ? $" It is better than {linear}: {Signed(gain)}." : $" {Wording.Capital(linear)} is better: {Signed(gain)}.";
        return $"Over {scores.Folds.Count} folds of the training data the {name} is {metric.Text(mean.Mean)}{range}.{against}";

        string Signed(Summary gain) => $"{Number(gain.Mean)}{metric.Unit} ({Number(gain.Interval.Lower)} to {Number(gain.Interval.Upper)})";
        static string Number(double value) => (value > 0 ? "+" : "") + Format.Number(value);
    }

    static ForestRow Row(string name, Summary? summary, IEnumerable<double?> points, Metric metric, int style) => new(
        name, summary?.Mean ?? double.NaN, metric.Within(summary?.Interval ?? Interval.None).Lower,
        metric.Within(summary?.Interval ?? Interval.None).Upper)
    {
        Points = [.. points.OfType<double>()],
        Note = summary is { } known ? metric.Text(known) : "",
        Style = new(style),
    };

    static ReportTable ByFold(RunResult run)
    {
        Metric[] metrics = MetricsOf(run);
        Metric deciding = run.Folds!.Deciding;
        ReportCell Cell(Metric metric, Evaluation test) =>
            metric.Of(test) is { } value && double.IsFinite(value) ? new(metric.Text(value), SortKey: value) : new(Format.Missing);
        return new ReportTable(
            "Scores by fold",
            [
                new("fold", Alignment: ColumnAlignment.End), new("rows judged", Alignment: ColumnAlignment.End),
                .. metrics.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End)),
                new ReportColumn($"{deciding.ShortName} of {run.Baselines[1].Name}", Alignment: ColumnAlignment.End),
            ],
            [
                .. run.Folds.Folds.Select(fold => new ReportRow([
                    $"{fold.Number}", Format.Count(fold.TestRows), .. metrics.Select(metric => Cell(metric, fold.Test)),
                    Cell(deciding, fold.Baselines[1].Test)])),
            ]);
    }

    static string Csv(RunResult run)
    {
        IReadOnlyList<string> names = run.File.OutputNames;
        IReadOnlyList<TargetInfo> targets = run.File.SeveralTargets;
        StringBuilder csv = new("row,fold");
        if (targets.Count == 0)
            AppendHeader(csv, "true", "predicted", run.Data.Task == LearningTask.Classification ? names.Select(name => $"p({name})") : []);
        foreach (TargetInfo target in targets)
            AppendHeader(csv, $"true {target.Name}", target.Name, target.IsOfClasses ? target.OutputNames.Select(name => $"p({name})") : []);
        csv.Append('\n');
        foreach ((FoldAnswer answer, int fold) in run.Folds!.Folds.SelectMany(fold => fold.Answers.Select(answer => (answer, fold.Number)))
            .OrderBy(one => one.answer.Row))
        {
            csv.Append(CultureInfo.InvariantCulture, $"{answer.Row},{fold}");
            foreach (FoldAnswer own in targets.Count == 0 ? [answer] : answer.Targets)
                csv.Append(CultureInfo.InvariantCulture, $",{PredictionCsv.Quote(own.Truth)},{PredictionCsv.Quote(own.Answer)}")
                    .AppendJoin("", own.Probabilities.Select(p => string.Create(CultureInfo.InvariantCulture, $",{p}")));
            csv.Append('\n');
        }
        return csv.ToString();
    }

    static void AppendHeader(StringBuilder csv, string truth, string answer, IEnumerable<string> probabilities)
    {
        foreach (string name in (IEnumerable<string>)[truth, answer, .. probabilities])
            csv.Append(',').Append(PredictionCsv.Quote(name));
    }
}
