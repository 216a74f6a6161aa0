using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a classifier takes drawn examples for: whether all classes are among them.</summary>
internal static class DrawnClasses
{
    const int Most = 20;

    /// <summary>The section; null where there are no classes, or too many to be looked at.</summary>
    public static ReportSection? Section(Drawn drawn)
    {
        IReadOnlyList<string> names = drawn.Judge.ClassNames;
        if (names.Count is 0 or > Most)
            return null;
        double[] real = SharesOf(drawn.Judge, drawn.Test.Features, drawn.Test, names.Count);
        double[] made = SharesOf(drawn.Judge, drawn.Examples, drawn.Test, names.Count);
        return new ReportSection(
            "Does it draw all kinds?",
            "The share of each class, as the classifier that compares drawings says it. A class that is missing is a mode that has collapsed; "
                + "of what is "
                + "neither the one nor the other the classifier names one all the same, so see also how often it is sure.",
            [
                new BarChart
                {
                    Title = "What the classifier takes drawings for",
                    X = new("share of drawings") { IsPercent = true },
                    Bars = [.. names.Select((name, i) => new Bar(name, made[i])
                    {
                        Note = $"{Format.Percent(made[i])}, of real ones {Format.Percent(real[i])}",
                    })],
                },
            ]);
    }

    static double[] SharesOf(ExampleJudge judge, ReadOnlySpan<float> examples, Dataset like, int classes)
    {
        double[] shares = new double[classes];
        int count = Math.Min(like.Count, ExampleJudge.MostExamples);
        foreach (float[] row in judge.Classify(examples[..(count * like.FeatureCount)], like.FeatureShape))
            shares[Array.IndexOf(row, row.Max())] += 1.0 / count;
        return shares;
    }
}
