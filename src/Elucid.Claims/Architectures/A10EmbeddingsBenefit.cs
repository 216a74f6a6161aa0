using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A10EmbeddingsBenefit : Card
{
    static readonly string Loss = SkipGram.Loss.Name;

    public override string Sentence => "Embedding layers of language models benefit from ELU, whose values below 0 stand for contrasts.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "inconclusive";

    public override string Limits =>
        "Word vectors of 32 numbers from one novel. The verdict is about the loss alone; the contrast is that between words of grammar and "
            + "all others, "
            + "and is only shown. Vectors without any function have numbers below 0, too.";

    public override IReadOnlyList<string> Sources =>
        ["Mikolov et al. 2013, arXiv:1301.3781", "Rousseeuw 1987, Journal of Computational and Applied Mathematics 20", "Austen 1818, Persuasion"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [SkipGram.Of() with { Conditions = [.. SkipGram.Starts.Select(start => Better("none", start))] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[SkipGram.Id];
        (string Start, ConditionResult Result)[] starts =
            [.. SkipGram.Starts.Select(start => (start, Better("none", start).Evaluate(result)))];
        string Means(string function, Measure measure) => string.Join(" and ", SkipGram.Starts.Select(start =>
            Findings.Mean(result, SkipGram.Name(function, start), measure.Name)));
        return EitherStart.Of(
            [.. starts.Select(one => ($"a {one.Start} start", (IReadOnlyList<ConditionResult>)[one.Result]))], "no function",
            $"With ELU after the embedding the loss on unseen text is "
                + $"{string.Join(" and ", starts.Select(one => $"{Findings.Change(one.Result)} from a {one.Start} start"))} than without, and "
                + $"{string.Join(" and ", SkipGram.Starts.Select(start => Findings.Change(Better("relu", start).Evaluate(result))))} than with ReLU. "
                + $"Of its numbers {Means("elu", SkipGram.Negative)} are below 0, without a function {Means("none", SkipGram.Negative)}; the "
                + $"silhouette "
                + $"of words of grammar is {Means("elu", SkipGram.Contrast)} against {Means("none", SkipGram.Contrast)}.") with
        {
            Charts = [Pictures.Values(result, Loss), Pictures.Curves(result, "loss", "training loss", stepsEach: 50)],
            Tables = [Findings.Means(result), CharacterModel.Reference("words by their frequency", SkipGram.ByFrequency)],
        };
    }

    static Superiority Better(string than, string start) =>
        new(SkipGram.Name("elu", start), SkipGram.Name(than, start), Loss, -Math.Log(1 - 0.01));
}
