using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What random changes make of training images.</summary>
internal static class AugmentedPictures
{
    const int Images = 6, Changes = 3;

    public static IEnumerable<ReportSection> Sections(RunResult run)
    {
        if (run.Settings.Recipe.Augment is not { Length: > 0 } changes || !ClassAnswers.ArePicturesIn(run))
            yield break;
        Augmentation augmentation = Augmentation.Parse(changes);
        RandomStream random = new RandomStream((ulong)run.Settings.Seed).Derive("shown");
        Dataset training = run.Split.Train;
        int[] rows = [.. Enumerable.Range(0, Math.Min(Images, training.Count)).Select(i => (int)((long)i * training.Count / Images))];
        float[] scratch = new float[training.FeatureCount];
        PixelImage Changed(int row)
        {
            float[] image = training.Features.Slice(row * training.FeatureCount, training.FeatureCount).ToArray();
            augmentation.Apply(image, training.FeatureShape, scratch, random);
            return PixelImage.Of(new Shape(training.FeatureShape), image);
        }
        yield return new ReportSection(
            "What did it see?",
            $"Training images as they are, and as three epochs would change them ({changes}). A change that makes one class look like another, as "
                + "mirroring does to digits, does harm.",
            [
                new ImageChart
                {
                    Title = "Training images and their changes",
                    Rows =
                    [
                        new("as they are", [.. rows.Select(row => PixelImage.Of(training, row))]),
                        .. Enumerable.Range(1, Changes).Select(i => new ImageRow($"changed, {i}", [.. rows.Select(Changed)])),
                    ],
                },
            ]);
    }
}
