namespace Elucid.Claims;

internal sealed class M12LinearNearZero : Proof
{
    public override string Sentence => "Just below 0 it behaves like the straight line α·x.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported, with a trap for implementations";

    public override string Limits => "A library that computes e to the x and then subtracts 1 loses these digits.";

    public override string Answer =>
        "The distance from α·x is α·x²/2 and less. In float32 e^x − 1 is exactly 0 for |x| below 2.98·10⁻⁸; computed as it is "
        + "here the value is right to the last bit.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { -0.1, -0.01, -0.001 }.Select(x => new Check(
            $"at {x} the distance from the line is at most x²/2", Math.Abs(Activations.Elu().Evaluate(x) - x) <= x * x / 2,
            $"{Math.Abs(Activations.Elu().Evaluate(x) - x):0.00e0}"))];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("float32: e^x − 1 in two steps is 0 at −2.9·10⁻⁸", MathF.Exp(-2.9e-8f) - 1 == 0),
        new Check("float32: here it is −2.9·10⁻⁸", Floats.Value(Activations.Elu(), -2.9e-8f) == -2.9e-8f),
    ];
}
