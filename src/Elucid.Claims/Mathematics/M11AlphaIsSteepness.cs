namespace Elucid.Claims;

internal sealed class M11AlphaIsSteepness : Proof
{
    public override string Sentence => "α controls how steep the negative part is.";

    public override ClaimStatus Status => ClaimStatus.True;

    public override string Expected => "supported";

    public override string Limits => "Steepness and depth cannot be set apart: α is both.";

    public override string Answer => "The slope left of 0 is α, and so is the depth at which the function saturates: one number sets both.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => new Check(
            $"α = {alpha}: the slope left of 0 is α", Math.Abs(OneSided.Slope(Activations.Elu(alpha).Evaluate, 0, -1) - alpha) < 1e-9))];

    public override IEnumerable<Check> Facts() =>
        [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => new Check($"α = {alpha}: the depth is α", Activations.Elu(alpha).Evaluate(-100) == -alpha))];
}
