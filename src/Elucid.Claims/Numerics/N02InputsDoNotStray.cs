using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

internal sealed class N02InputsDoNotStray : ImageCard
{
    const double Most = 1e-4;

    static readonly Condition
        Shallow = new WithinBounds(PreActivations.Elu, PreActivations.Lost.Name, 0, Most),
        Deep = new WithinBounds(PreActivations.DeepElu, PreActivations.Lost.Name, 0, Most);

    public override string Sentence => "With a good initialisation the inputs of ELU do not stray far to the negative side.";

    public override string Expected => "supported for 8 layers, refuted for 100 layers from He's weights";

    public override string Limits =>
        "Far is below −17.33, where a derivative taken from a float32 output is 0; a derivative taken from the input is not lost there. One epoch.";

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) => [PreActivations.Of(data) with { Conditions = [Shallow, Deep] }];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[PreActivations.Id];
        string Lost(string arm) => Format.Percent(Tables.Mean(result, arm, PreActivations.Lost.Name));
        return Findings.In([("8 layers", [Shallow.Evaluate(result)]), ("100 layers from He's weights", [Deep.Evaluate(result)])], "−17.33",
            $"After an epoch {Lost(PreActivations.Elu)} of the inputs lie below −17.33 in the worst of 8 layers, and {Lost(PreActivations.DeepElu)} "
                + "in the worst of 100 layers.") with
        {
            Effect = $"{Lost(PreActivations.Elu)} of 8 layers, {Lost(PreActivations.DeepElu)} of 100",
            Tables = [Findings.Means(result), PreActivations.Shares(result)],
        };
    }
}
