namespace Elucid.Claims;

internal sealed class M16ZeroMean : Proof
{
    public override string Topic => "outputs of mean zero";

    public override string Sentence => "ELU centres its outputs around zero.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted as zero, supported as closer to zero than ReLU";

    public override string Limits => "The mean of one function is not that of a layer in a trained network, see T03.";

    public override string Qualifier => "only with α = 1.6733; with α = 1 closer to zero than ReLU, not at zero";

    public override string Answer =>
        "For standard normal inputs its mean is 0.1605, where ReLU's is 0.3989: closer to zero, but not zero. With α = 1.6733, "
        + "SELU's, it is zero.";

    public override IEnumerable<Check> Claimed() =>
        [new Check("the mean for standard normal inputs is below 0.01", Math.Abs(Mean(Activations.Elu())) < 0.01,
            $"{Mean(Activations.Elu()):0.0000}")];

    public override IEnumerable<Check> Facts() =>
    [
        new Check("it is 0.160521", Math.Abs(Mean(Activations.Elu()) - 0.160521) < 1e-6),
        new Check("ReLU's is 0.398942", Math.Abs(Mean(Activations.Relu()) - 0.398942) < 1e-6),
        new Check("with α = 1.6732632423543778 it is 0", Math.Abs(Mean(Activations.Elu(1.6732632423543778))) < 1e-7),
    ];

    static double Mean(Activation f) => Gaussian.Mean(f.Evaluate);
}
