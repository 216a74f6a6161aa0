using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class A02OthersForget : Card
{
    public override string Sentence => "Without ELU the hidden state of a recurrent network forgets after a few steps.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Expected => "supported against ReLU and sigmoid, refuted against tanh; with an orthogonal start ELU forgets, too";

    public override string Limits =>
        "One toy task of memory. Others forget is fixed here as a memory of at most half of ELU's from the same start, in the mean over the seeds, "
            + "whichever the start. Gates, as in an LSTM, remember better than all of these.";

    public override IReadOnlyList<string> Sources =>
        ["Le, Jaitly and Hinton 2015, arXiv:1504.00941", "Saxe, McClelland and Ganguli 2014, arXiv:1312.6120"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [MemoryTask.Of() with { Conditions = [.. Baselines.SelectMany(other => MemoryTask.Starts.Select(start => Longer(other, start)))] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[MemoryTask.Id];
        string Memory(string function) => string.Join(", ", MemoryTask.Starts.Select(start =>
            Findings.Mean(result, MemoryTask.Name(function, start), MemoryTask.Memory.Name)));
        (string Other, string Start, ConditionResult Longer)[] pairs =
            [.. from other in Baselines from start in MemoryTask.Starts select (other, start, Longer(other, start).Evaluate(result))];
        Finding finding = Findings.In(
            [.. pairs.Select(pair => ($"{pair.Other} from {pair.Start} weights", (IReadOnlyList<ConditionResult>)[pair.Longer]))],
            "tanh, ReLU and sigmoid",
            $"From {string.Join(", ", MemoryTask.Starts)} weights the longest of {string.Join(", ", MemoryTask.Lengths)} steps that is remembered "
                + $"is, in the mean, {Memory("elu")} with ELU, {Memory("tanh")} with tanh, {Memory("relu")} with ReLU and {Memory("sigmoid")} with "
                + "sigmoid.");
        return finding with
        {
            Effect = $"twice as long in {pairs.Count(pair => pair.Longer.Verdict == Verdict.Supported)} of {pairs.Length} pairs",
            Qualifier = finding.Verdict == ClaimVerdict.Depends ? Where(pairs) : "",
            Charts = [.. MemoryTask.Starts.Select(start => AccuracyByLength(result, start))],
            Tables = [Findings.Means(result)],
        };
    }

    // "only against sigmoid, and ReLU from gaussian and orthogonal weights".
    static string Where(IReadOnlyList<(string Other, string Start, ConditionResult Longer)> pairs)
    {
        var held = pairs.Where(pair => pair.Longer.Verdict == Verdict.Supported).GroupBy(pair => pair.Other, pair => pair.Start);
        return "only against " + string.Join(", and ", held.OrderByDescending(starts => starts.Count()).Select(starts =>
            (starts.Key == "relu" ? "ReLU" : starts.Key)
                + (starts.Count() == MemoryTask.Starts.Length ? "" : $" from {string.Join(" and ", starts)} weights")));
    }

    static IEnumerable<string> Baselines => MemoryTask.Functions.Where(function => function != "elu");

    static Superiority Longer(string other, string start) =>
        new(MemoryTask.Name("elu", start), MemoryTask.Name(other, start), MemoryTask.Memory.Name, Math.Log(2));

    static Reports.LineChart AccuracyByLength(ExperimentResult result, string start)
    {
        Reports.LineChart all = Pictures.ByNumber(
            result, $"Accuracy by length, {start} start", "steps to remember", "accuracy",
            [.. MemoryTask.Lengths.Select(length => ((double)length, MemoryTask.Accuracy(length).Name))]);
        return all with { Series = [.. all.Series.Where(series => series.Name.EndsWith(start, StringComparison.Ordinal))] };
    }
}
