namespace Elucid;

/// <summary>Finds objects in images, as a model file says.</summary>
internal static class ObjectFinding
{
    /// <summary>The objects of each image, the surest first; null for one that cannot be read.</summary>
    public static IReadOnlyList<DetectedObject>?[] Of(ModelFile file, Module network, NewRows images, ImageOptions options, double? leastScore)
    {
        IReadOnlyList<Detection>[] found = Detections(file, network, images.Features, leastScore);
        IReadOnlyList<DetectedObject>?[] objects = new IReadOnlyList<DetectedObject>?[found.Length];
        for (int i = 0; i < objects.Length; i++)
            if (!images.Problems.ContainsKey(i))
                objects[i] = images.ImageSizes is { } sizes ? Named(found[i], file, sizes[i], ImagePlacement.Of(sizes[i], options))
                    : OfExample(found[i], file);
        return objects;
    }

    /// <summary>The objects of one image of the size that the network sees.</summary>
    public static IReadOnlyList<DetectedObject> Of(ModelFile file, Module network, ReadOnlySpan<float> image, double? leastScore) =>
        OfExample(Detections(file, network, image.ToArray(), leastScore)[0], file);

    /// <summary>The scores on images whose objects are known.</summary>
    /// <exception cref="DataFormatException">There are objects of a class that the model does not know.</exception>
    public static Evaluation Evaluate(ModelFile file, Module network, Dataset images)
    {
        RequireDetector(file);
        string[] known = [.. file.OutputNames];
        int[] classes = [.. images.ClassNames.Select(name => Array.IndexOf(known, name))];
        if (Array.IndexOf(classes, -1) is >= 0 and int unknown)
            throw new DataFormatException(
                $"'{images.Name}': expected objects of the classes {Excerpt.Of(file.OutputNames, 10)}, but some are of "
                    + $"'{Excerpt.Of(images.ClassNames[unknown])}', which the model does not know.");
        return Evaluation.Of(network, new Dataset(
            images.Name, images.Features.ToArray(), images.FeatureShape.ToArray(),
            [.. images.Boxes.Select(boxes => boxes.Select(box => box with { Class = classes[box.Class] }).ToArray())], file.OutputNames));
    }

    static DetectedObject[] OfExample(IReadOnlyList<Detection> found, ModelFile file) => Named(
        found, file, new(file.FeatureShape[2], file.FeatureShape[1]), new ImagePlacement(Left: 0, Top: 0, Across: 1, Down: 1));

    static DetectedObject[] Named(IReadOnlyList<Detection> found, ModelFile file, ImageSize image, ImagePlacement placement) =>
        [.. found.Select(one => DetectedObject.Of(one, file.OutputNames, image, placement))];

    static IReadOnlyList<Detection>[] Detections(ModelFile file, Module network, float[] features, double? leastScore)
    {
        RequireDetector(file);
        double least = Require.Share(leastScore ?? file.LeastScore ?? 0.5, nameof(leastScore));
        int size = new Shape([.. file.FeatureShape]).Size;
        Dataset images = new(
            file.Data, features, [.. file.FeatureShape], [.. Enumerable.Repeat<IReadOnlyList<LabeledBox>>([], features.Length / size)],
            file.OutputNames);
        return [.. Evaluation.Detections(network, images, least).Select(found => BoxMatching.OnePerObject(found))];
    }

    static void RequireDetector(ModelFile file)
    {
        if (file.Task != LearningTask.Detect)
            throw new InvalidOperationException(
                $"The model learned {file.Task.Word()} from {file.Data} and finds no objects: train one with the task {LearningTask.Detect.Word()}.");
    }
}
