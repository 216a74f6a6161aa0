namespace Elucid.Claims;

internal sealed class S09DebugStuckTraining : Card
{
    public override string Sentence => "One debugs a training that is stuck by looking for dead units and swapping the activation.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Limits => "Nothing yet.";

    public override Finding Judge(Evidence evidence) => Finding.NotRun("Not built: it comes with the doctor. T05 and T06 look at dead units.");
}
