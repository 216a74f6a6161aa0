namespace Elucid.Claims;

internal sealed class M13Bounded : Proof
{
    public override string Sentence => "ELU is bounded below and unbounded above.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "In a network what is bounded is the output of a unit, not that of a layer.";

    public override string Answer => "Its values lie between −α and infinity: at −10³⁰ it is −α, at 10³⁰ it is 10³⁰.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.5, 1, 2 }.Select(alpha => new Check(
            $"α = {alpha}", Activations.Elu(alpha).Evaluate(-1e30) == -alpha && Activations.Elu(alpha).Evaluate(1e30) == 1e30))];
}
