using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Images as they are, with noise, and as they come back.</summary>
internal static class ReconstructedPictures
{
    const int Most = 12;

    public static IEnumerable<ReportSection> Sections(RunResult run, Reconstructed made)
    {
        if (!ClassAnswers.ArePicturesIn(run))
            yield break;
        Dataset test = run.Split.Test;
        int count = Math.Min(Most, test.Count), width = test.FeatureCount;
        int[] rows = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * test.Count / count))];
        Shape shape = new(test.FeatureShape);
        PixelImage Picture(ReadOnlySpan<float> pixels, int row) => PixelImage.Of(shape, pixels.Slice(row * width, width));
        ImageRow Row(string name, Func<int, PixelImage> picture) => new(name, [.. Enumerable.Range(0, count).Select(picture)]);
        List<ImageRow> shown = [Row("as they are", i => PixelImage.Of(test, rows[i]))];
        if (made.Noisy(rows) is { } noisy)
        {
            float[] cleaned = Evaluation.Outputs(run.Network, noisy).Values.ToArray();
            shown.AddRange([Row($"changed ({run.Settings.Recipe.Augment})", i => PixelImage.Of(noisy, i)),
                Row("what the network makes of those", i => Picture(cleaned, i))]);
        }
        float[] outputs = run.Outputs.Values.ToArray();
        shown.AddRange([Row("reconstructed", i => Picture(outputs, rows[i])),
            Row($"by PCA, {made.Latent} components", i => Picture(made.LinearOutputs, rows[i]))]);
        yield return new ReportSection(
            "What comes back?",
            $"Test images through a code of {made.Latent} numbers in place of {Format.Count(width)}, and through the best linear code of that "
                + "length. What is lost is what the network takes for unimportant, or does not know.",
            [new ImageChart { Title = "Test images and what is made of them", Rows = shown }]);
    }
}
