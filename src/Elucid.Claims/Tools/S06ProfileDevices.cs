namespace Elucid.Claims;

internal sealed class S06ProfileDevices : Card
{
    public override string Sentence => "One profiles it on the desktop and at the edge.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Limits => "Nothing about devices.";

    public override Finding Judge(Evidence evidence) => Finding.NotRun(
        $"No device was at hand: {Spelling.Of("ActivationBench.Run")} profiles the machine that it runs on, desktop or device, function by "
            + "function; N01 and N05 to N08 have the ratios of this one.");
}
