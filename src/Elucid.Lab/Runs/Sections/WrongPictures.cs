using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The images that a network is wrong about, the surest first.</summary>
internal static class WrongPictures
{
    const int Most = 40;

    public static IEnumerable<ReportSection> Sections(ClassAnswers answers)
    {
        if (!answers.ArePictures)
            yield break;
        int[] wrong = [.. Enumerable.Range(0, answers.Data.Count).Where(row => answers.Said[row] != answers.Data.Labels[row])
            .OrderByDescending(answers.ConfidenceOf)];
        if (wrong.Length == 0)
            yield break;
        yield return new ReportSection(
            "What is it wrong about?",
            "The true class and what the network said, the surest mistakes first. Look for images that are labelled wrongly, that people could not "
                + "tell either, and for what the wrong ones have in common: more such training images help most.",
            [
                new ImageChart
                {
                    Title = wrong.Length <= Most ? $"All {Format.Count(wrong.Length)} wrong answers"
                        : $"{Most} of {Format.Count(wrong.Length)} wrong answers",
                    Rows =
                    [
                        new("", [.. wrong.Take(Most).Select(row => PixelImage.Of(answers.Data, row) with
                        {
                            Name = $"{answers.Names[answers.Data.Labels[row]]}, said {answers.Names[answers.Said[row]]}",
                        })]),
                    ],
                },
            ]);
    }
}
