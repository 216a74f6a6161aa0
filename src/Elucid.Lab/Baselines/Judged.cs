namespace Elucid.Lab;

/// <summary>A network or a baseline that is judged.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tests">Its scores on the test rows, one for each seed, or those of one run.</param>
internal readonly record struct Judged(string Name, params IReadOnlyList<Evaluation> Tests)
{
    /// <summary>The mean of a score over the seeds that have it; null if none does.</summary>
    public double? Of(Metric metric) => metric.Over(Tests)?.Mean;

    /// <summary>The mean of a score over the seeds; NaN if none has it.</summary>
    public double By(Metric metric) => Of(metric) ?? double.NaN;
}
