using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How two values of a metric are compared.</summary>
public enum MetricScale
{
    /// <summary>Positive values compared by their ratio: losses, RMSE, times, epochs. Differences are of logarithms and read as percent.</summary>
    Ratio,

    /// <summary>Shares from 0 to 1 compared by their difference: accuracies. Differences read as percentage points.</summary>
    Share,

    /// <summary>Any values compared by their difference as it is: R².</summary>
    Raw,
}

/// <summary>A measured quantity, and what counts as better.</summary>
/// <param name="Name">As it stands in a sentence: "test accuracy".</param>
/// <param name="HigherIsBetter">Whether larger values are better.</param>
/// <param name="Scale">How two values are compared.</param>
public sealed partial record Metric(string Name, bool HigherIsBetter, MetricScale Scale)
{
    /// <summary>
    /// The smallest value of a <see cref="MetricScale.Ratio"/> metric, 2⁻¹²⁶: the smallest normal float32. A loss that reached 0 counts as this; a
    /// ratio with 0 means nothing, and the logarithm must stay finite.
    /// </summary>
    public const double SmallestPositive = 1.1754943508222875e-38;

    /// <summary>The measured value that it is: one of <see cref="Evaluation.Scores"/>, or another of a trial; the name by default.</summary>
    public string Value { get; init; } = Name;

    /// <summary>The name where the rows need none: "accuracy".</summary>
    public string ShortName { get; init; } = Name;

    /// <summary>What it says, for who meets it in a table.</summary>
    public string Explanation { get; init; } = "";

    /// <summary>What stands in a table where it does not exist.</summary>
    public string Undefined { get; init; } = Format.Missing;

    /// <summary>Whether values are 1 for yes and 0 for no: several read as "9 of 10".</summary>
    public bool IsYesOrNo { get; init; }

    /// <summary>The same score on validation data.</summary>
    public Metric OnValidation => this with { Name = $"validation {ShortName}" };

    /// <summary>The measured value; null where it does not exist.</summary>
    public double? Of(Evaluation evaluation) => evaluation.Scores.FirstOrDefault(score => score.Name == Value).Value;

    /// <summary>What is known of it over the seeds that have it; null if none does.</summary>
    public Summary? Over(IEnumerable<Evaluation> evaluations) =>
        evaluations.Select(Of).OfType<double>().ToArray() is { Length: > 0 } values ? Summary.Of(values) : null;

    /// <summary>An interval cut to values that there are: shares from 0 to 1, and nothing below 0 of what has ratios.</summary>
    internal Interval Within(Interval interval) => Scale switch
    {
        MetricScale.Share => new(Math.Max(0, interval.Lower), Math.Min(1, interval.Upper)),
        MetricScale.Ratio => interval with { Lower = Math.Max(0, interval.Lower) },
        _ => interval,
    };

    /// <summary>Whether one value is better than another.</summary>
    public bool IsBetter(double value, double other) => HigherIsBetter ? value > other : value < other;

    /// <summary>The name at the head of a picture.</summary>
    public string Title => char.ToUpperInvariant(Name[0]) + Name[1..];

    /// <summary>Whether values read as percent.</summary>
    public bool IsPercent => Scale == MetricScale.Share;

    /// <summary>A value for people.</summary>
    public string Text(double value) => IsYesOrNo ? value >= 0.5 ? "yes" : "no" : IsPercent ? Format.Percent(value) : Format.Number(value);

    /// <summary>A mean with half of its interval, for people.</summary>
    public string Text(Summary summary) =>
        IsYesOrNo ? $"{Format.Count((long)Math.Round(summary.Mean * summary.Count))} of {Format.Count(summary.Count)}"
        : IsPercent ? Format.PercentInterval(summary.Mean, summary.Interval.HalfWidth)
        : Format.Interval(summary.Mean, summary.Interval.HalfWidth);

    /// <summary>
    /// The oriented difference, above 0 where <paramref name="value"/> is better than <paramref name="baseline"/>: ln baseline − ln value for a
    /// ratio (its negative where higher is better), value − baseline otherwise (its negative where lower is better). Exactly 0 for equal values.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite, or negative on the ratio scale.</exception>
    public double Difference(double baseline, double value)
    {
        double increase = Position(value) - Position(baseline);
        return HigherIsBetter ? increase : 0 - increase;
    }

    /// <summary>The oriented differences of values paired by seed.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is NaN or infinite, or negative on the ratio scale.</exception>
    public double[] Differences(ReadOnlySpan<double> baseline, ReadOnlySpan<double> values)
    {
        Sample.CheckPaired(baseline.Length, values.Length, $"Metric '{Name}'");
        double[] differences = new double[values.Length];
        for (int i = 0; i < differences.Length; i++)
            differences[i] = Difference(baseline[i], values[i]);
        return differences;
    }

    /// <summary>
    /// An oriented difference in the <see cref="Unit"/> that people read, still above 0 for better: for a ratio 100(1 − e⁻ᵈ) % less where lower is
    /// better and 100(eᵈ − 1) % more where higher is; 100·d percentage points for a share; d otherwise.
    /// </summary>
    public double Readable(double difference) => Scale switch
    {
        MetricScale.Ratio => 100 * (HigherIsBetter ? Math.Exp(difference) - 1 : 1 - Math.Exp(-difference)),
        MetricScale.Share => 100 * difference,
        _ => difference,
    };

    /// <summary>What follows a <see cref="Readable"/> number, with its space: " %", " percentage points" or nothing.</summary>
    public string Unit => Scale switch
    {
        MetricScale.Ratio => " %",
        MetricScale.Share => " percentage points",
        _ => "",
    };

    double Position(double value)
    {
        if (!double.IsFinite(value) || (Scale == MetricScale.Ratio && value < 0))
            throw new ArgumentOutOfRangeException(nameof(value),
                $"Metric '{Name}': expected a finite{(Scale == MetricScale.Ratio ? ", non-negative" : "")} value, but got {value}. "
                + "Give a failed run its chance-level value first (ChanceLevel.Replace).");
        return Scale == MetricScale.Ratio ? Math.Log(Math.Max(value, SmallestPositive)) : value;
    }
}
