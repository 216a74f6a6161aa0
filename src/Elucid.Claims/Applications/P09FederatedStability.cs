using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P09FederatedStability : ImageCard
{
    static readonly Condition
        Accuracy = new Superiority("elu", "relu", Metric.TestAccuracy.Name, 0.01),
        Drift = new Superiority("elu", "relu", FederatedTraining.Drift.Name, -Math.Log(1 - 0.03)),
        Failures = new FewerFailures("elu", "relu", OrAsMany: true);

    public override string Sentence => "In federated training ELU is stable across devices, with little drift between them.";

    public override string Expected => "refuted: accuracy is slightly higher, and so is the drift";

    public override int Revision => 2;

    public override string Limits =>
        "Ten clients in one process, each with images of two classes. The verdict depends on the rule by which rates are tuned: a rate that is safe "
        + "for both is below the best.";

    public override IReadOnlyList<string> Sources => ["McMahan, Moore, Ramage, Hampson and Agüera y Arcas 2017, arXiv:1602.05629"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [FederatedTraining.Of(data) with { Conditions = [Accuracy, Drift, Failures] }, FederatedTraining.Gains(data, isPrivate: false).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FederatedTraining.Id];
        ConditionResult accuracy = Accuracy.Evaluate(result), drift = Drift.Evaluate(result), failures = Failures.Evaluate(result);
        Finding finding = Findings.Of([accuracy, drift, failures], "ReLU",
            $"ELU's accuracy is {Findings.Difference(accuracy, "higher", "lower", 2)} than ReLU's, and its drift {Findings.Change(drift)}. "
                + $"{Findings.Failures(result)}.") with
        {
            Charts =
            [
                Pictures.PairedDifferences(result, FederatedTraining.Drift.Name), Pictures.Curves(result, "accuracy", "test accuracy", unit: "round"),
            ],
            Tables = [Findings.Means(result)],
        };
        return FederatedTraining.Gains(evidence.Data, isPrivate: false).Qualify(finding, evidence, FederatedTraining.Drift.Name);
    }
}
