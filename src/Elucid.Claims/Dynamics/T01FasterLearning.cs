using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T01FasterLearning : Card
{
    static readonly double MinimalEffect = -Math.Log(1 - 0.03);

    static readonly Condition Faster = new Superiority("elu", "relu", "training loss", MinimalEffect);

    public override string Sentence => "With ELU a simple classifier learns faster: after as many epochs its training loss is lower.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported";

    public override string Limits =>
        "Fashion-MNIST stands for MNIST. Plain gradient descent with tuned rates; with Adam most of the lead goes. Faster means fewer epochs, not "
            + "fewer seconds.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.1"];

    public override string? Missing(ClaimData data) => data.FashionMissing;

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [FasterLearning.Of(data) with { Conditions = [Faster] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FasterLearning.Id];
        ConditionResult faster = Faster.Evaluate(result);
        StudyComparison accuracy = result.Compare(Metric.TestAccuracy.Name);
        return Findings.Of(faster, "ReLU",
            $"After three epochs ELU's training loss is {Findings.Change(faster)} than ReLU's; Mish and Swish are as good. "
                + $"{Findings.Lead(accuracy, "elu", "relu")}.") with
        {
            Charts = [Pictures.PairedDifferences(result, "training loss"), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
        };
    }
}
