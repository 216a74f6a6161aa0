namespace Elucid.Claims;

internal sealed class M05SlopeOneAtZero : Proof
{
    public override string Topic => "slope 1 at 0";

    public override string Sentence => "The derivative at 0 is 1.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted for α ≠ 1";

    public override string Limits => "The value that a library returns at exactly 0 hardly ever matters: inputs are seldom exactly 0.";

    public override string Qualifier => "only with α = 1";

    public override string Answer =>
        "For α = 1 the slope at 0 is 1. Otherwise there is none: it is α from the left and 1 from the right, and libraries "
        + "return α.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.5, 1, 2 }.Select(alpha => new Check($"α = {alpha}: f′(0) = 1", Activations.Elu(alpha).EvaluateDerivative(0) == 1))];

    public override IEnumerable<Check> Facts() =>
        [.. new[] { 0.5, 1, 2 }.Select(
            alpha => new Check($"α = {alpha}: f′(0) is returned as α", Activations.Elu(alpha).EvaluateDerivative(0) == alpha))];
}
