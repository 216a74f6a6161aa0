using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Drawn images beside real ones, how they came to be, the nearest training examples, and ways from one to another.</summary>
internal static class DrawnPictures
{
    const int Shown = 32, Nearest = 10, Ways = 3, MostEpochs = 6, ShownOfEpoch = 12;

    public static IEnumerable<ReportSection> Sections(RunResult run, Drawn drawn)
    {
        Shape shape = new(drawn.Test.FeatureShape);
        PixelImage Picture(int i) => PixelImage.Of(shape, drawn[i]);
        int shown = Math.Min(Shown, drawn.Count);
        yield return new ReportSection(
            "What does it draw?",
            "Test images, which it has not seen, and as many that it drew; neither are chosen. Look for blur, for parts that are missing, "
                + "and for one "
                + "image again and again.",
            [
                new ImageChart
                {
                    Title = "Real and drawn",
                    Rows =
                    [
                        new("real", [.. Enumerable.Range(0, shown).Select(i => PixelImage.Of(drawn.Test, i))]),
                        new("drawn", [.. Enumerable.Range(0, shown).Select(Picture)]),
                    ],
                },
            ]);
        if (run.Samples.Any(sample => sample.Images is not null))
            yield return ByEpoch(run, shape);
        yield return new ReportSection(
            "What lies between two drawings?",
            "Each row goes in equal steps from one code to another. Where the images change bit by bit, the codes in between mean "
                + "something; where one "
                + "jumps into the other, the network has learned its examples one by one.",
            [
                new ImageChart
                {
                    Title = "From one drawing to another",
                    Rows = [.. Enumerable.Range(0, Ways).Select(way => new ImageRow("", PicturesOf(drawn.Model.Interpolate(10, (ulong)way), shape)))],
                },
            ]);
        int compared = Math.Min(Nearest, drawn.Count);
        int[] rows = drawn.Judge.Nearest(drawn.Examples.AsSpan(0, compared * drawn.Test.FeatureCount));
        yield return new ReportSection(
            "Does it copy?",
            "Below each drawing stands the training image that is nearest to it. Where the two are the same, the network has learned it by heart.",
            [
                new ImageChart
                {
                    Title = "Drawings and their nearest training images",
                    Rows =
                    [
                        new("drawn", [.. Enumerable.Range(0, compared).Select(Picture)]),
                        new("nearest in training", [.. rows.Select(row => PixelImage.Of(run.Split.Train, row))]),
                    ],
                },
            ]);
    }

    static ReportSection ByEpoch(RunResult run, Shape shape)
    {
        EpochSample[] all = [.. run.Samples.Where(sample => sample.Images is { } images && images.Length >= shape.Size)];
        // The first ones, where most changes, and evenly from the others.
        EpochSample[] shown = all.Length <= MostEpochs ? all : [.. Enumerable.Range(0, MostEpochs)
            .Select(i => all[(int)((long)i * i * (all.Length - 1) / ((MostEpochs - 1) * (MostEpochs - 1)))]).DistinctBy(sample => sample.Epoch)];
        return new ReportSection(
            "How did it learn to draw?",
            $"What the same codes became after some of the epochs. All epochs are files in the directory {OutputDirectory.Samples}.",
            [
                new ImageChart
                {
                    Title = "Drawings by epoch",
                    Rows = [.. shown.Select(sample => new ImageRow(
                        $"epoch {sample.Epoch}",
                        [.. PicturesOf(SampleImages.TensorOf(sample.Images!, run.Split.Train), shape, highest: 255).Take(ShownOfEpoch)]))],
                },
            ]);
    }

    static PixelImage[] PicturesOf(Tensor images, Shape shape, float highest = 1)
    {
        float[] values = [.. images.Values.ToArray().Select(value => value / highest)];
        return [.. Enumerable.Range(0, values.Length / shape.Size).Select(i => PixelImage.Of(shape, values.AsSpan(i * shape.Size, shape.Size)))];
    }
}
