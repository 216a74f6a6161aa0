namespace Elucid.Claims;

internal sealed class M09DerivativeNeverZero : Proof
{
    public override string Sentence => "The derivative for negative inputs never becomes zero.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted in float32";

    public override string Limits => "A gradient of 10⁻³⁸ moves no weight either; that it is not 0 helps nobody.";

    public override string Qualifier => "only for exact real numbers";

    public override string Answer =>
        "Over the reals it is true. In float32 it is 0 below x = −103.97, and already below −17.33 in a library that takes it "
        + "from the output.";

    public override IEnumerable<Check> Claimed() =>
        [new Check("float32: f′(−104) > 0", Floats.Derivative(Activations.Elu(), -104) > 0, $"{Floats.Derivative(Activations.Elu(), -104)}")];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("float32, from the input: f′(−20) > 0", Floats.Derivative(Activations.Elu(), -20) > 0,
            $"{Floats.Derivative(Activations.Elu(), -20):0.00e0}"),
        new Check("float32, from the output: f(−20) + 1 = 0", Floats.Value(Activations.Elu(), -20) + 1 == 0),
        new Check("float64: f′(−700) > 0", Activations.Elu().EvaluateDerivative(-700) > 0),
    ];
}
