using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T20StickToVanilla : ImageCard
{
    static readonly double MinimalEffect = -Math.Log(1 - 0.03);

    static readonly Condition
        WithHe = new Superiority("elu", "selu", "training loss", MinimalEffect),
        WithLeCun = new Superiority(FasterLearning.EluLeCun, FasterLearning.SeluLeCun, "training loss", MinimalEffect);

    public override string Topic => "plain ELU before SELU";

    public override string Sentence => "Plain ELU is to be preferred to its scaled variant, SELU.";

    public override string Expected => "supported from He's weights, inconclusive from LeCun's, which SELU was made for";

    public override string Limits => "Fully connected networks of 8 layers; SELU's own claim is about deeper ones that normalise themselves.";

    public override IReadOnlyList<string> Sources => ["Klambauer, Unterthiner, Mayr and Hochreiter 2017, arXiv:1706.02515"];

    public override LikeStudy? Like => FasterLearning.Like("elu", "selu", "training loss");

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [FasterLearning.Of(data) with { Conditions = [WithHe, WithLeCun] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FasterLearning.Id];
        ConditionResult he = WithHe.Evaluate(result), leCun = WithLeCun.Evaluate(result);
        return Findings.In([("He's weights", [he]), ("LeCun's weights", [leCun])], "SELU",
            $"ELU's training loss is {Findings.Change(he)} than SELU's from He's weights, and {Findings.Change(leCun)} from LeCun's.") with
        {
            Charts = [Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result)],
        };
    }
}
