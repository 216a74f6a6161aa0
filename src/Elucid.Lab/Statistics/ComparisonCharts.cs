using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The pictures that comparisons have in common, whatever was compared: dots with mean and interval, and curves with a band.</summary>
public static class ComparisonCharts
{
    /// <summary>Scores: a dot per seed, the mean and its interval.</summary>
    /// <param name="metric">What the scores are.</param>
    /// <param name="arms">The arms from top to bottom.</param>
    /// <param name="styles">The style of each arm.</param>
    public static ForestChart Scores(Metric metric, IEnumerable<ArmScores> arms, IReadOnlyDictionary<string, SeriesStyle> styles) => new()
    {
        Title = $"{metric.Title} by seed",
        Caption = "A dot per seed, the mean and its 95 % interval.",
        X = new Axis(metric.Name) { IsPercent = metric.IsPercent },
        Rows = [.. arms.Select(arm =>
        {
            Summary score = Summary.Of(arm.Values);
            return new ForestRow(arm.Name, score.Mean, score.Interval.Lower, score.Interval.Upper)
            {
                Points = arm.Values.ToArray(),
                Note = metric.Text(score),
                Style = styles[arm.Name],
            };
        })],
    };

    /// <summary>Differences from the baseline, paired by seed; right of the line is better.</summary>
    /// <param name="study">The statistics.</param>
    /// <param name="styles">The style of each arm.</param>
    /// <param name="isTogether">Whether intervals are corrected as the study's verdicts are, which then stand beside them; else each is its
    /// own.</param>
    public static ForestChart Differences(
        StudyComparison study, IReadOnlyDictionary<string, SeriesStyle> styles, bool isTogether = true) => new()
        {
            Title = $"Better than {study.Baseline}?",
            Caption = isTogether
                ? $"Differences paired by seed; right of the line is better. {IntervalsOf(study)} Words and p-values are of the corrected "
                    + "Wilcoxon test, which decides."
                : "A dot per seed, the mean and its 95 % interval; right of the line is better.",
            X = new Axis($"gain in {study.Metric.Name}{ComparisonTable.UnitOf(study.Metric)}"),
            Reference = 0,
            ReferenceLabel = "no difference",
            Rows = [.. study.Ranking.Where(arm => arm.AgainstBaseline is not null).Select(arm =>
            {
                Metric metric = study.Metric;
                Contrast contrast = arm.AgainstBaseline!;
                double[] differences = metric.Differences(
                    study.Ranking.First(other => other.Name == study.Baseline).Scores.Values, arm.Scores.Values);
                PairedComparison paired = isTogether ? contrast.Paired : PairedComparison.Of(differences);
                return new ForestRow(
                    arm.Name, metric.Readable(paired.Estimate), metric.Readable(paired.Interval.Lower), metric.Readable(paired.Interval.Upper))
                {
                    Points = [.. differences.Select(metric.Readable)],
                    Note = isTogether ? ComparisonTable.Word(contrast.Standing) : "",
                    Detail = isTogether ? Format.PValue(contrast.WilcoxonP) : "",
                    Style = styles[arm.Name],
                };
            })],
        };

    /// <summary>A curve with its band: at each place the mean of the runs that got so far, with its 95 % interval.</summary>
    /// <param name="name">The curve's name.</param>
    /// <param name="style">Its style.</param>
    /// <param name="runs">The values of each run, which may end early; those that are not finite are left out.</param>
    /// <param name="x">Where the values of an index stand; the index itself by default.</param>
    /// <param name="from">The first index that is drawn.</param>
    public static Series Curve(
        string name, SeriesStyle style, IReadOnlyList<IReadOnlyList<double>> runs, Func<int, double>? x = null, int from = 0)
    {
        List<double> places = [];
        List<Summary> means = [];
        for (int i = from; i < runs.Select(run => run.Count).DefaultIfEmpty(0).Max(); i++)
        {
            double[] values = [.. runs.Where(run => run.Count > i && double.IsFinite(run[i])).Select(run => run[i])];
            if (values.Length == 0)
                continue;
            places.Add(x?.Invoke(i) ?? i);
            means.Add(Summary.Of(values));
        }
        return Line(name, style, places, means);
    }

    /// <summary>A line through means, with the band of their intervals.</summary>
    /// <param name="name">The line's name.</param>
    /// <param name="style">Its style.</param>
    /// <param name="x">Where they stand.</param>
    /// <param name="means">The means.</param>
    public static Series Line(string name, SeriesStyle style, IReadOnlyList<double> x, IReadOnlyList<Summary> means) => new(
        name, x, [.. means.Select(mean => mean.Mean)], [.. means.Select(mean => mean.Interval.Lower)],
        [.. means.Select(mean => mean.Interval.Upper)])
    {
        Style = style,
    };

    static string IntervalsOf(StudyComparison study) => study.Corrections.Length == 0 ? "The bar is the 95 % confidence interval."
        : $"The bars are 95 % confidence intervals corrected, as the verdict is, for {study.Corrections}.";
}
