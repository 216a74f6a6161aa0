namespace Elucid.Claims;

internal sealed class S08ClipExtremes : Card
{
    public override string Sentence => "One clips extreme inputs.";

    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string Limits => "Nothing about training with a clip.";

    public override Finding Judge(Evidence evidence) =>
        Finding.NotRun("Not built: there is no clamped form of the function; N03 says what it would cost.");
}
