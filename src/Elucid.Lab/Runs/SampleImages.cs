namespace Elucid.Lab;

/// <summary>The images that a network drew after each epoch, as files: <c>samples/epoch-1.png</c>.</summary>
internal static class SampleImages
{
    /// <summary>Writes those of an epoch, if it drew any.</summary>
    /// <param name="sample">What it drew.</param>
    /// <param name="like">Examples of the same shape.</param>
    /// <param name="directory">Where.</param>
    public static void Write(EpochSample sample, Dataset like, OutputDirectory directory)
    {
        if (sample.Images is not { } images)
            return;
        Directory.CreateDirectory(directory[OutputDirectory.Samples]);
        ImageGrid.Of(TensorOf(images, like), highest: 255).SavePng(directory[Path.Combine(OutputDirectory.Samples, $"epoch-{sample.Epoch}.png")]);
    }

    /// <summary>They as a tensor: [count, channels, height, width], from 0 to 255.</summary>
    public static Tensor TensorOf(byte[] images, Dataset like) =>
        new([images.Length / like.FeatureCount, .. like.FeatureShape], [.. images.Select(shade => (float)shade)]);
}
