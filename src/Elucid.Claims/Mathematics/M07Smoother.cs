namespace Elucid.Claims;

internal sealed class M07Smoother : Proof
{
    public override string Topic => "smoother than others";

    public override string Sentence => "ELU is smoother than Leaky ReLU and other activations.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported against Leaky ReLU, refuted against GELU, Swish, Mish and softplus";

    public override string Limits => "How often a function can be differentiated has not been shown to decide how well a network trains.";

    public override string Qualifier => "only in comparison with Leaky ReLU";

    public override string Answer =>
        "With α = 1 its slope is continuous, which Leaky ReLU's is not; but its curvature jumps from α to 0 at 0, while GELU, "
        + "Swish, Mish, softplus and tanh have all derivatives.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("α = 1: the slope does not jump at 0", Jump(Activations.Elu(), order: 1) < 1e-6),
        new Check("Leaky ReLU's slope does", Jump(Activations.LeakyRelu(), order: 1) > 0.9),
        .. Others.Select(name => new Check(
            $"its curvature jumps less than that of {name}",
            Jump(Activations.Elu(), order: 2) <= Jump(ActivationCatalog.Parse(name), order: 2) + 1e-6,
            $"{Jump(Activations.Elu(), order: 2):0.000} against {Jump(ActivationCatalog.Parse(name), order: 2):0.000}")),
    ];

    public override IEnumerable<Check> Facts() => [new Check("ELU's curvature jumps by 1", Math.Abs(Jump(Activations.Elu(), order: 2) - 1) < 1e-6)];

    static readonly string[] Others = ["gelu", "swish", "mish", "softplus", "tanh"];

    // How far the derivatives from both sides differ at 0.
    static double Jump(Activation f, int order)
    {
        double Slope(int side) => OneSided.Slope(f.Evaluate, 0, side);
        double Curvature(int side) => OneSided.Slope(x => x == 0 ? Slope(side) : f.EvaluateDerivative(x), 0, side);
        return order == 1 ? Math.Abs(Slope(1) - Slope(-1)) : Math.Abs(Curvature(1) - Curvature(-1));
    }
}
