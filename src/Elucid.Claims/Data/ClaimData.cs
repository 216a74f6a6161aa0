namespace Elucid.Claims;

/// <summary>The data of the ledger, each part read when it is first asked for.</summary>
public sealed class ClaimData
{
    readonly Lazy<(PreparedImages? Images, string? Missing)> _fashion;

    /// <param name="directory">Where the files of Fashion-MNIST are; null for the usual places.</param>
    public ClaimData(string? directory = null) => _fashion = new(() =>
    {
        try
        {
            return (PreparedImages.Of(ImageSets.FashionMnist(directory)), null);
        }
        catch (DataFormatException exception)
        {
            return (null, exception.Message);
        }
    });

    /// <summary>Why there is no Fashion-MNIST, and how to get it; null if it is there.</summary>
    public string? FashionMissing => _fashion.Value.Missing;

    /// <summary>Fashion-MNIST.</summary>
    /// <exception cref="InvalidOperationException">It is not there.</exception>
    public PreparedImages Fashion => _fashion.Value.Images ?? throw new InvalidOperationException(FashionMissing);
}
