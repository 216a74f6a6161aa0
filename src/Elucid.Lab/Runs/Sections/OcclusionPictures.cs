using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Which parts of images answers rest on.</summary>
internal static class OcclusionPictures
{
    const int Most = 8;

    public static IEnumerable<ReportSection> Sections(ClassAnswers answers)
    {
        if (!answers.ArePictures)
            yield break;
        Dataset data = answers.Data;
        // One of each class, the surest right answer, as far as there is room; then the surest mistakes.
        int[] right = [.. Enumerable.Range(0, data.Count).Where(row => answers.Said[row] == data.Labels[row])
            .GroupBy(row => data.Labels[row]).Select(rows => rows.MaxBy(answers.ConfidenceOf)).Take(Most / 2)];
        int[] wrong = [.. Enumerable.Range(0, data.Count).Where(row => answers.Said[row] != data.Labels[row])
            .OrderByDescending(answers.ConfidenceOf).Take(Most - right.Length)];
        int[] shown = [.. right, .. wrong];
        yield return new ReportSection(
            "What does it look at?",
            "A square of the image's mean is laid over each place in turn (occlusion; Zeiler and Fergus 2014). The brighter a place, the more the "
                + "probability of the answer falls when it is covered; where all is dark, no single place decides. A network that looks at "
                + "the margin or the background has learned something else than you meant.",
            [
                new ImageChart
                {
                    Title = "Images, and where covering them matters",
                    Rows =
                    [
                        new("images", [.. shown.Select(row => PixelImage.Of(data, row) with { Name = NameOf(answers, row) })]),
                        new("where covering matters", [.. shown.Select(row => MapOf(answers, row))]),
                    ],
                },
            ]);
    }

    static string NameOf(ClassAnswers answers, int row)
    {
        string said = answers.Names[answers.Said[row]], known = answers.Names[answers.Data.Labels[row]];
        return said == known ? known : $"{known}, said {said}";
    }

    static PixelImage MapOf(ClassAnswers answers, int row)
    {
        Dataset data = answers.Data;
        OcclusionMap map = OcclusionMap.Of(
            answers.Run.Network, new Shape(data.FeatureShape), data.Features.Slice(row * data.FeatureCount, data.FeatureCount), answers.Said[row]);
        float most = 0;
        foreach (float fall in map.Falls)
            most = Math.Max(most, fall);
        // Below a hundredth all is the same, and would be noise if it were made bright.
        float[] shades = [.. map.Falls.ToArray().Select(fall => fall / Math.Max(most, 0.01f))];
        return PixelImage.Of(new Shape(data.FeatureShape[1], data.FeatureShape[2]), shades);
    }
}
