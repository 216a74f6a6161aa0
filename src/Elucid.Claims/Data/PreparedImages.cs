using System.Security.Cryptography;

namespace Elucid.Claims;

/// <summary>Images as the ledger's networks see them: minus the mean of each pixel over the training images, divided by the one deviation of what
/// is left, so that inputs have unit variance. 50,000 training images, the last 10,000 of the published ones for validation, and the test
/// images.</summary>
public sealed class PreparedImages
{
    const int LookedAt = 5000;

    readonly Lazy<Dataset> _looked;

    PreparedImages(Dataset train, Dataset validation, Dataset test, DataSplit pixels, string id)
    {
        (Train, Validation, Test, Pixels, Id) = (train, validation, test, pixels, id);
        _looked = new(() => validation.Take(Math.Min(LookedAt, validation.Count)));
    }

    /// <summary>The images that are trained on.</summary>
    public Dataset Train { get; }

    /// <summary>Those that settings are chosen by.</summary>
    public Dataset Validation { get; }

    /// <summary>Those that verdicts are about.</summary>
    public Dataset Test { get; }

    /// <summary>Images that nothing is trained on and no verdict is about, to look at what layers compute: the first 5,000 for validation.</summary>
    public Dataset Looked => _looked.Value;

    /// <summary>The same images as they are, from 0 to 1: for networks that draw them.</summary>
    public DataSplit Pixels { get; }

    /// <summary>Name and fingerprint.</summary>
    public string Id { get; }

    /// <summary>With other images to train on or to judge by.</summary>
    /// <param name="train">To train on; these by default.</param>
    /// <param name="test">For verdicts; these by default.</param>
    public PreparedImages With(Dataset? train = null, Dataset? test = null) => new(train ?? Train, Validation, test ?? Test, Pixels, Id);

    /// <summary>Prepares a set of images.</summary>
    /// <param name="split">The training and test images as published.</param>
    public static PreparedImages Of(DataSplit split)
    {
        int held = split.Train.Count / 6;                                   // 10,000 of 60,000
        DataSplit parts = split.Train.Split(Splitter.ByTime(Portion.Rows(held)));
        (float[] mean, float scale) = Scale(parts.Train);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        split.Train.AppendTo(hash);
        split.Test.AppendTo(hash);
        Dataset Scaled(Dataset part) => part.Map((x, y) =>
        {
            for (int i = 0; i < x.Length; i++)
                y[i] = (x[i] - mean[i]) * scale;
        });
        return new PreparedImages(
            Scaled(parts.Train), Scaled(parts.Test), Scaled(split.Test), new DataSplit(parts.Train, split.Test) { Validation = parts.Test },
            $"{split.Train.Name}@{Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}");
    }

    static (float[] Mean, float Scale) Scale(Dataset train)
    {
        int width = train.FeatureCount;
        double[] sums = new double[width];
        ReadOnlySpan<float> features = train.Features;
        for (int i = 0; i < features.Length; i++)
            sums[i % width] += features[i];
        float[] mean = [.. sums.Select(sum => (float)(sum / train.Count))];
        double squares = 0;
        for (int i = 0; i < features.Length; i++)
            squares += (features[i] - mean[i % width]) * (double)(features[i] - mean[i % width]);
        return (mean, (float)(1 / Math.Sqrt(squares / features.Length)));
    }
}
