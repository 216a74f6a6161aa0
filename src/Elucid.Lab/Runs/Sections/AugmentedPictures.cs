using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What random changes make of training images.</summary>
internal static class AugmentedPictures
{
    public static IEnumerable<ReportSection> Sections(RunResult run)
    {
        string changes = run.Settings.Recipe.Augment;
        if (!AugmentedImages.AreIn(changes, run.Split, run.Scales))
            yield break;
        Dataset training = run.Split.Train;
        float[] images = AugmentedImages.Of(changes, training, run.Settings.Seed, out IReadOnlyList<IReadOnlyList<LabeledBox>> boxes)
            .Values.ToArray();
        PixelImage[][] rows = [.. images.Chunk(training.FeatureCount)
            .Select((image, i) => PixelImage.Of(new Shape(training.FeatureShape), image) with { Boxes = [.. boxes[i].Select(BoxPictures.True)] })
            .Chunk(Math.Min(AugmentedImages.Images, training.Count))];
        yield return new ReportSection(
            "What did it see?",
            $"Training images as they are, and as three epochs would change them ({changes}). A change that makes one class look like another, as "
                + "mirroring does to digits, does harm." + (boxes.Any(objects => objects.Count > 0) ? " Boxes move with their objects." : ""),
            [
                new ImageChart
                {
                    Title = "Training images and their changes",
                    Rows = [.. rows.Select((row, i) => new ImageRow(i == 0 ? "as they are" : $"changed, {i}", row))],
                },
            ]);
    }
}
