using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Predicted numbers beside the true ones.</summary>
internal static class PredictedAgainstTrue
{
    public static ReportSection Section(RunResult run)
    {
        Dataset data = run.Split.Test;
        float[] said = run.Outputs.Values.ToArray(), known = data.Targets.ToArray();
        run.Scales?.Targets?.Restore(said);
        run.Scales?.Targets?.Restore(known);
        double offset = run.File.Table?.TargetOffset ?? 0;
        IReadOnlyList<string> names = data.TargetNames;
        double[] Column(float[] numbers, int target) =>
            [.. Enumerable.Range(0, data.Count).Select(row => numbers[row * names.Count + target] + offset)];
        (double[] Known, double[] Said)[] columns = [.. names.Select((_, target) => (Column(known, target), Column(said, target)))];
        return new ReportSection(
            "How far is it from the truth?",
            "On the line, prediction and truth are the same. What is left over should lie around 0 without a pattern; a funnel means that "
                + "large values are predicted worse (try the logarithm of the target), a curve that something is missing.",
            [
                .. names.SelectMany((name, target) => new Chart[]
                {
                    new ScatterChart
                    {
                        Title = $"{name}, predicted and true",
                        X = new($"true {name}"),
                        Y = new($"predicted {name}"),
                        HasDiagonal = true,
                        Groups = [new("", columns[target].Known, columns[target].Said) { Style = new(0) }],
                    },
                    new ScatterChart
                    {
                        Title = $"{name}, what is left over",
                        X = new($"predicted {name}"),
                        Y = new("true − predicted"),
                        Groups =
                        [
                            new("", columns[target].Said, [.. columns[target].Known.Zip(columns[target].Said, (t, p) => t - p)]) { Style = new(0) },
                        ],
                    },
                }),
            ], ChartLayout.Pairs);
    }
}
