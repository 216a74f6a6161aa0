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
        ForestChart chart = ComparisonCharts.Differences(result.Compare(measure), StylesOf(result), isTogether: false);
        return chart with { Title = $"{chart.Title} {result.MetricOf(measure).Name}" };
    }

    /// <summary>Each arm's values, seed by seed: dots, mean and interval; how far they spread is what is to be seen.</summary>
    public static Chart Values(ExperimentResult result, string measure) => ComparisonCharts.Scores(
        result.MetricOf(measure), result.Experiment.Arms.Select(arm => result.Scores(arm.Name, measure)), StylesOf(result));

    /// <summary>A series of every arm, the mean over the seeds with its 95 % band.</summary>
    /// <param name="result">The result.</param>
    /// <param name="series">The name of the series.</param>
    /// <param name="label">What its values are.</param>
    /// <param name="stepsEach">How many steps lie between two values.</param>
    /// <param name="unit">What is counted along the axis.</param>
    public static Chart Curves(ExperimentResult result, string series, string label, int stepsEach = 1, string unit = "step")
    {
        IReadOnlyDictionary<string, SeriesStyle> styles = StylesOf(result);
        return new LineChart
        {
            Title = $"{char.ToUpperInvariant(label[0])}{label[1..]} by {unit}",
            Caption = "Mean over the seeds that got so far, with its 95 % interval.",
            X = new Axis(unit),
            Y = new Axis(label),
            Series = [.. result.Experiment.Arms.Select(arm => ComparisonCharts.Curve(
                arm.Name, styles[arm.Name],
                [.. result.Of(arm.Name).Where(trial => trial.Measured.Series.ContainsKey(series)).Select(trial => trial.Measured.Series[series])],
                i => (i + 0.5) * stepsEach))],
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
        IReadOnlyDictionary<string, SeriesStyle> styles = StylesOf(result);
        return new LineChart
        {
            Title = title,
            Caption = "Mean over the seeds with its 95 % interval.",
            X = new Axis(x),
            Y = new Axis(y),
            Series = [.. result.Experiment.Arms.Select(arm => ComparisonCharts.Line(
                arm.Name, styles[arm.Name], [.. measures.Select(one => one.X)],
                [.. measures.Select(one => Summary.Of(result.Scores(arm.Name, one.Measure).Values))]))],
        };
    }

    static IReadOnlyDictionary<string, SeriesStyle> StylesOf(ExperimentResult result) =>
        SeriesStyle.Assign(result.Experiment.Arms.Select(arm => arm.Name));
}
