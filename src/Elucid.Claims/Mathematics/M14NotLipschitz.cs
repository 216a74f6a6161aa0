namespace Elucid.Claims;

internal sealed class M14NotLipschitz : Proof
{
    public override string Sentence => "It is Lipschitz only sort of, as its exponential grows.";

    public override ClaimStatus Status => ClaimStatus.False;

    public override string Expected => "refuted";

    public override string Limits => "The bound of a network is the product of its layers' bounds, weights included.";

    public override string Answer => "It is Lipschitz, with the constant max(1, α): the exponential is only used where it is at most 1.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 0.5, 1, 2 }.Select(alpha => new Check(
            $"α = {alpha}: some slope exceeds max(1, α)", Steepest(alpha) > Math.Max(1, alpha) + 1e-9, $"steepest {Steepest(alpha):0.000000}"))];

    public override IEnumerable<Check> Facts() =>
        [.. new[] { 0.5, 1, 2 }.Select(
            alpha => new Check($"α = {alpha}: max(1, α) is attained", Math.Abs(Steepest(alpha) - Math.Max(1, alpha)) < 1e-4))];

    // The steepest line through two points 0.0001 apart, from −5 to 5.
    static double Steepest(double alpha)
    {
        Activation f = Activations.Elu(alpha);
        return Enumerable.Range(-50_000, 100_000).Max(i => (f.Evaluate((i + 1) / 1e4) - f.Evaluate(i / 1e4)) * 1e4);
    }
}
