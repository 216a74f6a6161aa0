namespace Elucid.Claims;

internal sealed class N03ClippingIsHarmless : Proof
{
    public override string Sentence => "Clipping extreme inputs is a harmless way out.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported for a clip at −20 or below";

    public override string Limits => "Whether a network ever gets there is N02's matter.";

    public override string Qualifier => "only with a clip at −20 or below";

    public override string Answer =>
        "Clipped at c the value errs by less than α·e^c, 2·10⁻⁹ at −20 and nothing in float32; but below c the gradient is 0, "
        + "and a clip at −2 costs 0.13.";

    public override IEnumerable<Check> Claimed() =>
    [
        .. new[] { -20.0, -5, -2 }.Select(c => new Check(
            $"clipped at {c} no value errs by more than 10⁻⁸", Math.Exp(c) <= 1e-8, $"error up to {Math.Exp(c):0.0e0}")),
    ];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("float32: f(−20) = f(−200) = −1", Floats.Value(Activations.Elu(), -20) == -1 && Floats.Value(Activations.Elu(), -200) == -1),
        new Check("a gradient of 2·10⁻⁹ is lost at −20", Math.Abs(Activations.Elu().EvaluateDerivative(-20) - 2.06e-9) < 1e-11),
    ];
}
