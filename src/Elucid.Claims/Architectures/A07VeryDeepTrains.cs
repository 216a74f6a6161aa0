using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class A07VeryDeepTrains : ImageCard
{
    static readonly (string Optimizer, string Words, double[] Rates)[] Optimizers =
        [("sgd", "plain gradient descent", [0.003, 0.01, 0.03, 0.1]), ("adam", "Adam", [0.0001, 0.0003, 0.001, 0.003])];

    static readonly (string Arm, string Words)[] Gains = [("elu", "He's gain"), ("elu, unit gain", "the gain that keeps its variance")];

    public override string Sentence => "With ELU very deep plain networks become trainable.";

    public override string Expected => "supported at 50 layers against ReLU, failing by 200";

    public override string Limits =>
        "No skips, no norms, 600 steps, one rate per function for all depths. Trains is fixed here as a test accuracy above 60 %, and the claim as a "
            + "largest depth that is at least one and a half times ReLU's. Adam helps ReLU more than ELU.";

    public override IReadOnlyList<string> Sources => ["Mishkin, Sergievskiy and Matas 2017, arXiv:1606.02228"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [.. Optimizers.Select(one => DeepNetwork.OfDepths(data, one.Optimizer, one.Rates) with { Conditions = [.. Gains.Select(Deeper)] })];

    public override Finding Judge(Evidence evidence)
    {
        (string Words, ExperimentResult Result)[] results =
            [.. Optimizers.Select(one => (one.Words, evidence[DeepNetwork.DepthsId(one.Optimizer)]))];
        string Depths(ExperimentResult result, string arm) => Findings.Range(result, arm, DeepNetwork.LargestDepth.Name, decimals: 0);
        return Findings.In(
            [.. from one in results
                from gain in Gains
                select ($"{one.Words} with {gain.Words}", (IReadOnlyList<ConditionResult>)[Deeper(gain).Evaluate(one.Result)])],
            "ReLU",
            string.Join("; ", results.Select(one =>
                $"with {one.Words} the largest depth that trains is {Depths(one.Result, "elu")} layers for ELU with He's gain, "
                    + $"{Depths(one.Result, "elu, unit gain")} with the gain that keeps its variance, {Depths(one.Result, "relu")} for ReLU, "
                    + $"{Depths(one.Result, "tanh")} for tanh and {Depths(one.Result, "selu")} for SELU")).Insert(0, "Of 10 to 200: ") + ".") with
        {
            Charts = [.. results.Select(one => AccuracyByDepth(one.Result, one.Words))],
            Tables = [.. results.Select(one => Findings.Means(
                one.Result, $"Test accuracy with {one.Words}", DeepNetwork.Depths.Select(depth => DeepNetwork.Accuracy(depth).Name)))],
        };
    }

    static Superiority Deeper((string Arm, string Words) gain) => new(gain.Arm, "relu", DeepNetwork.LargestDepth.Name, Math.Log(1.5));

    static Chart AccuracyByDepth(ExperimentResult result, string words) => Pictures.ByNumber(
        result, $"Test accuracy by depth, {words}", "layers", "test accuracy",
        [.. DeepNetwork.Depths.Select(depth => ((double)depth, DeepNetwork.Accuracy(depth).Name))]) with
    {
        Y = new Axis("test accuracy") { IsPercent = true },
    };
}
