namespace Elucid.Claims;

/// <summary>A claim that only training can decide, on Fashion-MNIST.</summary>
internal abstract class ImageCard : Card
{
    public override ClaimStatus Status => ClaimStatus.Empirical;

    public override string? Missing(ClaimData data) => data.FashionMissing;
}
