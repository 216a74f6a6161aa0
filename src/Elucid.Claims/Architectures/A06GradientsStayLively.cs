using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class A06GradientsStayLively : ImageCard
{
    static readonly (string Name, WithinBounds[] Conditions)[] Gains =
        [("He's gain", Lively("elu")), ("the gain that keeps ELU's variance", Lively("elu, unit gain")), ("LeCun's gain", Lively("elu, LeCun gain"))];

    public override string Sentence => "With ELU gradients stay lively across hundreds of layers.";

    public override string Expected => "supported, as no vanishing that is exponential in depth";

    public override string Limits =>
        "Networks before training, without skip connections, norms and biases. Lively is fixed here as a ratio of gradients from 10⁻⁴ to 10⁴ and a "
            + "cosine between images below 0.99, in every network of 200 layers. That gradients arrive does not say that the network can be trained, "
            + "see A07.";

    public override IReadOnlyList<string> Sources =>
    [
        "Schoenholz, Gilmer, Ganguli and Sohl-Dickstein 2017, arXiv:1611.01232",
        "Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv:1706.02515",
    ];

    public override bool Trains => false;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [GradientPropagation.Of(data) with { Conditions = [.. Gains.SelectMany(gain => gain.Conditions)] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[GradientPropagation.Id];
        string gradient = GradientPropagation.Gradient(GradientPropagation.Deep), cosine = GradientPropagation.Cosine(GradientPropagation.Deep);
        string Powers(string arm) => Findings.Range(result, arm, gradient);
        string Alike(string arm) => Format.Fixed(result.Scores(arm, cosine).Values.ToArray().Average(), 2);
        return Findings.In(
            [.. Gains.Select(gain => (gain.Name, (IReadOnlyList<ConditionResult>)[.. gain.Conditions.Select(c => c.Evaluate(result))]))],
            Findings.Against(Gains[0].Conditions[0]),
            $"Through 200 layers ELU's gradients change by 10 to the power of {Powers("elu")} with He's gain, {Powers("elu, unit gain")} with the "
                + $"gain that keeps its variance and {Powers("elu, LeCun gain")} with LeCun's; ReLU's change by {Powers("relu")}, but it makes "
                + $"different images alike: their mean cosine at the end is {Alike("relu")}, with ELU {Alike("elu")}, {Alike("elu, unit gain")} and "
                + $"{Alike("elu, LeCun gain")}.") with
        {
            Charts = [Pictures.Curves(result, "gradient", "powers of ten of the gradient", unit: "layer"), BesideTheory(result)],
            Tables = [.. GradientPropagation.Depths.Select(depth => Findings.Means(result, $"{depth} layers", GradientPropagation.Names(depth)))],
        };
    }

    static WithinBounds[] Lively(string arm) =>
    [
        new WithinBounds(arm, GradientPropagation.Gradient(GradientPropagation.Deep), -4, 4),
        new WithinBounds(arm, GradientPropagation.Cosine(GradientPropagation.Deep), -1, 0.99),
    ];

    // What networks of 128 units do, beside what infinitely wide ones would.
    static LineChart BesideTheory(ExperimentResult result)
    {
        LineChart measured = (LineChart)Pictures.Curves(result, "gradient", "powers of ten of the gradient", unit: "layer");
        string[] names = ["elu", "elu, unit gain", "elu, LeCun gain"];
        return measured with
        {
            Title = "ELU's gradients by layer, and in networks of infinite width",
            Series = [.. measured.Series.Where(series => names.Contains(series.Name)), .. names.Select((name, i) =>
            {
                Settings settings = result.Experiment.Arms.First(arm => arm.Name == name).Settings;
                IReadOnlyList<double> grown = MeanField.Of(
                    ImageClassifier.ActivationOf(settings), GradientPropagation.GainOf(settings), GradientPropagation.Deep).LogGradient;
                double[] layers = [.. Enumerable.Range(0, GradientPropagation.Deep).Select(layer => layer + 0.5)];
                return new Series($"theory: {name}", layers, [.. layers.Select((_, layer) => grown[^2] - (layer == 0 ? 0 : grown[layer - 1]))])
                {
                    Style = new SeriesStyle(17 + i),
                };
            })],
        };
    }
}
