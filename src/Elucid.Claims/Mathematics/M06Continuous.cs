namespace Elucid.Claims;

internal sealed class M06Continuous : Proof
{
    public override string Sentence => "ELU is continuous: there is no jump at 0.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "Continuity is not smoothness, see M04 and M07.";

    public override string Answer => "From both sides the values tend to 0, for every α: 10⁻⁹ beside 0 they are below 2·10⁻⁹ in size.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => new Check(
            $"α = {alpha}: |f(±10⁻⁹)| ≤ 2·10⁻⁹",
            Math.Abs(Activations.Elu(alpha).Evaluate(-1e-9)) <= 2e-9 && Math.Abs(Activations.Elu(alpha).Evaluate(1e-9)) <= 2e-9))];
}
