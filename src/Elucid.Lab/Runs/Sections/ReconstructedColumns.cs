using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Which columns of a table come back.</summary>
internal static class ReconstructedColumns
{
    const int MostShown = 20;

    public static IEnumerable<ReportSection> Sections(RunResult run, Reconstructed made)
    {
        if (run.Data.Schema is null)
            yield break;
        IReadOnlyList<string> names = run.File.OutputNames;
        IReadOnlyList<double> explained = made.Test.ExplainedFeatures, linear = made.Linear.ExplainedFeatures;
        int[] order = [.. Enumerable.Range(0, names.Count).Where(i => !double.IsNaN(explained[i])).OrderBy(i => explained[i]).Take(MostShown)];
        if (order.Length == 0)
            yield break;
        yield return new ReportSection(
            "Which columns come back?",
            $"The share of each column's variance in the test rows that is left after a code of {made.Latent} number"
                + $"{(made.Latent == 1 ? "" : "s")}: 100 % is perfect, 0 % is no better than the column's mean. A column that does not come "
                + "back has nothing to do with the others, or the code is too short for it; it can tell no anomaly.",
            [
                new BarChart
                {
                    Title = names.Count <= MostShown ? "Explained variance by column"
                        : $"The {order.Length} of {Format.Count(names.Count)} columns that come back worst",
                    X = new("explained variance") { IsPercent = true, Min = Math.Min(0, order.Min(i => explained[i])) },
                    Bars =
                    [
                        .. order.Select(i => new Bar(names[i], explained[i])
                        {
                            Style = new(0),
                            Note = $"{Format.Percent(explained[i])} (PCA {Format.Percent(linear[i])})",
                        }),
                    ],
                },
            ]);
    }
}
