using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class T16SmallerAlpha : ImageCard
{
    static readonly Condition
        BetterOnSparse = new Superiority(AlphaGrid.Name(0.5, "sparse"), AlphaGrid.Name(1, "sparse"), Metric.TestAccuracy.Name, 0.003),
        MoreThanOnDense = new Interaction(
            (AlphaGrid.Name(0.5, "sparse"), AlphaGrid.Name(1, "sparse")), (AlphaGrid.Name(0.5, "dense"), AlphaGrid.Name(1, "dense")),
            Metric.TestAccuracy.Name, 0.003);

    public override string Topic => "smaller α for sparse data";

    public override string Sentence => "On sparse data a smaller α, such as 0.5, is sometimes better than 1.";

    public override string Expected => "supported, and on dense data as well";

    // "Sometimes better for sparse data" is the lead on sparse data; that it is a matter of sparseness is the interaction, which qualifies.
    public override string Limits =>
        "Sparse means that nine tenths of an image's pixels are dropped. One rate for all values of α, which also set the slope on the left of 0.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [AlphaGrid.Of(data) with { Conditions = [BetterOnSparse, MoreThanOnDense] }, Gains(data).Experiment];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[AlphaGrid.Id];
        ConditionResult sparse = BetterOnSparse.Evaluate(result), interaction = MoreThanOnDense.Evaluate(result);
        Finding finding = Findings.Of(sparse, "α = 1",
            $"On sparse images α = 0.5 has a test accuracy {Findings.Difference(sparse, "higher", "lower", 2)} than α = 1; the lead exceeds that on "
                + $"dense images by {Findings.Effect(interaction)}.") with
        {
            Conditions = [sparse, interaction],
            Qualifier = sparse.Verdict == Verdict.Supported && interaction.Verdict != Verdict.Supported ? "not specific to sparse data" : "",
            Charts = [AlphaGrid.Picture(result), Pictures.Values(result, Metric.TestAccuracy.Name)],
            Tables = [Findings.Means(result)],
        };
        return Gains(evidence.Data).Qualify(finding, evidence, Metric.TestAccuracy.Name);
    }

    static GainRobustness Gains(ClaimData data) => new(AlphaGrid.Of(data), AlphaGrid.Name(0.5, "sparse"), AlphaGrid.Name(1, "sparse"));
}
