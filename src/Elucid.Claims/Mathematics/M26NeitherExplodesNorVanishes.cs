using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class M26NeitherExplodesNorVanishes : Card
{
    static readonly (string Name, string Arm, double Gain)[] Gains =
    [
        ("He's gain", "elu", 2), ("the gain that keeps ELU's variance", "elu, unit gain", Initializer.VariancePreservingGain(Activations.Elu())),
        ("LeCun's gain", "elu, LeCun gain", 1),
    ];

    public override string Sentence => "ELU keeps signals from exploding or vanishing.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted with He's gain, supported with the gain that keeps the variance, up to 200 layers";

    public override string Limits =>
        "Plain networks before training. Neither is fixed here as a variance that changes less than fivefold and a gradient that changes less than "
            + "ten thousandfold through 200 layers, in every network.";

    public override IReadOnlyList<string> Sources => ["Poole, Lahiri, Raghu, Sohl-Dickstein and Ganguli 2016, arXiv:1606.05340"];

    public override string? Missing(ClaimData data) => data.FashionMissing;

    public override bool Trains => false;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [GradientPropagation.Of(data) with { Conditions = [.. Gains.SelectMany(gain => Conditions(gain.Arm))] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GradientPropagation.Id];
        string Measured((string Name, string Arm, double Gain) gain)
        {
            MeanField theory = MeanField.Of(Activations.Elu(), gain.Gain, GradientPropagation.Deep);
            return $"{Findings.Range(result, gain.Arm, GradientPropagation.Variance(GradientPropagation.Deep), 2)} with {gain.Name} "
                + $"({Format.Number(theory.MeanSquare[^1] / theory.MeanSquare[0])} at infinite width, where gradients change by "
                + $"{Format.Number(Math.Pow(10, theory.LogGradient[^1]))})";
        }
        return Findings.In(
            [.. Gains.Select(gain => (gain.Name, (IReadOnlyList<ConditionResult>)[.. Conditions(gain.Arm).Select(c => c.Evaluate(result))]))],
            Findings.Against(Conditions(Gains[0].Arm)[0]),
            $"Through 200 layers ELU's variance changes by a factor of {string.Join(", ", Gains.Select(Measured))}.") with
        {
            Charts = [Pictures.Curves(result, "variance", "variance before the function", unit: "layer")],
        };
    }

    static WithinBounds[] Conditions(string arm) =>
    [
        new WithinBounds(arm, GradientPropagation.Variance(GradientPropagation.Deep), 0.2, 5),
        new WithinBounds(arm, GradientPropagation.Gradient(GradientPropagation.Deep), -4, 4),
    ];
}
