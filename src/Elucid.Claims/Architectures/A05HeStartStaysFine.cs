using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class A05HeStartStaysFine : ImageCard
{
    const int Depth = 100;

    static readonly WithinBounds Bounded = new WithinBounds("elu", GradientPropagation.Variance(Depth), 0.2, 5);

    public override string Topic => "He's start stays fine";

    public override string Sentence => "He initialisation still suits ELU: networks can be made deeper without an exploding variance.";

    public override ClaimStatus Status => ClaimStatus.Conditional;

    public override string Expected => "refuted: with He's gain the variance grows about linearly with depth";

    public override string Limits =>
        "An explosion is fixed here as a variance that changes more than fivefold over 100 layers in any network. Training can live with that; a "
            + "norm or skip connections change all of it.";

    public override IReadOnlyList<string> Sources => ["He, Zhang, Ren and Sun 2015, arXiv:1502.01852, section 2.2"];

    public override bool Trains => false;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [GradientPropagation.Of(data) with { Conditions = [Bounded] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GradientPropagation.Id];
        string Ratios(string arm) => Findings.Range(result, arm, GradientPropagation.Variance(Depth));
        string Theory(double gain) => Format.Number(MeanField.Of(Activations.Elu(), gain, Depth).MeanSquare[^1] / gain);
        return Findings.Of(Bounded.Evaluate(result), Findings.Against(Bounded),
            $"Over {Depth} layers ELU's variance grows with He's gain by a factor of {Ratios("elu")} ({Theory(2)} at infinite width); with the gain "
                + $"that keeps it the factor is {Ratios("elu, unit gain")}, and ReLU's with He's gain {Ratios("relu")}.") with
        {
            Qualifier = "with He's gain",
            Charts = [Pictures.Curves(result, "variance", "variance before the function", unit: "layer")],
            Tables = [Findings.Means(result, "Variance in the last layer over that in the first",
                GradientPropagation.Depths.Select(GradientPropagation.Variance))],
        };
    }
}
