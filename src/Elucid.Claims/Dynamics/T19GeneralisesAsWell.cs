using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T19GeneralisesAsWell : ImageCard
{
    // "At least as well" is that ReLU is not better by the smallest lead that T01's accuracy is asked for.
    static readonly Condition NoWorse = new NotMuchBetter("relu", "elu", Metric.TestAccuracy.Name, 0.003);

    static readonly Condition Better = new Superiority("elu", "relu", Metric.TestAccuracy.Name, 0.003);

    public override string Sentence => "The network that trains faster with ELU generalises at least as well as the one with ReLU.";

    public override string Expected => "supported: a small gain";

    public override string Limits => "Three epochs; what longer training, which ends at equal losses, would give is not said.";

    public override LikeStudy? Like => FasterLearning.Like("elu", "relu", Metric.TestAccuracy.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [FasterLearning.Of(data) with { Conditions = [NoWorse] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FasterLearning.Id];
        ConditionResult better = Better.Evaluate(result);
        Finding finding = Findings.Of(NoWorse.Evaluate(result), "ReLU",
            $"ELU's test accuracy is {Findings.Difference(better, "higher", "lower", 2)} than ReLU's, "
                + $"{Findings.Mean(result, "elu", Metric.TestAccuracy.Name)} against {Findings.Mean(result, "relu", Metric.TestAccuracy.Name)}.") with
        {
            Effect = Findings.Effect(better),
            Charts = [Pictures.PairedDifferences(result, Metric.TestAccuracy.Name)],
            Tables = [Findings.Means(result)],
        };
        return FasterLearning.AtOtherGains(finding, result, Metric.TestAccuracy.Name);
    }
}
