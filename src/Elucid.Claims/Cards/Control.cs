namespace Elucid.Claims;

/// <summary>What must come out a certain way before any verdict counts: an activation against itself, aliases, permuted labels, effects that are
/// known. Supported means passed.</summary>
public abstract class Control : Card
{
    /// <inheritdoc/>
    public sealed override ClaimStatus Status => ClaimStatus.True;

    /// <inheritdoc/>
    public sealed override string Limits => "It says that the machinery works, nothing of any activation.";
}
