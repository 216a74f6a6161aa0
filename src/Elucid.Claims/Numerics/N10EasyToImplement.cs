namespace Elucid.Claims;

internal sealed class N10EasyToImplement : Proof
{
    public override string Sentence => "ELU is simple to implement: it needs the exponential alone.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported, with three traps";

    public override string Limits => "The traps are of an implementation, not of the function; libraries fall into them, yours may.";

    public override string Qualifier => "only with an implementation that knows the three traps";

    public override string Answer =>
        "One line computes it, and three traps lie in that line: digits cancel near 0, a mask makes NaN of large inputs, and "
        + "the derivative taken from the output is 0 below −17.33.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("e^x − 1 keeps its digits at −10⁻⁸", Math.Abs((MathF.Exp(-1e-8f) - 1) / -1e-8f - 1) < 1e-6, $"{MathF.Exp(-1e-8f) - 1}"),
        new Check("max(x, 0) + mask · (e^x − 1) is finite at 100", float.IsFinite(100 + 0 * (MathF.Exp(100) - 1)),
            $"{100 + 0 * (MathF.Exp(100) - 1)}"),
        new Check("the derivative from the output is above 0 at −20", Floats.Value(Activations.Elu(), -20) + 1 > 0),
    ];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("here: f(−10⁻⁸) = −10⁻⁸", Floats.Value(Activations.Elu(), -1e-8f) == -1e-8f),
        new Check("here: f(100) = 100", Floats.Value(Activations.Elu(), 100) == 100),
        new Check("here: f′(−20) = 2.06·10⁻⁹", Math.Abs(Floats.Derivative(Activations.Elu(), -20) / 2.0611537e-9 - 1) < 1e-6),
    ];
}
