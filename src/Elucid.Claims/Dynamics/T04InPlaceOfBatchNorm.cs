using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T04InPlaceOfBatchNorm : ImageCard
{
    static readonly Condition SameAccuracy = new Equivalence("elu", NormsBeside.ReluBatch, Metric.TestAccuracy.Name, 0.01);

    public override string Sentence => "ELU does the job of batch norm, so that there is less need for extra tricks.";

    public override string Expected => "supported for the training loss, no difference in test accuracy";

    public override string Limits =>
        "1,500 steps of 8 layers with tuned rates; deep convolutional networks, for which batch norm was made, are another matter.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.2"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [NormsBeside.Of(data), Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[NormsBeside.Id];
        ConditionResult inPlace = NormsBeside.InPlace.Evaluate(result), needsNone = NormsBeside.NeedsNone.Evaluate(result),
            same = SameAccuracy.Evaluate(result);
        Finding finding = Findings.Of([inPlace, needsNone], "ReLU with batch norm",
            $"ELU's training loss is {Findings.Change(inPlace)} than that of ReLU with batch norm, and with batch norm of its own it is "
                + $"{Findings.Change(needsNone)}; ELU's test accuracy is {Findings.Difference(same, "higher", "lower", 2)} than that of ReLU with "
                + $"batch norm, which {(same.Verdict == Verdict.Supported ? "is" : "is not shown to be")} no difference.") with
        {
            Charts = [Pictures.PairedDifferences(result, "training loss"), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence, "training loss");
    }

    static GainRobustness Gains(ClaimData data) => new(NormsBeside.Of(data), "elu", NormsBeside.ReluBatch);
}
