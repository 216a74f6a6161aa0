using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>A claim that is decided exactly: it is refuted by one check that does not hold.</summary>
public abstract class Proof : Card
{
    /// <summary>What the claim says, check by check. If all hold it is supported.</summary>
    public abstract IEnumerable<Check> Claimed();

    /// <summary>What is so instead, or besides. One that does not hold is an error of the ledger.</summary>
    public virtual IEnumerable<Check> Facts() => [];

    /// <summary>The answer in one sentence.</summary>
    public abstract string Answer { get; }

    /// <summary>Under which condition a claim that is refuted as stated holds, such as "only with α = 1"; empty for none. It then
    /// <em>depends</em>.</summary>
    public virtual string Qualifier => "";

    /// <summary>Pictures of what is proved; none by default.</summary>
    public virtual IReadOnlyList<Chart> Charts => [];

    /// <inheritdoc/>
    public sealed override bool Trains => false;

    /// <inheritdoc/>
    public sealed override Finding Judge(Evidence evidence)
    {
        Check[] claimed = [.. Claimed()], facts = [.. Facts()];
        if (facts.FirstOrDefault(fact => !fact.Holds) is { } broken)
            throw new InvalidOperationException($"Card {Id}: '{broken.Text}' does not hold ({broken.Found}). The card or the library is wrong.");
        bool holds = claimed.All(check => check.Holds);
        return new Finding(holds ? ClaimVerdict.Supported : Qualifier.Length > 0 ? ClaimVerdict.Depends : ClaimVerdict.Refuted, Answer)
        {
            Qualifier = holds ? "" : Qualifier,
            Checks = [.. claimed, .. facts],
            Charts = Charts,
        };
    }
}
