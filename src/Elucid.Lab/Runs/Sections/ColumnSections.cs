using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Which columns of a table answers rest on, and how.</summary>
internal static class ColumnSections
{
    const int MostRows = 2000, FewestRows = 200, Repeats = 5, MostShown = 20, MostCurves = 4, MostClasses = 5, Points = 20;

    // Multiply-adds of all passes together: seconds.
    const double MostWork = 2e10, HopelessWork = 2e11;

    public static IEnumerable<ReportSection> Of(RunResult run)
    {
        if (run.Data.Schema is not { } schema || run.Scales is null)
            yield break;
        double workOfRow = (double)run.Network.ParameterCount * schema.Columns.Count * Repeats;
        int most = (int)Math.Clamp(MostWork / workOfRow, FewestRows, MostRows);
        if (workOfRow * Math.Min(most, run.Split.Test.Count) > HopelessWork)
        {
            yield return new ReportSection(
                "Which columns matter?",
                $"This is not measured: each of {Format.Count(schema.Columns.Count)} columns would have to be dealt to other rows, and the network "
                    + "to answer anew, for minutes. Train on fewer columns to see it.",
                []);
            yield break;
        }
        RandomStream random = new RandomStream((ulong)run.Settings.Seed).Derive("importance");
        Dataset data = run.Split.Test.Count <= most ? run.Split.Test : run.Split.Test.Split(Portion.Rows(most), random).Test;
        PermutationImportance[] all =
            [.. PermutationImportance.Of(run.Network, data, schema.Columns, random, Repeats).OrderByDescending(column => column.Mean)];
        yield return Importance(run, all, data.Count);
        Chart[] curves =
            [.. all.Take(MostCurves).Where(column => column.Mean > 0).Select(column => Curve(run, schema, data, column)).OfType<Chart>()];
        if (curves.Length > 0)
            yield return new ReportSection(
                "How do answers depend on them?",
                "The mean answer over the test rows if the column had the same value in all of them (partial dependence). Where columns go together, "
                    + "that is partly a mean over rows that do not exist.",
                curves, ChartLayout.Pairs);
    }

    static ReportSection Importance(RunResult run, PermutationImportance[] columns, int rows) => new(
        "Which columns matter?",
        $"How much the loss ({run.Data.Profile.LossName}) rises on {Format.Count(rows)} test rows when the values of a column are dealt to other "
            + $"rows, {Repeats} times (permutation importance; the interval is the standard deviation between them). Where two columns say the same, "
            + "each seems dispensable. A single column that is nearly all may know the answer: look whether it was known beforehand.",
        [
            new BarChart
            {
                Title = columns.Length <= MostShown ? "Importance of columns"
                    : $"The {MostShown} most important of {Format.Count(columns.Length)} columns",
                X = new("rise of the loss"),
                Bars =
                [
                    .. columns.Take(MostShown).Select(column => new Bar(column.Name, column.Mean)
                    {
                        Lower = column.Mean - column.Deviation,
                        Upper = column.Mean + column.Deviation,
                        Style = new(0),
                    }),
                ],
            },
        ]);

    static Chart? Curve(RunResult run, CsvSchema schema, Dataset data, PermutationImportance importance)
    {
        int first = importance.Feature;
        Column column = schema.Columns.First(c => c.Name == importance.Name);
        ColumnScales scales = run.Scales!.Features;
        return column switch
        {
            NumericColumn number => Line(run, data, first, number, scales),
            CategoryColumn category => Bars(run, data, first, category, scales),
            _ => null,
        };
    }

    static LineChart Line(RunResult run, Dataset data, int first, NumericColumn column, ColumnScales scales)
    {
        float[] sorted = [.. Enumerable.Range(0, data.Count).Select(row => data.Features[row * data.FeatureCount + first]).Order()];
        float[] values = [.. Enumerable.Range(0, Points).Select(i => sorted[(int)((long)i * (sorted.Length - 1) / (Points - 1))]).Distinct()];
        double[][] answers = PartialDependence.Of(run.Network, data, first, [.. values.Select(value => new[] { value })]);
        double[] x = [.. values.Select(value => value * (double)scales.Deviations[first] + scales.Means[first] + column.Offset)];
        int[] outputs = ShownOutputs(run, answers);
        return new LineChart
        {
            Title = column.Name,
            X = new(column.Name),
            Y = AnswerAxis(run),
            Series =
            [
                .. outputs.Select((output, i) => new Series(
                    run.File.OutputNames[output], x, [.. answers.Select(answer => InOwnUnits(run, answer[output], output))]) { Style = new(i) }),
            ],
        };
    }

    static BarChart Bars(RunResult run, Dataset data, int first, CategoryColumn column, ColumnScales scales)
    {
        int count = Math.Min(column.Categories.Count, Points);
        float[][] settings = [.. Enumerable.Range(0, count).Select(category => Enumerable.Range(0, column.Categories.Count)
            .Select(i => ((i == category ? 1 : 0) - scales.Means[first + i]) / scales.Deviations[first + i]).ToArray())];
        double[][] answers = PartialDependence.Of(run.Network, data, first, settings);
        // Of several classes the one that the column moves most.
        int output = ShownOutputs(run, answers)[0];
        return new BarChart
        {
            Title = run.File.Task == LearningTask.Classification ? $"{column.Name}: probability of {run.File.OutputNames[output]}" : column.Name,
            X = AnswerAxis(run),
            Bars = [.. answers.Select((answer, i) => new Bar(column.Categories[i], InOwnUnits(run, answer[output], output)) { Style = new(0) })],
        };
    }

    // Of two classes the second, "yes", says all; of several those that move most, of numbers all.
    static int[] ShownOutputs(RunResult run, double[][] answers)
    {
        int count = answers[0].Length;
        int[] byRange = [.. Enumerable.Range(0, count).OrderByDescending(o => answers.Max(a => a[o]) - answers.Min(a => a[o]))];
        return count == 2 && run.File.Task == LearningTask.Classification ? [1] : [.. byRange.Take(MostClasses)];
    }

    static Axis AnswerAxis(RunResult run) => run.File.Task == LearningTask.Classification
        ? new("mean probability") { IsPercent = true } : new($"mean predicted {run.File.OutputNames[0]}");

    static double InOwnUnits(RunResult run, double answer, int output) => run.Scales?.Targets is { } scales
        ? answer * scales.Deviations[output] + scales.Means[output] + (run.File.Table?.TargetOffset ?? 0) : answer;
}
