using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A08LayerNormClicks : ImageCard
{
    static readonly Condition Clicks = new Interaction(
        ("elu + norm, 50 layers", "elu, 50 layers"), ("relu + norm, 50 layers", "relu, 50 layers"), Metric.TestAccuracy.Name, 0.05);

    public override string Sentence => "Layer norm and ELU go together well: the norm gains more with ELU than with ReLU.";

    public override string Expected => "mixed: it repairs He's gain at 50 layers, and is no better than the right gain without a norm";

    public override string Limits => "Plain networks of 50 layers and 600 steps; the norm stands before the function. In transformers it stands "
        + "elsewhere.";

    public override IReadOnlyList<string> Sources => ["Ba, Kiros and Hinton 2016, arXiv:1607.06450"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [DeepNetwork.OfNorms(data) with { Conditions = [Clicks] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence["A08"];
        string Gain(string activation, int depth) => Findings.Points(
            new Superiority($"{activation} + norm, {depth} layers", $"{activation}, {depth} "
                + "layers", Metric.TestAccuracy.Name, 0.05).Evaluate(result));
        ConditionResult right = new Superiority(
            "elu + norm, 50 layers", "elu, unit gain, 50 layers", Metric.TestAccuracy.Name, 0.05).Evaluate(result);
        return Findings.Of(Clicks.Evaluate(result), "ReLU",
            $"At 50 layers the norm changes ELU's test accuracy by {Gain("elu", 50)} and ReLU's by {Gain("relu", 50)}; at 8 layers by "
                + $"{Gain("elu", 8)} and "
                + $"{Gain("relu", 8)}. With the norm ELU differs by {Findings.Points(right)} from ELU without it and with the gain that keeps its "
                + "variance.") with
        {
            Charts = [Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result, "Tuned rates", Metric.TestAccuracy.Name, ImageClassifier.TrainingLoss.Name)],
        };
    }
}
