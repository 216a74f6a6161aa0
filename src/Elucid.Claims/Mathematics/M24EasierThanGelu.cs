namespace Elucid.Claims;

internal sealed class M24EasierThanGelu : Proof
{
    public override string Sentence => "ELU is easier to reason about than GELU.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported for what can be checked";

    public override string Limits => "Ease is in the eye of the reasoner; only the four properties are checked.";

    public override string Answer =>
        "ELU is monotone, has a closed inverse, x = ln(1 + y/α), and is convex for α up to 1; GELU, Swish and Mish are none of "
        + "these.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("ELU is monotone", IsMonotone(Activations.Elu())),
        new Check("its inverse is ln(1 + y)", Math.Abs(Math.Log(1 + Activations.Elu().Evaluate(-1.5)) + 1.5) < 1e-12),
        new Check("it is convex", IsConvex(Activations.Elu())),
        .. new[] { Activations.Gelu(), Activations.Swish(), Activations.Mish() }.Select(f => new Check(
            $"{f.Name} is neither monotone nor convex", !IsMonotone(f) && !IsConvex(f))),
    ];

    static IEnumerable<double> Points => Enumerable.Range(-600, 1201).Select(i => i / 100.0);

    static bool IsMonotone(Activation f) => Points.All(x => f.Evaluate(x + 0.01) >= f.Evaluate(x));

    static bool IsConvex(Activation f) => Points.All(x => f.Evaluate(x - 0.01) + f.Evaluate(x + 0.01) >= 2 * f.Evaluate(x) - 1e-12);
}
