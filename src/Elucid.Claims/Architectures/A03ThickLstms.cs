using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A03ThickLstms : Card
{
    static readonly (string Words, Condition Better)[] Depths = [.. ThickLstm.Layers.Select(layers => ($"{layers} layers",
        (Condition)new Superiority(ThickLstm.Name("elu", layers), ThickLstm.Name("tanh", layers), Metric.TestAccuracy.Name, 0.02)))];

    public override string Sentence => "ELU gives similar boosts in LSTMs of several layers.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "inconclusive";

    public override string Limits =>
        "Small LSTMs on handwritten digits, 350 steps: between seeds accuracies differ by several points, so that only large effects are seen. "
            + "With ELU the cell's output has no upper bound.";

    public override IReadOnlyList<string> Sources => ["Hochreiter and Schmidhuber 1997, Long short-term memory, Neural Computation 9"];

    public override LikeStudy? Like => new(
        LearningTask.Classification, "lstm", "2 layers of 48 units", "adam", ThickLstm.Name("elu", 2), ThickLstm.Name("tanh", 2),
        Metric.TestAccuracy.Name,
        Metric.TestAccuracy.Name);

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [ThickLstm.Of() with { Conditions = [.. Depths.Select(depth => depth.Better)] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ThickLstm.Id];
        (string Words, ConditionResult Result)[] each = [.. Depths.Select(depth => (depth.Words, depth.Better.Evaluate(result)))];
        string Relu(int layers) => Findings.Mean(result, ThickLstm.Name("relu", layers), Metric.TestAccuracy.Name);
        return Findings.In(
            [.. each.Select(one => (one.Words, (IReadOnlyList<ConditionResult>)[one.Result]))], "tanh",
            $"With ELU in place of tanh the test accuracy differs by "
                + $"{string.Join(" and ", each.Select(one => $"{Findings.Points(one.Result)} in {one.Words}"))}; with ReLU it is "
                + $"{string.Join(" and ", ThickLstm.Layers.Select(Relu))}. "
                + $"{Findings.Failures(result)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Metric.TestAccuracy.Name), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result)],
        };
    }
}
