using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class T01FasterLearning : ImageCard
{
    static readonly double MinimalEffect = -Math.Log(1 - 0.03);

    static readonly Condition Faster = new Superiority("elu", "relu", "training loss", MinimalEffect);

    public override string Sentence => "With ELU a simple classifier learns faster: after as many epochs its training loss is lower.";

    public override string Expected => "supported";

    public override string Limits =>
        "Fashion-MNIST stands for MNIST. Plain gradient descent with tuned rates; with Adam most of the lead goes. Faster means fewer epochs; a "
            + "table gives the steps and the seconds to ReLU's final loss.";

    public override IReadOnlyList<string> Sources => ["Clevert, Unterthiner and Hochreiter 2016, arXiv:1511.07289, section 4.1"];

    public override int Revision => 2;

    public override LikeStudy? Like => FasterLearning.Like("elu", "relu", "training loss");

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [FasterLearning.Of(data) with { Conditions = [Faster] }, FasterLearning.AtThePapersRate(data)];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[FasterLearning.Id];
        ConditionResult faster = Faster.Evaluate(result), paper = Faster.Evaluate(evidence[FasterLearning.PaperId]);
        StudyComparison loss = result.Compare();
        string[] ahead = [.. loss.Ranking.TakeWhile(arm => arm.Name != "elu").Select(arm => arm.Name)];
        Finding finding = Findings.Of(faster, "ReLU",
            $"After three epochs ELU's training loss is {Findings.Change(faster)} than ReLU's, at the paper's one rate of 0.01 "
                + $"{Findings.Change(paper)}; {(ahead.Length == 0 ? "no other arm's is lower" : $"lower still: {string.Join("; ", ahead)}")}. "
                + $"{Findings.Lead(result.Compare(Metric.TestAccuracy.Name), "elu", "relu")}.") with
        {
            Charts = [Pictures.PairedDifferences(result, "training loss"), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result), Speed(result)],
        };
        return FasterLearning.AtOtherGains(finding, result, "training loss");
    }

    // A step's share of the seconds: evaluations are in them, and are the same for all.
    static ReportTable Speed(ExperimentResult result)
    {
        int steps = result.Experiment.Settings.Integer("steps");
        return new ReportTable(
            "To ReLU's final training loss",
            [
                new("arm"), new("steps", Alignment: ColumnAlignment.End), new("seconds", Alignment: ColumnAlignment.End),
                new("seeds that get there", Alignment: ColumnAlignment.End),
            ],
            [.. result.Experiment.Arms.Select(arm =>
            {
                (double reached, double share) = ImageFindings.StepsTo(result, arm.Name, "relu");
                double seconds = result.Of(arm.Name).Average(trial => trial.Seconds) * reached / steps;
                return new ReportRow([arm.Name, Format.Number(reached), Format.Number(seconds), Format.Percent(share)]);
            })]);
    }
}
