namespace Elucid.Claims;

internal sealed class M23GeluProbabilistic : Proof
{
    public override string Topic => "GELU is probabilistic, ELU is not";

    public override string Sentence => "GELU is probabilistic, while ELU is deterministic.";

    public override ClaimStatus Status => ClaimStatus.False;

    public override string Expected => "refuted";

    public override string Limits => "GELU has a probabilistic motivation; dropout, which it took as its model, is random indeed.";

    public override string Answer =>
        "Both are deterministic: the same input gives the same bits. GELU is x·Φ(x), the expectation of a random mask, not a "
        + "random mask.";

    public override IEnumerable<Check> Claimed() =>
    [
        new Check("the same input gives GELU different outputs",
            Enumerable.Range(0, 1000).Select(_ => Floats.Value(Activations.Gelu(), -0.7f)).Distinct().Count() > 1),
    ];

    public override IEnumerable<Check> Facts() =>
        [new Check("GELU(x) = x·Φ(x) at −0.7", Math.Abs(Activations.Gelu().Evaluate(-0.7) + 0.7 * 0.24196365222307303) < 1e-12)];
}
