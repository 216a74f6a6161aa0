using System.Globalization;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What must hold for a claim to be supported, fixed before the experiment runs.</summary>
public abstract record Condition
{
    /// <summary>The rule, a sentence without its full stop, with every number that decides.</summary>
    protected abstract FormattableString Words { get; }

    /// <summary>The rule with all digits of its numbers: part of the experiment's fingerprint.</summary>
    public string Rule => FormattableString.Invariant(Words);

    /// <summary>The rule as people read it: "b is better than a in training loss by at least 3 %".</summary>
    /// <param name="experiment">The one whose measures it is about.</param>
    public string Text(Experiment experiment) => string.Format(
        CultureInfo.InvariantCulture, Words.Format, [.. Words.GetArguments().Select(argument => argument switch
        {
            MetricDifference difference => Readable(difference, experiment),
            double number => Rounded(number),
            _ => argument,
        })]);

    /// <summary>What the result says about it.</summary>
    /// <exception cref="ArgumentException">The result has no such arm or measure, or no seed that all arms finished.</exception>
    public ConditionResult Evaluate(ExperimentResult result) => Decide(result) with { Text = Text(result.Experiment) };

    /// <summary>What the result says about it, without words.</summary>
    protected abstract ConditionResult Decide(ExperimentResult result);

    static string Readable(MetricDifference difference, Experiment experiment)
    {
        Metric metric = experiment.MeasureOf(difference.Measure).Metric;
        return Rounded(metric.Readable(difference.Value)) + metric.Unit;
    }

    static string Rounded(double number) =>
        double.Parse(number.ToString("G4", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture) is var rounded
        && Math.Abs(rounded) is 0 or >= 1e-4 and < 1e6 ? Format.Exact(rounded) : Format.Number(number);
}

/// <summary>What an experiment says about a condition.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Verdict">The verdict.</param>
/// <param name="Estimate">The effect in the unit that people read, above 0 in the direction claimed; NaN where there is none.</param>
/// <param name="Interval">Its 95 % confidence interval; <see cref="Interval.None"/> where there is none.</param>
/// <param name="Unit">What follows the numbers, with its space.</param>
/// <param name="OneSidedP">The p of the effect claimed, for the false discovery rate over many claims; NaN where there is no test.</param>
public sealed record ConditionResult(Condition Condition, Verdict Verdict, double Estimate, Interval Interval, string Unit, double OneSidedP)
{
    /// <summary>The condition's <see cref="Condition.Text"/>.</summary>
    public string Text { get; init; } = "";

    /// <summary>From oriented differences: <see cref="VerdictRule.Decide"/>.</summary>
    internal static ConditionResult Of(Condition condition, Metric metric, double[] differences, double minimalEffect)
    {
        PairedComparison paired = PairedComparison.Of(differences);
        return new(
            condition, VerdictRule.Decide(paired, minimalEffect), metric.Readable(paired.Estimate),
            new Interval(metric.Readable(paired.Interval.Lower), metric.Readable(paired.Interval.Upper)), metric.Unit, paired.StudentOneSidedP);
    }
}
