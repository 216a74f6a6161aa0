using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>The sentences that findings are made of.</summary>
internal static class Findings
{
    /// <summary>A finding that rests on one condition.</summary>
    public static Finding Of(ConditionResult condition, string against, string answer) => new(ClaimWords.Of(condition.Verdict), answer)
    {
        Against = against,
        Effect = Effect(condition),
        Conditions = [condition],
    };

    /// <summary>A finding that rests on several conditions: refuted if one is, supported if all are.</summary>
    public static Finding Of(IReadOnlyList<ConditionResult> conditions, string against, string answer) =>
        new(ClaimWords.Of(VerdictRule.Combine([.. conditions.Select(condition => condition.Verdict)])), answer)
        {
            Against = against,
            Effect = Effect(conditions[0]),
            Conditions = conditions,
        };

    /// <summary>Such as "+8.7 % (8.2 to 9.3)": above 0 in the direction claimed.</summary>
    public static string Effect(ConditionResult condition) => condition.Interval.IsNone ? $"{Signed(condition.Estimate)}{condition.Unit}"
        : $"{Signed(condition.Estimate)}{condition.Unit} ({Format.Fixed(condition.Interval.Lower, 1)} to "
            + $"{Format.Fixed(condition.Interval.Upper, 1)})";

    /// <summary>Of a loss: "8.7 % lower (95 % CI 8.2 to 9.3)", or higher.</summary>
    public static string Change(ConditionResult condition)
    {
        bool isLower = condition.Estimate >= 0;
        double sign = isLower ? 1 : -1;
        (double near, double far) = (sign * condition.Interval.Lower, sign * condition.Interval.Upper);
        return $"{Format.Fixed(Math.Abs(condition.Estimate), 1)}{condition.Unit} {(isLower ? "lower" : "higher")} "
            + $"(95 % CI {Format.Fixed(Math.Min(near, far), 1)} to {Format.Fixed(Math.Max(near, far), 1)})";
    }

    /// <summary>Of a share: "Its test accuracy is 0.43 percentage points higher (95 % CI 0.10 to 0.77)".</summary>
    public static string Lead(StudyComparison comparison, string arm, string over)
    {
        Metric metric = comparison.Metric;
        ArmScores Scores(string name) => comparison.Ranking.First(ranked => ranked.Name == name).Scores;
        PairedComparison paired = PairedComparison.Of(metric.Differences(Scores(over).Values, Scores(arm).Values));
        string Number(double difference) => Format.Fixed(metric.Readable(difference), 2);
        return $"Its {metric.Name} differs by {Number(paired.Mean)}{metric.Unit} "
            + $"(95 % CI {Number(paired.Interval.Lower)} to {Number(paired.Interval.Upper)}), above 0 for better";
    }

    static string Signed(double value) => $"{(value > 0 ? "+" : "")}{Format.Fixed(value, 1)}";
}
