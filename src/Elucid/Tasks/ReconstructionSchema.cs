namespace Elucid;

/// <summary>What an autoencoder's file knows beside its weights: from which error on a row is unlike those that were learned from, and of which kinds
/// those were.</summary>
public sealed record ReconstructionSchema
{
    /// <summary>The share of rows like those of training whose error is below the threshold.</summary>
    public const double Level = 0.95;

    /// <summary>
    /// The error above which a row counts as an anomaly: that of the ⌈0.95 · (n + 1)⌉-th of n validation rows, in the order of their errors. Null
    /// before it has been measured.
    /// </summary>
    /// <remarks>So no more than 5 % of new rows like those are above it, on average (split conformal prediction: V. Vovk et al. 2005).</remarks>
    public double? Threshold { get; init; }

    /// <summary>The kinds of rows that were learned from, where they are known; nothing was learned from that.</summary>
    public IReadOnlyList<string> Classes { get; init; } = [];

    /// <summary>The schema with the threshold that a network's errors give.</summary>
    /// <param name="schema">What is known already.</param>
    /// <param name="network">The network.</param>
    /// <param name="validation">Rows that it did not learn from.</param>
    public static ReconstructionSchema Measure(ReconstructionSchema schema, Module network, Dataset validation) =>
        schema with { Threshold = Quantile(ReconstructionErrors.Of(network, validation).Rows, Level) };

    /// <summary>The error below which this share of new rows like these lies: the ⌈level · (n + 1)⌉-th of n in the order of size, or the
    /// largest.</summary>
    /// <param name="errors">Errors of rows that were not learned from.</param>
    /// <param name="level">The share, from 0 to 1.</param>
    public static double Quantile(IReadOnlyList<double> errors, double level)
    {
        double[] sorted = [.. errors.Order()];
        return sorted[Math.Clamp((int)Math.Ceiling(level * (sorted.Length + 1)), 1, sorted.Length) - 1];
    }

    /// <summary>The number of a kind; −1 for one that was not learned from, NaN where nothing is said.</summary>
    internal float LabelOf(string name) => name.Length == 0 ? float.NaN : PlaceOf(name, Classes);

    /// <summary>Where a name stands; −1 for nowhere.</summary>
    internal static int PlaceOf(string name, IReadOnlyList<string> names) =>
        names.Index().Where(known => known.Item == name).Select(known => known.Index).FirstOrDefault(-1);
}
