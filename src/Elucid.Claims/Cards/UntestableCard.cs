namespace Elucid.Claims;

/// <summary>A claim on which nothing that can be observed depends; the answer says why.</summary>
public abstract class UntestableCard : Card
{
    /// <inheritdoc/>
    public sealed override ClaimStatus Status => ClaimStatus.Untestable;

    /// <summary>Why not.</summary>
    public abstract string Reason { get; }

    /// <inheritdoc/>
    public sealed override string Limits => "Nothing, in either direction.";

    /// <inheritdoc/>
    public sealed override bool Trains => false;

    /// <inheritdoc/>
    public sealed override Finding Judge(Evidence evidence) => new(ClaimVerdict.Untestable, Reason);
}
