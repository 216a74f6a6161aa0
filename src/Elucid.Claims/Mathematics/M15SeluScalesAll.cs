namespace Elucid.Claims;

internal sealed class M15SeluScalesAll : Proof
{
    public override string Sentence => "SELU scales everything, while ELU leaves positive inputs as they are.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "The scale matters together with the start of the weights, see T20.";

    public override string Answer => "Positive inputs come out of SELU 1.0507 times as large, and unchanged out of ELU.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.1, 1, 10.0 }.Select(x => new Check(
            $"at {x}", Math.Abs(Activations.Selu().Evaluate(x) / x - 1.0507009873554805) < 1e-7 && Activations.Elu().Evaluate(x) == x))];
}
