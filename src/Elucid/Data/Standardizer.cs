namespace Elucid;

/// <summary>
/// Brings the features, and every regression target, to mean 0 and standard deviation 1, as measured on the training rows only: what the test rows
/// look like must not leak into training.
/// </summary>
/// <param name="Features">The scales of the features.</param>
/// <param name="Targets">The scales of the regression targets; null leaves targets alone.</param>
public sealed record Standardizer(ColumnScales Features, ColumnScales? Targets = null)
{
    /// <summary>
    /// Measures the features of <paramref name="train"/> and, for regression, its targets. Values that are missing in a table count for nothing;
    /// applied, they become the mean of the training rows that have one.
    /// </summary>
    /// <param name="train">The rows to measure.</param>
    /// <param name="sharing">
    /// Which features have one mean and one deviation in common; each has its own by default. Pixels of an image are better scaled alike: by
    /// themselves, those of the margin, which hardly vary, would be blown up to the size of the others.
    /// </param>
    /// <exception cref="ArgumentException">Channels are asked for, but a row's shape is not [channels, height, width].</exception>
    public static Standardizer Fit(Dataset train, ScaleSharing sharing = ScaleSharing.None) => new(
        train.Answers.FitFeatures() ?? ColumnScales.Fit(train.Features, train.FeatureCount, train.MissingFeatures, Shared(train, sharing)),
        train.Answers.FitScales());

    // How many neighbouring features have one scale.
    static int Shared(Dataset data, ScaleSharing sharing) => sharing switch
    {
        ScaleSharing.None => 1,
        ScaleSharing.All => data.FeatureCount,
        _ => data.FeatureShape.Length == 3 ? data.FeatureCount / data.FeatureShape[0] : throw new ArgumentException(
            $"Dataset '{data.Name}': expected images of shape [channels, height, width] for one scale per channel, but a row is "
            + $"[{string.Join(", ", data.FeatureShape.ToArray())}]."),
    };

    /// <summary>The dataset with scaled features and targets; the original is unchanged.</summary>
    /// <exception cref="ArgumentException">The dataset has another number of features or targets than the one measured.</exception>
    public Dataset Apply(Dataset data)
    {
        Features.Require(data.FeatureCount, "features");
        Answers answers = (Targets is null ? data.Answers : data.Answers.Scaled(Targets)).WithFeatures(Features);
        float[] features = data.Features.ToArray();
        Features.Apply(features);
        if (data.MissingFeatures is { } missing)
            for (int i = 0; i < features.Length; i++)
                if (missing[i])
                    features[i] = 0;
        return data.With(features, answers);
    }

    /// <summary>All parts of a split, scaled alike.</summary>
    /// <exception cref="ArgumentException">The parts have another number of features or targets than the dataset measured.</exception>
    public DataSplit Apply(DataSplit split) => new(Apply(split.Train), Apply(split.Test), split.Validation is null ? null : Apply(split.Validation));
}
