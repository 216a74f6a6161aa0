namespace Elucid.Claims;

internal sealed class M17UniformMean : Proof
{
    public override string Topic => "mean zero for uniform inputs";

    public override string Sentence => "For uniform inputs the expected output is near zero.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted for wide inputs";

    public override string Limits => "Inputs of layers in networks are hardly ever uniform.";

    public override string Qualifier => "only for narrow inputs";

    public override string Answer =>
        "From −1 to 1 the mean is 0.066 (ReLU 0.250), from −3 to 3 it is 0.408, and it grows with the width: for zero α must be "
        + "e/2 at a width of 1, and more for wider inputs.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 1.0, 3, 10 }.Select(
            h => new Check($"from −{h} to {h} the mean is below 0.1", Math.Abs(Mean(1, h)) < 0.1, $"{Mean(1, h):0.000}"))];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("from −1 to 1 it is 0.0661", Math.Abs(Mean(1, 1) - 0.06606) < 1e-4),
        new Check("from −1 to 1 with α = e/2 it is 0", Math.Abs(Mean(Math.E / 2, 1)) < 1e-7),
        new Check("from −10 to 10 with α = 5.5555 it is 0", Math.Abs(Mean(50 / (9 + Math.Exp(-10)), 10)) < 1e-6),
    ];

    static double Mean(double alpha, double h) => Uniform.Mean(Activations.Elu(alpha).Evaluate, h);
}
