using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class N09ZeroMeanSavesWork : ImageCard
{
    // Computation can be saved on exact zeros alone; 5 % of them would be "a tad".
    static readonly Condition HasZeros = new Threshold(PreActivations.Elu, PreActivations.Zeros.Name, 0.05);

    public override string Sentence => "ELU's outputs around zero slim down the computation a little.";

    public override string Expected => "refuted: ELU has no exact zeros, and ReLU has many";

    public override string Limits =>
        "It counts zeros, which a sparse kernel could skip; the dense ones of this library skip nothing, for ReLU either.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [PreActivations.Of(data) with { Conditions = [HasZeros] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[PreActivations.Id];
        return Findings.Of(HasZeros.Evaluate(result), "5 % zeros",
            $"Of ELU's outputs {Findings.Mean(result, PreActivations.Elu, PreActivations.Zeros.Name)} are exactly zero, of ReLU's "
                + $"{Findings.Mean(result, PreActivations.Relu, PreActivations.Zeros.Name)}.") with
        {
            Effect = $"{Findings.Mean(result, PreActivations.Elu, PreActivations.Zeros.Name)} zeros",
            Tables = [Findings.Means(result), PreActivations.Shares(result)],
        };
    }
}
