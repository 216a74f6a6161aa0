namespace Elucid.Claims;

internal sealed class M02SaturatesAtMinusOne : Proof
{
    public override string Topic => "saturates at −1";

    public override string Sentence => "Far to the left the output tends to −1.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted as stated, supported for α = 1";

    public override string Limits => "Where a network keeps its inputs decides how often the limit is seen, see N02.";

    public override string Qualifier => "only with α = 1";

    public override string Answer => "The limit is −α: −1 for α = 1 alone, and −0.5 for the α = 0.5 that is often advised.";

    public override IEnumerable<Check> Claimed() => [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => Limit(alpha, -1))];

    public override IEnumerable<Check> Facts() => [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => Limit(alpha, -alpha))];

    static Check Limit(double alpha, double limit)
    {
        double found = Activations.Elu(alpha).Evaluate(-800);
        return new Check($"α = {alpha}: the limit is {limit}", found == limit, $"{found}");
    }
}
