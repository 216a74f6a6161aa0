namespace Elucid.Claims;

internal sealed class P04DenoisingPops : ReconstructionCard
{
    public override string Topic => "denoises better";

    public override string Sentence => "Denoising autoencoders gain much in quality by ELU.";

    public override string Expected => "supported against ReLU alone";

    public override bool IsNoisy => true;
}
