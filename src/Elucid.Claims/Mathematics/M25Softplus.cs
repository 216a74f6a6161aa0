namespace Elucid.Claims;

internal sealed class M25Softplus : Proof
{
    public override string Topic => "softplus is ln(1 + eˣ)";

    public override string Sentence => "Softplus is the logarithm of 1 + eˣ.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "The formula overflows where x is large; libraries compute max(x, 0) + ln(1 + e^−|x|).";

    public override string Answer => "It is; its values are positive, so its mean is too, and its slope is the sigmoid, which is below 1.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { -5.0, -1, 0, 1, 5 }.Select(
            x => new Check($"at {x}", Math.Abs(Activations.Softplus().Evaluate(x) - Math.Log(1 + Math.Exp(x))) < 1e-12))];

    public override IEnumerable<Check> Facts() =>
        [.. new[] { -5.0, 0, 5 }.Select(
            x => new Check(
                $"its slope at {x} is the sigmoid", Math.Abs(Activations.Softplus().EvaluateDerivative(x) - 1 / (1 + Math.Exp(-x))) < 1e-12))];
}
