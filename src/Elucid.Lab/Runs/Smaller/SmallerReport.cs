using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the report of a network that was made smaller says and shows.</summary>
public static class SmallerReport
{
    /// <summary>The report's content.</summary>
    /// <param name="result">What was found, with data to judge by.</param>
    /// <param name="command">The command line that does it again.</param>
    public static ReportModel Of(SmallerResult result, string command)
    {
        StudyData data = result.Data ?? throw new ArgumentException("A report needs networks that were judged.", nameof(result));
        SmallerPoint chosen = result.Chosen, whole = result.Whole;
        Metric deciding = result.Deciding;
        string ratio = Format.Number(whole.Bytes / (double)chosen.Bytes);
        return new ReportModel
        {
            Kind = "smaller network",
            Title = $"What a network of {data.Name} is like without {SmallerResult.Percent(chosen.Share)} of its {result.Parts}",
            Conclusion = string.Join(' ', result.Sentences),
            Facts =
            [
                new("file", SmallerResult.Size(chosen.Bytes), $"of {SmallerResult.Size(whole.Bytes)}: {ratio} times smaller"),
                new(deciding.ShortName, Text(deciding, result.ScoreOf(chosen.Test)),
                    $"of {Text(deciding, result.ScoreOf(whole.Test))}, on {Format.Count(result.TestRows ?? 0)} test {data.Profile.ExamplesName}"),
                new("weights", Format.Count(chosen.Weights), $"of {Format.Count(whole.Weights)}"),
                new("time of a prediction", $"× {Format.Number(chosen.OneSeconds / whole.OneSeconds)}",
                    $"of one example; × {Format.Number(chosen.BatchSeconds / whole.BatchSeconds)} of {result.BatchRows} together"),
            ],
            Results = result.ToTable(),
            Sections = [.. Sections(result)],
            Settings =
            [
                ReportTable.OfPairs("Settings",
                [
                    ("data", data.Id), ("split", data.SplitRule), ("seed of the split", Format.Count(result.Seed ?? 0)),
                    ("network", $"{result.File.Recipe.Model}, hidden {string.Join(',', result.File.Recipe.Hidden)}"),
                    ("activation", result.File.Activation), ("removed", $"{SmallerResult.Percent(chosen.Share)} of the {result.Parts}"),
                    ("training on", result.Settings.Retrain is { } epochs ? $"{Format.Count(epochs)} epochs" : "none"),
                ]),
                RunEnvironment.Current.ToTable(),
            ],
            Command = command,
            Notes = Notes(result),
            Footer = $"Elucid {RunEnvironment.Version}",
        };
    }

    static string Text(Metric metric, double score) => double.IsNaN(score) ? "undefined" : metric.Text(score);

    static IEnumerable<ReportSection> Sections(SmallerResult result)
    {
        Axis score = new(result.Deciding.Name) { IsPercent = result.Deciding.Scale == MetricScale.Share };
        SmallerPoint[] bySize = [.. result.Points.OrderBy(point => point.Bytes)];
        double[] sizes = [.. bySize.Select(point => point.Bytes / 1000.0)];
        Series Curve(string name, Func<SmallerPoint, Evaluation?> test, int style) =>
            new(name, sizes, [.. bySize.Select(point => result.ScoreOf(test(point)))]) { Style = new(style) };
        yield return new ReportSection(
            "What does a smaller file cost?",
            $"Each curve goes from the whole network at the right to what is left without 95 % of its {result.Parts} at the left. Where it still "
                + "runs level, the network has more than it needs; the cliff is where it has no longer enough."
                + (result.Settings.Retrain is null ? " Nothing was trained on: a few epochs often give back much of what is lost." : ""),
            [
                new LineChart
                {
                    Title = $"{Capital(result.Deciding.Name)} by size of the file",
                    X = new("size of the file in kB") { IsLogarithmic = true },
                    Y = score,
                    Series = result.Settings.Retrain is null ? [Curve("as cut", point => point.Test, 0)]
                        : [Curve("as cut", point => point.AsCut ?? point.Test, 1), Curve("trained on", point => point.Test, 0)],
                    Rules = [new(result.Chosen.Bytes / 1000.0, $"{SmallerResult.Percent(result.Chosen.Share)} written")],
                },
            ]);
        PointGroup Group(string name, IEnumerable<SmallerPoint> points, Func<SmallerPoint, double> seconds, int style) =>
            new(name, [.. points.Select(point => 1e6 * seconds(point))], [.. points.Select(point => result.ScoreOf(point.Test))])
            {
                Style = new(style),
            };
        ScatterChart Times(string title, string label, Func<SmallerPoint, double> seconds) => new()
        {
            Title = title,
            X = new(label) { IsLogarithmic = true },
            Y = score,
            Groups =
            [
                Group("whole", [result.Whole], seconds, 2),
                Group("smaller", result.Points.Where(point => point != result.Whole && point != result.Chosen), seconds, 1),
                Group($"without {SmallerResult.Percent(result.Chosen.Share)}", [result.Chosen], seconds, 0),
            ],
        };
        yield return new ReportSection(
            "Is it faster?",
            result.Settings.Removal == Removal.Weights
                ? "No: weights that are 0 are multiplied like others, so that the dots lie above each other. What makes a network faster is to take "
                    + "whole units out."
                : "Dots at the left are faster. Small networks gain less than they lose multiplications: what surrounds those takes its time, too.",
            [
                Times("One example", "µs of a prediction", point => point.OneSeconds),
                Times($"{result.BatchRows} examples together", "µs of a prediction of all", point => point.BatchSeconds),
            ], ChartLayout.Pairs);
    }

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    static IReadOnlyList<ReportNote> Notes(SmallerResult result) =>
    [
        result.Settings.Removal == Removal.Weights
            ? new("removed weights",
                "The smallest of all layers together, without biases and norms. The file holds a bit for each place and the numbers that are left; "
                    + "an ONNX file holds the zeros, too.")
            : new("removed units",
                "In each hidden layer the same share of units, or of channels of a convolution: those whose incoming weights, with the batch norm "
                    + "behind them, times their outgoing ones are smallest. What they put out at rest goes into the biases behind them."),
        new("test", $"The {result.Deciding.Name} is that of rows which the network never learned from, neither at first nor when it trained on. Each "
            + "share starts from the whole network."),
        .. result.Settings.Retrain is null ? [] : new ReportNote[]
        {
            new("trained on",
                "With the settings of its training; the epoch with the lowest validation loss is kept, or the network as it was cut where none is "
                    + "better."),
        },
        new("times", "Medians of 15 measurements, in turn with all networks, on the machine below. Ratios tell more than the numbers."),
    ];
}
