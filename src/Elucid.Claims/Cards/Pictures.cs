using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

using Summary = Lab.Summary;             // of numbers; that of a network has the same name

/// <summary>The pictures of findings.</summary>
internal static class Pictures
{
    /// <summary>Each arm's differences from the baseline, seed by seed: dots, mean and interval; right of the line is better.</summary>
    public static Chart PairedDifferences(ExperimentResult result, string measure)
    {
        StudyComparison comparison = result.Compare(measure);
        Metric metric = comparison.Metric;
        IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Assign([.. result.Experiment.Arms.Select(arm => arm.Name)]);
        ArmScores baseline = comparison.Ranking.First(arm => arm.Name == comparison.Baseline).Scores;
        return new ForestChart
        {
            Title = $"Better than {comparison.Baseline}? {metric.Name}",
            Caption = "A dot per seed, the mean and its 95 % interval; right of the line is better.",
            X = new Axis($"gain in {metric.Name}{(metric.Unit.Length > 0 ? $" ({metric.Unit.Trim()})" : "")}"),
            Reference = 0,
            ReferenceLabel = "no difference",
            Rows = [.. comparison.Ranking.Where(arm => arm.Name != comparison.Baseline).Select(arm =>
            {
                double[] differences = metric.Differences(baseline.Values, arm.Scores.Values);
                PairedComparison paired = PairedComparison.Of(differences);
                return new ForestRow(
                    arm.Name, metric.Readable(paired.Estimate), metric.Readable(paired.Interval.Lower), metric.Readable(paired.Interval.Upper))
                {
                    Points = [.. differences.Select(metric.Readable)],
                    Style = styles[arm.Name],
                };
            })],
        };
    }

    /// <summary>Each arm's values, seed by seed: dots, mean and interval; how far they spread is what is to be seen.</summary>
    public static Chart Values(ExperimentResult result, string measure)
    {
        Metric metric = result.MetricOf(measure);
        IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Assign([.. result.Experiment.Arms.Select(arm => arm.Name)]);
        return new ForestChart
        {
            Title = $"{char.ToUpperInvariant(metric.Name[0])}{metric.Name[1..]} by seed",
            Caption = "A dot per seed, the mean and its 95 % interval.",
            X = new Axis(metric.Name) { IsPercent = metric.Scale == MetricScale.Share },
            Rows = [.. result.Experiment.Arms.Select(arm =>
            {
                double[] values = result.Scores(arm.Name, measure).Values.ToArray();
                Summary summary = Summary.Of(values);
                return new ForestRow(arm.Name, summary.Mean, summary.Interval.Lower, summary.Interval.Upper)
                {
                    Points = values,
                    Style = styles[arm.Name],
                };
            })],
        };
    }

    /// <summary>A series of every arm, the mean over the seeds with its 95 % band.</summary>
    /// <param name="result">The result.</param>
    /// <param name="series">The name of the series.</param>
    /// <param name="label">What its values are.</param>
    /// <param name="stepsEach">How many steps lie between two values.</param>
    /// <param name="unit">What is counted along the axis.</param>
    public static Chart Curves(ExperimentResult result, string series, string label, int stepsEach = 1, string unit = "step")
    {
        IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Assign([.. result.Experiment.Arms.Select(arm => arm.Name)]);
        return new LineChart
        {
            Title = $"{char.ToUpperInvariant(label[0])}{label[1..]} by {unit}",
            Caption = "Mean over the seeds that got so far, with its 95 % interval.",
            X = new Axis(unit),
            Y = new Axis(label),
            Series = [.. result.Experiment.Arms.Select(arm => Curve(result.Of(arm.Name), series, stepsEach, arm.Name, styles[arm.Name]))],
        };
    }

    /// <summary>Measures of every arm over a number that they belong to, such as depth: means with their 95 % bands.</summary>
    /// <param name="result">The result.</param>
    /// <param name="title">The heading.</param>
    /// <param name="x">What the number is.</param>
    /// <param name="y">What is measured.</param>
    /// <param name="measures">Each number with the measure's name, ascending.</param>
    public static LineChart ByNumber(ExperimentResult result, string title, string x, string y, IReadOnlyList<(double X, string Measure)> measures)
    {
        IReadOnlyDictionary<string, SeriesStyle> styles = SeriesStyle.Assign([.. result.Experiment.Arms.Select(arm => arm.Name)]);
        return new LineChart
        {
            Title = title,
            Caption = "Mean over the seeds with its 95 % interval.",
            X = new Axis(x),
            Y = new Axis(y),
            Series = [.. result.Experiment.Arms.Select(arm =>
            {
                Summary[] each = [.. measures.Select(one => Summary.Of(result.Scores(arm.Name, one.Measure).Values))];
                return new Series(
                    arm.Name, [.. measures.Select(one => one.X)], [.. each.Select(one => one.Mean)],
                    [.. each.Select(one => one.Interval.Lower)], [.. each.Select(one => one.Interval.Upper)])
                {
                    Style = styles[arm.Name],
                };
            })],
        };
    }

    static Series Curve(IReadOnlyList<TrialRecord> trials, string series, int stepsEach, string name, SeriesStyle style)
    {
        double[][] runs = [.. trials.Where(trial => trial.Measured.Series.ContainsKey(series)).Select(trial => trial.Measured.Series[series])];
        List<double> x = [], mean = [], lower = [], upper = [];
        for (int i = 0; i < runs.Select(run => run.Length).DefaultIfEmpty(0).Max(); i++)
        {
            double[] values = [.. runs.Where(run => run.Length > i && double.IsFinite(run[i])).Select(run => run[i])];
            if (values.Length == 0)
                continue;
            Summary summary = Summary.Of(values);
            x.Add((i + 0.5) * stepsEach);
            mean.Add(summary.Mean);
            lower.Add(summary.Interval.Lower);
            upper.Add(summary.Interval.Upper);
        }
        return new Series(name, x, mean, lower, upper) { Style = style };
    }
}
