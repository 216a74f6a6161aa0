using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P03LatentSpaceTightens : ImageCard
{
    public override string Sentence => "With ELU the latent space of an autoencoder is tighter.";

    public override string Expected => "inconclusive";

    public override int Revision => 2;

    public override string Limits =>
        "Tight means that codes of one class lie close together, measured against the distance of the classes; the network never saw a label.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Autoencoding.Of(data), Autoencoding.Gains(data, isNoisy: false).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[Autoencoding.Id];
        ConditionResult tighter = Autoencoding.Tighter.Evaluate(result);
        Finding finding = Findings.Of(tighter, "ReLU",
            $"The scatter of the codes is {Findings.Change(tighter)} than ReLU's; five neighbours tell the class of "
                + $"{Findings.Mean(result, "elu", Autoencoding.Neighbours.Name)} of the images by ELU's codes and of "
                + $"{Findings.Mean(result, "relu", Autoencoding.Neighbours.Name)} by ReLU's.") with
        {
            Charts = [Pictures.Values(result, Autoencoding.Scatter.Name)],
            Tables = [Findings.Means(result)],
        };
        return Autoencoding.Gains(evidence.Data, isNoisy: false).Qualify(finding, evidence, Autoencoding.Scatter.Name);
    }
}
