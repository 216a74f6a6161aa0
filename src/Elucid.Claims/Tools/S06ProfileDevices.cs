namespace Elucid.Claims;

internal sealed class S06ProfileDevices : Card
{
    public override string Sentence => "One profiles it on the desktop and at the edge.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Limits => "Nothing about devices.";

    public override Finding Judge(Evidence evidence) => Finding.NotRun("The desktop is profiled by N01 to N08; no device was at hand.");
}
