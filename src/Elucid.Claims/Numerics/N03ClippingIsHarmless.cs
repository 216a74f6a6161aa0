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
            $"elu:clip={c} errs by 10⁻⁸ at most", ErrorOf(c) <= 1e-8, $"error up to {ErrorOf(c):0.0e0}")),
    ];

    public override IEnumerable<Check> Facts() =>
    [
        new Check(
            "float32: a clip at −20 changes no value",
            Floats.Of(Activations.Elu(), Singles).Values.SequenceEqual(Floats.Of(Activations.Elu().WithClip(-20), Singles).Values)),
        new Check(
            "a gradient of 2·10⁻⁹ is lost at −20",
            Math.Abs(Activations.Elu().EvaluateDerivative(-20) - 2.06e-9) < 1e-11
                && Activations.Elu().WithClip(-20).EvaluateDerivative(-20.001) == 0),
        new Check("a clip at −5 loses one of 7·10⁻³", Math.Abs(Activations.Elu().EvaluateDerivative(-5) - 6.7e-3) < 1e-4),
    ];

    // The largest error is that of what lies furthest below.
    static double ErrorOf(double c) => Inputs.Max(x => Math.Abs(Activations.Elu().WithClip(c).Evaluate(x) - Activations.Elu().Evaluate(x)));

    static readonly double[] Inputs = [.. Enumerable.Range(-11_000, 12_000).Select(i => i / 100.0), -1e6];

    static readonly float[] Singles = [.. Inputs.Select(x => (float)x)];
}
