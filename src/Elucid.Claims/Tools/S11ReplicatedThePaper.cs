namespace Elucid.Claims;

internal sealed class S11ReplicatedThePaper : Card
{
    public override string Sentence => "The results of the paper can be replicated.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Limits => "Nothing yet.";

    public override Finding Judge(Evidence evidence) =>
        Finding.NotRun("Not built: a run of the paper's own networks on its own data. T01, T04 and P02 stand for it on Fashion-MNIST.");
}
