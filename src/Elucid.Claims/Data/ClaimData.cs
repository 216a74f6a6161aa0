namespace Elucid.Claims;

/// <summary>The data of the ledger, each part read when it is first asked for.</summary>
public sealed class ClaimData
{
    const int CifarImages = 12_000;

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

    /// <summary>MNIST, on which the paper has its first experiments; null, as by default, to do without.</summary>
    public PreparedImages? Mnist { get; init; }

    /// <summary>Images of CIFAR-10, [3, 32, 32]; null, as by default, to do without.</summary>
    public PreparedImages? Cifar { get; init; }

    /// <summary>With the data of the paper, where it is.</summary>
    /// <param name="directory">Where the files of Fashion-MNIST are; null for the usual places.</param>
    /// <param name="mnist">Where those of MNIST are; null for the usual places.</param>
    /// <param name="cifar">Where those of CIFAR-10 are; null for the usual places. 12,000 of its training images are used, as many as fit into a
    /// memory of 2 GB beside the others.</param>
    /// <param name="say">Told how to get what is not in the usual places.</param>
    /// <exception cref="DataFormatException">A directory that is named has no such files, or they are damaged.</exception>
    public static ClaimData OfThePaper(string? directory, string? mnist, string? cifar, Action<string> say)
    {
        PreparedImages? Find(string? named, Func<DataSplit> read)
        {
            try
            {
                return PreparedImages.Of(read());
            }
            catch (DataFormatException exception) when (named is null)
            {
                say(exception.Message);
                return null;
            }
        }
        return new ClaimData(directory)
        {
            Mnist = Find(mnist, () => ImageSets.Mnist(mnist)),
            Cifar = Find(cifar, () =>
            {
                DataSplit all = ImageSets.Cifar10(cifar);
                return new DataSplit(all.Train.Take(Math.Min(CifarImages, all.Train.Count)), all.Test);
            }),
        };
    }
}
