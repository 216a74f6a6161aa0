using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P13ImbalancedData : ImageCard
{
    static readonly Condition
        Balanced = new Superiority("elu", "relu", Imbalance.Balanced.Name, 0.005), Auc = new Superiority("elu", "relu", Imbalance.Auc.Name, 0.005);

    public override string Topic => "helps with a rare class";

    public override string Sentence => "ELU helps where one class is rare.";

    public override string Expected => "inconclusive";

    public override string Limits =>
        "Eight pairs of classes, one twenty times as frequent as the other, without weights for the rare one, which would help more than "
            + "any function.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [Imbalance.Of(data) with { Conditions = [Balanced, Auc] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[Imbalance.Id];
        ConditionResult balanced = Balanced.Evaluate(result), auc = Auc.Evaluate(result);
        return Findings.Of([balanced, auc], "ReLU",
            $"Over {result.Seeds.Count} pairs of classes ELU's balanced accuracy is {Findings.Difference(balanced, "higher", "lower", 2)} "
                + $"than ReLU's, "
                + $"and its AUC {Findings.Difference(auc, "higher", "lower", 2)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Imbalance.Balanced.Name)],
            Tables = [Findings.Means(result)],
        };
    }
}
