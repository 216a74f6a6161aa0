using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P11BranchesBalance : ImageCard
{
    static readonly Condition Balanced = new Superiority("elu", "relu", MultiTaskTraining.Imbalance.Name, -Math.Log(1 - 0.10));

    public override string Sentence => "When one network learns several tasks, ELU balances its branches.";

    public override string Expected => "inconclusive";

    public override string Limits =>
        "Two tasks on the same images, the class, and ink with centre of mass, whose losses are added unweighted. Balance is how evenly both have "
            + "improved on a constant answer at the end; weights of the losses would move it far more than any activation.";

    public override IReadOnlyList<string> Sources => ["Caruana 1997, Machine Learning 28", "Yu et al. 2020, arXiv:2001.06782"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Main(data), new GainRobustness(Main(data), "elu", "relu").Experiment, MultiTaskTraining.Others(data)];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[MultiTaskTraining.Id], others = evidence[MultiTaskTraining.OthersId];
        ConditionResult balanced = Balanced.Evaluate(result);
        string Mean(string arm, Measure measure) => Findings.Mean(result, arm, measure.Name);
        Finding finding = Findings.Of(balanced, "ReLU",
            $"ELU's branches are out of balance by {Mean("elu", MultiTaskTraining.Imbalance)}, {Findings.Change(balanced)} than ReLU's; the cosine "
                + $"between the tasks' gradients is {Mean("elu", MultiTaskTraining.Agreement)} against "
                + $"{Mean("relu", MultiTaskTraining.Agreement)}, the "
                + $"test accuracy {Mean("elu", ImageClassifier.TestAccuracy)} against {Mean("relu", ImageClassifier.TestAccuracy)}, and the error of "
                + $"the quantities {Mean("elu", MultiTaskTraining.QuantityError)} against {Mean("relu", MultiTaskTraining.QuantityError)} of their "
                + "variance.") with
        {
            Charts =
            [
                Pictures.Values(result, MultiTaskTraining.Imbalance.Name),
                Pictures.Curves(result, MultiTaskTraining.Cosines, "cosine of the tasks' gradients", MultiTaskTraining.LookedEvery),
            ],
            Tables = [Findings.Means(result), Findings.Means(others)],
        };
        return new GainRobustness(Main(evidence.Data), "elu", "relu").Qualify(finding, evidence, MultiTaskTraining.Imbalance.Name);
    }

    static Experiment Main(ClaimData data) => MultiTaskTraining.Of(data) with { Conditions = [Balanced] };
}
