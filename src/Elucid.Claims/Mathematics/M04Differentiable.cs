namespace Elucid.Claims;

internal sealed class M04Differentiable : Proof
{
    public override string Sentence => "ELU is differentiable everywhere, without a kink at 0.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted for α ≠ 1";

    public override string Limits => "A kink at one point has not been shown to harm training; ReLU has one, too.";

    public override string Qualifier => "only with α = 1";

    public override string Answer =>
        "Only for α = 1: the slope is α from the left and 1 from the right, so every other α has a kink at 0, as α = 0.5 with half the slope.";

    public override IEnumerable<Check> Claimed() => [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => Slopes(alpha, left: 1))];

    public override IEnumerable<Check> Facts() => [.. new[] { 0.25, 0.5, 1, 2 }.Select(alpha => Slopes(alpha, left: alpha))];

    static Check Slopes(double alpha, double left)
    {
        Activation f = Activations.Elu(alpha);
        double fromLeft = OneSided.Slope(f.Evaluate, 0, -1), fromRight = OneSided.Slope(f.Evaluate, 0, 1);
        return new Check(
            $"α = {alpha}: the slope at 0 is {left} from the left and 1 from the right",
            Math.Abs(fromLeft - left) < 1e-9 && Math.Abs(fromRight - 1) < 1e-9, $"{fromLeft:0.000000} and {fromRight:0.000000}");
    }
}
