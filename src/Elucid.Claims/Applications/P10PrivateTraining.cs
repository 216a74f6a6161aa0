using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P10PrivateTraining : ImageCard
{
    static readonly Condition Accuracy = new Superiority("elu", "relu", Metric.TestAccuracy.Name, 0.01);

    public override string Topic => "helps private training";

    public override string Sentence => "ELU helps in private set-ups, where the updates of clients are clipped and get noise.";

    public override string Expected => "inconclusive";

    public override int Revision => 2;

    public override string Limits =>
        "Changes are clipped to a norm of 1, and each weight of their mean gets noise of deviation 0.01; how private that is was not computed.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [FederatedTraining.Private(data) with { Conditions = [Accuracy] }, FederatedTraining.Gains(data, isPrivate: true).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FederatedTraining.PrivateId];
        ConditionResult accuracy = Accuracy.Evaluate(result);
        Finding finding = Findings.Of(accuracy, "ReLU",
            $"With clipped and noisy updates ELU's accuracy is {Findings.Difference(accuracy, "higher", "lower", 2)} than ReLU's. "
                + $"{Findings.Failures(result)}.") with
        {
            Charts = [Pictures.Curves(result, "accuracy", "test accuracy", unit: "round")],
            Tables = [Findings.Means(result)],
        };
        return FederatedTraining.Gains(evidence.Data, isPrivate: true).Qualify(finding, evidence, Metric.TestAccuracy.Name);
    }
}
