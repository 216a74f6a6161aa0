using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T07SquashingChokes : ImageCard
{
    static readonly string Gradient = GradientPropagation.Gradient(GradientPropagation.Deep);

    static readonly (string Name, WithinBounds Vanishes)[] Functions =
        [.. new[] { "sigmoid", "tanh" }.Select(name => (name, new WithinBounds(name, Gradient, double.NegativeInfinity, -4)))];

    public override string Topic => "sigmoid and tanh choke";

    public override string Sentence => "Deep networks of sigmoid or tanh choke: their gradients vanish on the way down.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "supported for sigmoid, refuted for tanh with LeCun's gain";

    public override string Limits =>
        "Networks before training, with LeCun's gain. To choke is fixed here as gradients that shrink more than ten thousandfold through 200 "
            + "layers, in every network.";

    public override IReadOnlyList<string> Sources =>
        ["Glorot and Bengio 2010, Understanding the difficulty of training deep feedforward neural networks, AISTATS"];

    public override bool Trains => false;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [GradientPropagation.Of(data) with { Conditions = [.. Functions.Select(function => function.Vanishes)] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GradientPropagation.Id];
        string Powers(string arm) => Findings.Range(result, arm, Gradient);
        return Findings.In(
            [.. Functions.Select(function => (function.Name, (IReadOnlyList<ConditionResult>)[function.Vanishes.Evaluate(result)]))],
            Findings.Against(Functions[0].Vanishes),
            $"Through 200 layers gradients change by 10 to the power of {Powers("sigmoid")} with sigmoid (float32 ends there), {Powers("tanh")} "
                + $"with tanh and {Powers("elu")} with ELU.") with
        {
            Charts = [Pictures.Curves(result, "gradient", "powers of ten of the gradient", unit: "layer")],
        };
    }
}
