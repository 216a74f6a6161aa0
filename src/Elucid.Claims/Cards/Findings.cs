using System.Globalization;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

using Summary = Lab.Summary;             // of numbers; that of a network has the same name

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

    /// <summary>A finding that rests on several conditions: refuted if one is, supported if all are. The effect shown is the first one's, or that
    /// which refutes.</summary>
    public static Finding Of(IReadOnlyList<ConditionResult> conditions, string against, string answer)
    {
        return new(ClaimWords.Of(VerdictRule.Combine([.. conditions.Select(condition => condition.Verdict)])), answer)
        {
            Against = against,
            Effect = Effect(First(Verdict.RefutedOpposite) ?? First(Verdict.RefutedNegligible) ?? conditions[0]),
            Conditions = conditions,
        };

        ConditionResult? First(Verdict verdict) => conditions.FirstOrDefault(condition => condition.Verdict == verdict);
    }

    /// <summary>A finding in several circumstances, such as gains: supported or refuted where it is so in all of them. Where they differ it depends,
    /// and
    /// the qualifier names those in which the claim holds; it is open where none of them decides otherwise.</summary>
    /// <param name="circumstances">Each with its conditions, all of which must hold there; the first one's effect is shown.</param>
    /// <param name="against">What it was compared with.</param>
    /// <param name="answer">The answer in one sentence.</param>
    public static Finding In(
        IReadOnlyList<(string Name, IReadOnlyList<ConditionResult> Conditions)> circumstances, string against, string answer)
    {
        (string Name, Finding Finding)[] each = [.. circumstances.Select(c => (c.Name, Of(c.Conditions, against, answer)))];
        ClaimVerdict[] verdicts = [.. each.Select(one => one.Finding.Verdict).Distinct()];
        bool differ = verdicts.Contains(ClaimVerdict.Supported) && verdicts.Contains(ClaimVerdict.Refuted);
        return each[0].Finding with
        {
            Verdict = verdicts.Length == 1 ? verdicts[0] : differ ? ClaimVerdict.Depends : ClaimVerdict.Inconclusive,
            Qualifier = differ
                ? "only for " + string.Join(", ", each.Where(one => one.Finding.Verdict == ClaimVerdict.Supported).Select(one => one.Name)) : "",
            Conditions = [.. circumstances.SelectMany(c => c.Conditions)],
        };
    }

    /// <summary>A difference as it is, with its interval: "−2.1 percentage points (95 % CI −6.9 to 2.7)".</summary>
    public static string Points(ConditionResult condition) => $"{Format.Fixed(condition.Estimate, 1)}{condition.Unit} "
        + $"(95 % CI {Format.Fixed(condition.Interval.Lower, 1)} to {Format.Fixed(condition.Interval.Upper, 1)})";

    /// <summary>Which arms had runs that failed: "Of 10 runs each, elu failed in 2".</summary>
    public static string Failures(ExperimentResult result)
    {
        string[] failed = [.. result.Experiment.Arms.Select(arm => (arm.Name,
            Count: result.Of(arm.Name).Count(trial => trial.Measured.Failure is not null)))
            .Where(arm => arm.Count > 0).Select(arm => $"{arm.Name} failed in {arm.Count}")];
        return failed.Length == 0 ? "No run failed" : $"Of {result.Seeds.Count} runs each, {string.Join(", ", failed)}";
    }

    /// <summary>The least and the greatest over the seeds: "2.1 to 3.8", or one number where they read the same.</summary>
    public static string Range(ExperimentResult result, string arm, string measure, int decimals = 1)
    {
        double[] values = result.Scores(arm, measure).Values.ToArray();
        (string least, string most) = (Format.Fixed(values.Min(), decimals), Format.Fixed(values.Max(), decimals));
        return least == most ? least : $"{least} to {most}";
    }

    /// <summary>Every arm's means of all measures of the experiment.</summary>
    public static ReportTable Means(ExperimentResult result) => Means(
        result, $"Means over {result.Seeds.Count} seeds", result.Experiment.Measures.Select(measure => measure.Name));

    /// <summary>Every arm's mean of these measures with half of its interval, and how many of its runs failed.</summary>
    public static ReportTable Means(ExperimentResult result, string caption, params IEnumerable<string> measures)
    {
        StudyComparison[] compared = [.. measures.Select(result.Compare)];
        return new ReportTable(
            caption,
            [new(""), .. compared.Select(one => new ReportColumn(one.Metric.Name, Alignment: ColumnAlignment.End)),
                new("failed", $"Of {result.Seeds.Count} runs; a failed one counts with the value of chance.", ColumnAlignment.End)],
            [.. result.Experiment.Arms.Select(arm => new ReportRow(
                [arm.Name,
                    .. compared.Select(one => new ReportCell(one.Metric.Text(Summary.Of(Scores(one, arm.Name).Values)))),
                    $"{Scores(compared[0], arm.Name).FailureCount}"])
            {
                IsBaseline = arm.Name == result.Experiment.Baseline,
            })]);
    }

    static ArmScores Scores(StudyComparison comparison, string arm) => comparison.Ranking.First(ranked => ranked.Name == arm).Scores;

    /// <summary>Such as "+8.7 % (8.2 to 9.3)": above 0 in the direction claimed. Of bounds the mean of what was measured and its range, which have no
    /// direction: "ratio of variances, 50 layers 56.6 (6.1 to 174.9)".</summary>
    public static string Effect(ConditionResult condition)
    {
        string range = condition.Interval.IsNone ? ""
            : $" ({Format.Fixed(condition.Interval.Lower, 1)} to {Format.Fixed(condition.Interval.Upper, 1)})";
        return condition.Condition is WithinBounds bounds ? $"{bounds.Measure}: {Format.Fixed(condition.Estimate, 1)}{range}"
            : $"{Signed(condition.Estimate)}{condition.Unit}{range}";
    }

    /// <summary>The bounds of a condition, for what stands behind "against": "0.2 to 5", "at most −4".</summary>
    public static string Against(WithinBounds bounds) => double.IsNegativeInfinity(bounds.Least) ? $"at most {Plain(bounds.Most)}"
        : $"{Plain(bounds.Least)} to {Plain(bounds.Most)}";

    static string Plain(double bound) => bound.ToString("0.###", CultureInfo.InvariantCulture).Replace('-', '−');

    /// <summary>Of a loss: "8.7 % lower (95 % CI 8.2 to 9.3)", or higher.</summary>
    public static string Change(ConditionResult condition) => Difference(condition, "lower", "higher");

    /// <summary>Such as "0.43 percentage points higher (95 % CI 0.10 to 0.77)".</summary>
    /// <param name="condition">What was estimated, above 0 in the direction claimed.</param>
    /// <param name="claimed">The word for that direction.</param>
    /// <param name="opposite">The word for the other one.</param>
    /// <param name="decimals">As many as the numbers are worth.</param>
    public static string Difference(ConditionResult condition, string claimed, string opposite, int decimals = 1)
    {
        bool isClaimed = condition.Estimate >= 0;
        double sign = isClaimed ? 1 : -1;
        (double near, double far) = (sign * condition.Interval.Lower, sign * condition.Interval.Upper);
        string Number(double value) => Format.Fixed(value, decimals);
        return $"{Number(Math.Abs(condition.Estimate))}{condition.Unit} {(isClaimed ? claimed : opposite)} "
            + $"(95 % CI {Number(Math.Min(near, far))} to {Number(Math.Max(near, far))})";
    }

    /// <summary>A mean with the numbers of a table: "0.303", or "86.6 %" of a share.</summary>
    public static string Mean(ExperimentResult result, string arm, string measure)
    {
        double mean = Enumerable.Average(result.Scores(arm, measure).Values.ToArray());
        return result.MetricOf(measure).Scale == MetricScale.Share ? Format.Percent(mean) : Format.Number(mean);
    }

    /// <summary>Of a share: "Its test accuracy is 0.43 percentage points higher (95 % CI 0.10 to 0.77)".</summary>
    public static string Lead(StudyComparison comparison, string arm, string over)
    {
        Metric metric = comparison.Metric;
        PairedComparison paired = PairedComparison.Of(metric.Differences(Scores(comparison, over).Values, Scores(comparison, arm).Values));
        string Number(double difference) => Format.Fixed(metric.Readable(difference), 2);
        return $"Its {metric.Name} differs by {Number(paired.Estimate)}{metric.Unit} "
            + $"(95 % CI {Number(paired.Interval.Lower)} to {Number(paired.Interval.Upper)}), above 0 for better";
    }

    static string Signed(double value) => $"{(value > 0 ? "+" : "")}{Format.Fixed(value, 1)}";
}
