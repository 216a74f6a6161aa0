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
    public static Tensor Of(string changes, Dataset training, int seed) =>
        Augmentation.Parse(changes).Preview(training, Images, Changes, new RandomStream((ulong)seed).Derive("shown"));

    /// <summary>Writes them.</summary>
    /// <param name="changes">What changes them; of several, all below the same images.</param>
    /// <param name="training">What is learned from.</param>
    /// <param name="seed">Decides how they are changed.</param>
    /// <param name="path">The file of PNG.</param>
    public static void Save(IEnumerable<string> changes, Dataset training, int seed, string path)
    {
        int shown = Math.Min(Images, training.Count);
        float[][] all = [.. changes.Select(one => Of(one, training, seed).Values.ToArray())];
        float[] rows = [.. all[0], .. all.Skip(1).SelectMany(one => one[(shown * training.FeatureCount)..])];
        ImageGrid.Of(new Tensor([rows.Length / training.FeatureCount, .. training.FeatureShape], rows), columns: shown).SavePng(path);
    }
}
