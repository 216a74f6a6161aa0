using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P19BertPrefersGelu : Card
{
    static readonly string Loss = CharacterModel.UnseenLoss.Name;

    public override string Sentence => "Language models such as BERT prefer GELU to ELU.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "the direction is supported by a proxy";

    public override string Limits =>
        "No BERT was trained, and none was tuned to a task: a small transformer that foretells characters stands for it. Prefers is fixed here as a "
            + "loss on unseen text that is lower by 1 %, from both starts.";

    public override IReadOnlyList<string> Sources =>
        ["Devlin et al. 2018, arXiv:1810.04805", "Hendrycks and Gimpel 2016, arXiv:1606.08415", "Austen 1818, Persuasion"];

    public override LikeStudy? Like => LanguageModel.Like("gelu", "elu");

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [LanguageModel.Of() with { Conditions = [.. LanguageModel.Starts.Select(Preferred)] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[LanguageModel.Id];
        (string Start, ConditionResult Result)[] starts = [.. LanguageModel.Starts.Select(start => (start, Preferred(start).Evaluate(result)))];
        return EitherStart.Of(
            [.. starts.Select(one => ($"a {one.Start} start", (IReadOnlyList<ConditionResult>)[one.Result]))], "ELU",
            $"In a small transformer GELU's loss on unseen text is "
                + $"{string.Join(" and ", starts.Select(one => $"{Findings.Change(one.Result)} from a {one.Start} start"))} than ELU's.") with
        {
            Charts = [Pictures.Values(result, Loss)],
            Tables = [Findings.Means(result, $"Means over {result.Seeds.Count} seeds", Loss)],
        };
    }

    static Superiority Preferred(string start) =>
        new(LanguageModel.Name("gelu", start), LanguageModel.Name("elu", start), Loss, -Math.Log(1 - 0.01));
}
