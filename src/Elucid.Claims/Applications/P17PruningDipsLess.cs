using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P17PruningDipsLess : ImageCard
{
    static readonly Condition
        Weights = new Superiority("elu", "relu", Pruning.LostWithoutWeights(0.7), 0.012),
        Units = new Superiority("elu", "relu", Pruning.LostWithoutUnits(0.5), 0.03),
        Sparse = new Superiority("elu", "relu", Pruning.NearZero.Name, 0.001);

    public override string Sentence => "Networks with ELU are pruned more easily: sparsity comes naturally, and accuracy dips less.";

    public override string Expected => "sparsity refuted; the dip inconclusive";

    public override string Limits =>
        "Units go by the norm of their incoming weights, and nothing is trained on after pruning. One small network; networks that are larger than "
        + "they need to be lose less.";

    public override IReadOnlyList<string> Sources => ["Han, Pool, Tran and Dally 2015, arXiv:1506.02626"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
        [Pruning.Of(data) with { Conditions = [Weights, Units, Sparse] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[Pruning.Id];
        ConditionResult weights = Weights.Evaluate(result), units = Units.Evaluate(result), sparse = Sparse.Evaluate(result);
        return Findings.Of([weights, units, sparse], "ReLU",
            $"Without 70 % of the weights ELU loses {Findings.Difference(weights, "less", "more", 2)} of accuracy than ReLU, without half of the "
                + $"units {Findings.Difference(units, "less", "more", 2)}; near 0 are {Findings.Mean(result, "elu", Pruning.NearZero.Name)} of its "
                + $"outputs against {Findings.Mean(result, "relu", Pruning.NearZero.Name)}.") with
        {
            Charts =
            [
                Pictures.PairedDifferences(result, Pruning.LostWithoutWeights(0.7)),
                Pictures.PairedDifferences(result, Pruning.LostWithoutUnits(0.5)),
            ],
            Tables = [Findings.Means(result)],
        };
    }
}
