namespace Elucid.Claims;

internal sealed class M10NeverFlat : Proof
{
    public override string Sentence => "The negative branch never flattens out completely, unlike that of other functions.";

    public override ClaimStatus Status => ClaimStatus.False;

    public override string Expected => "refuted";

    public override string Limits => "Saturation is meant: it is what makes the function robust in its authors' view.";

    public override string Answer => "It saturates by design: its slope is below Leaky ReLU's 0.01 left of −4.61 and below 0.1 left of −2.30.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { -3.0, -5, -10, -20 }.Select(x => new Check(
            $"at {x} its slope exceeds Leaky ReLU's 0.01", Activations.Elu().EvaluateDerivative(x) > 0.01,
            $"{Activations.Elu().EvaluateDerivative(x):0.0e0}"))];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("at ln 0.01 = −4.605 it is 0.01", Math.Abs(Activations.Elu().EvaluateDerivative(Math.Log(0.01)) - 0.01) < 1e-12),
        new Check("at ln 0.1 = −2.303 it is 0.1", Math.Abs(Activations.Elu().EvaluateDerivative(Math.Log(0.1)) - 0.1) < 1e-12),
    ];
}
