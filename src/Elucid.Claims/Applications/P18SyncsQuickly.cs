using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class P18SyncsQuickly : Card
{
    public override string Sentence => "On big data and clusters networks with ELU distribute well and synchronise quickly.";

    public override ClaimStatus Status => ClaimStatus.False;

    public override string Expected => "refuted as an effect of the activation";

    public override string Limits =>
        "It says nothing against distributing networks with ELU: they distribute as others do. Time on a real network of machines is not measured.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [ParallelWorkers.Of()];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ParallelWorkers.Id];
        double Bytes(string arm) => result.Scores(arm, ParallelWorkers.Bytes).Values.ToArray().Max();
        double[] apart = [.. result.Experiment.Arms.Select(arm => result.Scores(arm.Name, ParallelWorkers.Apart).Values.ToArray().Max())];
        Check[] checks =
        [
            new("a worker sends as many bytes a step with ELU as with ReLU", Bytes("elu") == Bytes("relu"), $"{Format.Count((long)Bytes("elu"))}"),
            new("1, 2 and 4 workers end with the weights of one within 10⁻⁵", apart.All(most => most < 1e-5), Format.Number(apart.Max())),
        ];
        return new Finding(
            checks.All(check => check.Holds) ? ClaimVerdict.Refuted : ClaimVerdict.Inconclusive,
            $"What workers send is the gradient, {Format.Count((long)Bytes("elu"))} bytes a step with ELU and {Format.Count((long)Bytes("relu"))} "
                + $"with ReLU, and 1, 2 and 4 workers end with the same weights, within {Format.Number(apart.Max())}: the activation does not come "
                + "into it.")
        {
            Against = "ReLU",
            Checks = checks,
            Tables = [Findings.Means(result)],
        };
    }
}
