namespace Elucid.Lab;

/// <summary>Every trial of an arm measures a value within bounds. There is nothing to estimate: one trial outside refutes it.</summary>
/// <param name="Arm">The arm.</param>
/// <param name="Measure">The measure's name.</param>
/// <param name="Least">The smallest value allowed; −∞ for any.</param>
/// <param name="Most">The largest value allowed; ∞ for any.</param>
public sealed record WithinBounds(string Arm, string Measure, double Least, double Most) : Condition
{
    /// <inheritdoc/>
    protected override FormattableString Words => $"on every seed {Measure} of {Arm} is from {Least} to {Most}";

    /// <inheritdoc/>
    protected override ConditionResult Decide(ExperimentResult result)
    {
        ArmScores scores = result.Scores(Arm, Measure);
        double[] values = scores.Values.ToArray();
        bool holds = scores.FailureCount == 0 && values.All(value => value >= Least && value <= Most);
        return new(
            this, holds ? Verdict.Supported : Verdict.Refuted, values.Average(), new Interval(values.Min(), values.Max()), "", double.NaN);
    }
}
