namespace Elucid.Claims;

internal sealed class M18VarianceDrops : Proof
{
    public override string Sentence => "The variance of the outputs drops.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted against ReLU";

    public override string Limits => "A variance that drops in every layer vanishes: dropping is no virtue in itself.";

    public override string Qualifier => "only in comparison with the inputs, not with ReLU";

    public override string Answer =>
        "It is lower than that of the inputs (0.246 against 0.333 from −1 to 1), but higher than ReLU's (0.104): against ReLU "
        + "it rises.";

    public override IEnumerable<Check> Claimed() =>
        [.. new[] { 1.0, 3, 10 }.Select(
            h => new Check($"from −{h} to {h} it is below ReLU's", Elu(h) < Relu(h), $"{Elu(h):0.000} against {Relu(h):0.000}"))];

    public override IEnumerable<Check> Facts() =>
        [.. new[] { 1.0, 3, 10 }.Select(h => new Check($"from −{h} to {h} it is below that of the inputs", Elu(h) < h * h / 3))];

    static double Elu(double h) => Uniform.Variance(Activations.Elu().Evaluate, h);

    static double Relu(double h) => Uniform.Variance(Activations.Relu().Evaluate, h);
}
