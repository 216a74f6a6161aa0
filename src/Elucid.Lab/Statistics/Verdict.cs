namespace Elucid.Lab;

/// <summary>What an experiment says about a claim.</summary>
public enum Verdict
{
    /// <summary>The data cannot tell.</summary>
    Inconclusive,

    /// <summary>The effect is there and at least as large as claimed.</summary>
    Supported,

    /// <summary>The condition does not hold.</summary>
    Refuted,

    /// <summary>The effect has the other direction.</summary>
    RefutedOpposite,

    /// <summary>An effect of the claimed size is excluded.</summary>
    RefutedNegligible,

    /// <summary>The two sides gave the same score on every seed: the scores tie on these test rows.</summary>
    NoDifference,
}

/// <summary>The rule, fixed before the experiment, that turns an effect and its interval into a verdict.</summary>
public static class VerdictRule
{
    /// <summary>
    /// With the 95 % interval [L, U] and the mean e of the oriented differences, the first that holds: every difference 0: scores tie; L
    /// &gt; 0 and e ≥ δ: supported; U &lt; 0: refuted (opposite); U &lt; δ: refuted (negligible); otherwise inconclusive.
    /// </summary>
    /// <param name="comparison">Differences oriented so that above 0 is the direction claimed.</param>
    /// <param name="minimalEffect">δ, the smallest effect that the claim is about, on the scale of the differences.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minimalEffect"/> is not a finite number above 0.</exception>
    public static Verdict Decide(PairedComparison comparison, double minimalEffect)
    {
        if (!(minimalEffect > 0) || !double.IsFinite(minimalEffect))
            throw new ArgumentOutOfRangeException(nameof(minimalEffect),
                $"VerdictRule: expected a minimal effect above 0, but got {minimalEffect}. "
                + "Fix the smallest effect that would matter before looking at the data.");
        (double lower, double upper) = comparison.Interval;
        if (comparison.IsExactlyEqual)
            return Verdict.NoDifference;
        if (lower > 0 && comparison.Mean >= minimalEffect)
            return Verdict.Supported;
        if (upper < 0)
            return Verdict.RefutedOpposite;
        return upper < minimalEffect ? Verdict.RefutedNegligible : Verdict.Inconclusive;
    }

    /// <summary>
    /// The verdict on a claim with several conditions: refuted if any is (a tie refutes too), supported if all are, otherwise inconclusive.
    /// </summary>
    /// <exception cref="ArgumentException">There are no conditions.</exception>
    public static Verdict Combine(ReadOnlySpan<Verdict> conditions)
    {
        if (conditions.IsEmpty)
            throw new ArgumentException("VerdictRule.Combine: expected at least one condition, but got none. "
                + "A claim needs a condition that can fail.");
        ReadOnlySpan<Verdict> refutations = [Verdict.Refuted, Verdict.RefutedOpposite, Verdict.RefutedNegligible, Verdict.NoDifference];
        foreach (Verdict refuted in refutations)
            if (conditions.Contains(refuted))
                return refuted;
        return conditions.ContainsAnyExcept(Verdict.Supported) ? Verdict.Inconclusive : Verdict.Supported;
    }

    /// <summary>The verdict as reports print it: "SUPPORTED", "REFUTED (opposite)" …</summary>
    public static string Text(this Verdict verdict) => verdict switch
    {
        Verdict.Supported => "SUPPORTED",
        Verdict.Refuted => "REFUTED",
        Verdict.RefutedOpposite => "REFUTED (opposite)",
        Verdict.RefutedNegligible => "REFUTED (negligible)",
        Verdict.NoDifference => "scores tie",
        _ => "INCONCLUSIVE",
    };
}
