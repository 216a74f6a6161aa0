namespace Elucid.Lab;

/// <summary>Training images as they are, and below them as an augmentation changes them: to be looked at before anything is trained.</summary>
internal static class AugmentedImages
{
    /// <summary>How many images are shown, and how often each is changed.</summary>
    public const int Images = 6, Changes = 3;

    /// <summary>Whether there are images that training changes, and that are as bright as they were read.</summary>
    public static bool AreIn(string changes, DataSplit split, Standardizer? scales) =>
        changes.Length > 0 && scales is null && split.Train.FeatureShape is [1 or 3, > 1, > 1];

    /// <summary>The images: [(1 + <see cref="Changes"/>) · shown, ..image].</summary>
    /// <param name="changes">What changes them, as <see cref="Augmentation.Parse"/> reads it.</param>
    /// <param name="training">What is learned from.</param>
    /// <param name="seed">Decides how they are changed.</param>
    /// <param name="boxes">Where the objects of each are.</param>
    public static Tensor Of(string changes, Dataset training, int seed, out IReadOnlyList<IReadOnlyList<LabeledBox>> boxes) =>
        Augmentation.Parse(changes).Preview(training, Images, Changes, new RandomStream((ulong)seed).Derive("shown"), out boxes);

    /// <summary>Writes them, with white lines around objects.</summary>
    /// <param name="changes">What changes them; of several, all below the same images.</param>
    /// <param name="training">What is learned from.</param>
    /// <param name="seed">Decides how they are changed.</param>
    /// <param name="path">The file of PNG.</param>
    public static void Save(IEnumerable<string> changes, Dataset training, int seed, string path)
    {
        int shown = Math.Min(Images, training.Count);
        float[][] all = [.. changes.Select(one => Outlined(Of(one, training, seed, out IReadOnlyList<IReadOnlyList<LabeledBox>> boxes), boxes))];
        float[] rows = [.. all[0], .. all.Skip(1).SelectMany(one => one[(shown * training.FeatureCount)..])];
        ImageGrid.Of(new Tensor([rows.Length / training.FeatureCount, .. training.FeatureShape], rows), columns: shown).SavePng(path);
    }

    static float[] Outlined(Tensor images, IReadOnlyList<IReadOnlyList<LabeledBox>> boxes)
    {
        float[] pixels = images.Values.ToArray();
        (int channels, int height, int width) = (images.Shape[1], images.Shape[2], images.Shape[3]);
        foreach ((int image, IReadOnlyList<LabeledBox> objects) in boxes.Index())
            foreach (LabeledBox box in objects)
            {
                int left = Math.Max(0, (int)box.Left), right = Math.Min(width, (int)MathF.Ceiling(box.Right)) - 1;
                int top = Math.Max(0, (int)box.Top), bottom = Math.Min(height, (int)MathF.Ceiling(box.Bottom)) - 1;
                for (int y = top; y <= bottom; y++)
                    for (int x = left; x <= right; x += y == top || y == bottom ? 1 : Math.Max(1, right - left))
                        for (int channel = 0; channel < channels; channel++)
                            pixels[((image * channels + channel) * height + y) * width + x] = 1;
            }
        return pixels;
    }
}
