namespace Elucid.Claims;

internal sealed class P02LessBlur : ReconstructionCard
{
    public override string Sentence => "Autoencoders with ELU draw images with less blur.";

    public override string Expected => "supported against ReLU, refuted against GELU";

    public override bool IsNoisy => false;
}
