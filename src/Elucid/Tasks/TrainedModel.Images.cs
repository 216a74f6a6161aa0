namespace Elucid;

// Of images: what they become, and the objects in them.
public sealed partial class TrainedModel
{
    /// <summary>What files of images become before the network sees them: as in training, or else the size of its examples.</summary>
    /// <exception cref="InvalidOperationException">The model did not learn from images.</exception>
    public ImageOptions ImageOptions => File.Images ?? (File.FeatureShape is [1 or 3, _, _]
        ? new(File.FeatureShape[2], File.FeatureShape[1], File.FeatureShape[0] == 1 ? ImageColor.Grey : ImageColor.Rgb)
        : throw new InvalidOperationException(
            $"The model learned from {File.Data}, whose examples have the shape {_shape}, and not from images of 1 or 3 channels."));

    /// <summary>Reads images to predict from, as those were read that the model learned from.</summary>
    /// <param name="files">The files; those in a directory that is called as a class have a known answer.</param>
    /// <param name="reader">What decodes them, such as <c>ImageReader.Skia</c> of Elucid.Images.</param>
    /// <exception cref="InvalidOperationException">The model did not learn from images.</exception>
    public NewRows ReadImages(IReadOnlyList<ImageFile> files, IImageReader reader)
    {
        NewRows rows = ImageDecoding.Rows(files, reader, ImageOptions, File.Data);
        return rows with { Targets = [.. files.Select(file => LabelOf(file.ClassName))] };
    }

    /// <summary>Finds the objects in images, in pixels of the files as they stand upright.</summary>
    /// <param name="images">Images that <see cref="ReadImages"/> read.</param>
    /// <param name="leastScore">How sure of an object the model must be, from 0 to 1; by default as sure as its file says
    /// (<see cref="ModelFile.LeastScore"/>), or 0.5.</param>
    /// <returns>The objects of each image, the surest first; null for one that cannot be read.</returns>
    /// <exception cref="InvalidOperationException">The model did not learn to find objects.</exception>
    public IReadOnlyList<IReadOnlyList<DetectedObject>?> Detect(NewRows images, double? leastScore = null) =>
        ObjectFinding.Of(File, _network, images, ImageOptions, leastScore);

    /// <summary>Finds the objects in one image of the size that the model learned from, in its pixels.</summary>
    /// <param name="image">[channels, height, width], numbers from 0 to 1.</param>
    /// <param name="leastScore">As for several images.</param>
    /// <exception cref="InvalidOperationException">The model did not learn to find objects.</exception>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public IReadOnlyList<DetectedObject> Detect(ReadOnlySpan<float> image, double? leastScore = null)
    {
        RequireFeatures(image);
        return ObjectFinding.Of(File, _network, image, leastScore);
    }

    /// <summary>The model's scores on images whose objects are known.</summary>
    /// <param name="images">Images that were brought to what the model learned from (<see cref="ImageRequest.Like"/>).</param>
    /// <exception cref="InvalidOperationException">The model did not learn to find objects.</exception>
    /// <exception cref="DataFormatException">There are objects of a class that the model does not know.</exception>
    public Evaluation Evaluate(BoxedImages images) => ObjectFinding.Evaluate(File, _network, images.Images);
}
