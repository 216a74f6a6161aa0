namespace Elucid.Claims;

internal sealed class M21LeakyLeaks : Proof
{
    public override string Topic => "Leaky ReLU leaks";

    public override string Sentence => "Leaky ReLU lets 0.01·x through for negative inputs.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "0.01 is a default; other slopes are in use.";

    public override string Answer => "Its default slope is 0.01.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { -0.5, -1, -100 }.Select(
            x => new Check($"at {x}", Math.Abs(Activations.LeakyRelu().Evaluate(x) - 0.01 * x) < 1e-7 * Math.Abs(x)))];
}
