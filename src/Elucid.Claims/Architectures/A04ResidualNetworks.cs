using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A04ResidualNetworks : ImageCard
{
    static readonly string Accuracy = Metric.TestAccuracy.Name, Loss = ImageClassifier.TrainingLoss.Name;

    static readonly Condition Better = new Superiority("elu", "relu", Accuracy, 0.003);

    static readonly Condition Deeper = new Superiority("elu", "relu", ResidualNetwork.LargestDepth.Name, Math.Log(1.5));

    static readonly Condition Learns = new Superiority("elu", "relu", Loss, -Math.Log(1 - 0.01));

    static readonly Condition Plain = new Superiority("elu, plain", "relu, plain", Loss, -Math.Log(1 - 0.03));

    public override string Sentence => "In residual networks ELU nudges the accuracy up and lets more blocks be stacked.";

    public override string Expected => "refuted for accuracy; a slightly lower training loss; most of the lead goes with the skips";

    public override string Limits =>
        "Fully connected blocks without norms; residual networks for images have convolutions and batch norm, which take more of the differences "
            + "away. A number of blocks trains if the training loss gets below 0.6 in 600 steps.";

    public override IReadOnlyList<string> Sources =>
        ["Shah, Kadam, Shah, Shinde and Shingade 2016, arXiv:1604.04112", "He, Zhang, Ren and Sun 2016, arXiv:1603.05027"];

    // 2: at another initial gain, too.
    public override int Revision => 2;

    public override LikeStudy? Like => new(
        LearningTask.Classification, "resnet", "12 fully connected blocks of 64 units", "momentum", "elu", "relu", Accuracy, Accuracy);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        ResidualNetwork.Of(data) with { Conditions = [Better] }, ResidualNetwork.OfDepths(data) with { Conditions = [Deeper] },
        Gains(data).Experiment,
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ResidualNetwork.Id], depths = evidence[ResidualNetwork.DepthsId];
        ConditionResult learns = Learns.Evaluate(result), plain = Plain.Evaluate(result);
        string Blocks(string arm) => Findings.Range(depths, arm, ResidualNetwork.LargestDepth.Name, decimals: 0);
        Finding finding = Findings.Of([Better.Evaluate(result), Deeper.Evaluate(depths)], "ReLU",
            $"{Findings.Lead(result.Compare(), "elu", "relu")}; its training loss is {Findings.Change(learns)} than ReLU's with skips and "
                + $"{Findings.Change(plain)} without. Up to {Blocks("elu")} blocks train with ELU, {Blocks("relu")} with ReLU. "
                + $"{Findings.Failures(result)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Accuracy), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result, "12 blocks, tuned rates", Accuracy, Loss),
                Findings.Means(depths, "Largest number of 4, 12, 24 and 48 blocks", ResidualNetwork.LargestDepth.Name)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence, Accuracy);
    }

    static GainRobustness Gains(ClaimData data) => new(ResidualNetwork.Of(data), "elu", "relu");
}
