namespace Elucid.Lab;

/// <summary>What must hold for a claim to be supported, fixed before the experiment runs.</summary>
public abstract record Condition
{
    /// <summary>The rule in words, with every number that decides: part of the experiment's fingerprint.</summary>
    public abstract string Rule { get; }

    /// <summary>What the result says about it.</summary>
    /// <exception cref="ArgumentException">The result has no such arm or measure, or no seed that all arms finished.</exception>
    public abstract ConditionResult Evaluate(ExperimentResult result);
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
    /// <summary>From oriented differences: <see cref="VerdictRule.Decide"/>.</summary>
    internal static ConditionResult Of(Condition condition, Metric metric, double[] differences, double minimalEffect)
    {
        PairedComparison paired = PairedComparison.Of(differences);
        return new(
            condition, VerdictRule.Decide(paired, minimalEffect), metric.Readable(paired.Estimate),
            new Interval(metric.Readable(paired.Interval.Lower), metric.Readable(paired.Interval.Upper)), metric.Unit, paired.StudentOneSidedP);
    }
}
