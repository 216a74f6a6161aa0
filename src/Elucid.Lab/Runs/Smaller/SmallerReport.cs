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
            Title = $"What a network of {data.Name} is like {char.ToLowerInvariant(result.Doing[0])}{result.Doing[1..]}",
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
                    ("activation", result.File.Activation),
                    ("removed",
                        result.Settings.Removal == Removal.Nothing ? "nothing" : $"{SmallerResult.Percent(chosen.Share)} of the {result.Parts}"),
                    ("weights of fully connected layers", result.File.IsInt8 ? "8 bits" : "32 bits"),
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
        if (result.Settings.Removal != Removal.Nothing)
            yield return Curve(result, score);
        PointGroup Group(string name, IEnumerable<SmallerPoint> points, Func<SmallerPoint, double> x, int style) =>
            new(name, [.. points.Select(x)], [.. points.Select(point => result.ScoreOf(point.Test))]) { Style = new(style) };
        ScatterChart Chart(string title, string label, Func<SmallerPoint, double> x) => new()
        {
            Title = title,
            X = new(label) { IsLogarithmic = true },
            Y = score,
            Groups =
            [
                Group("whole", [result.Whole], x, 2),
                .. result.Points.Where(point => point != result.Whole && point != result.Chosen).ToArray() is { Length: > 0 } others
                    ? [Group("smaller", others, x, 1)] : Array.Empty<PointGroup>(),
                Group(result.Settings.Removal == Removal.Nothing ? "in eight bits" : $"without {SmallerResult.Percent(result.Chosen.Share)}",
                    [result.Chosen], x, 0),
            ],
        };
        Chart[] times =
        [
            Chart("One example", "µs of a prediction", point => 1e6 * point.OneSeconds),
            Chart($"{result.BatchRows} examples together", "µs of a prediction of all", point => 1e6 * point.BatchSeconds),
        ];
        yield return result.Settings switch
        {
            { Removal: Removal.Nothing } => new(
                "What do eight bits gain, and what do they cost?",
                "Dots at the left are smaller, or faster. Wide layers gain most, one example more than many together: it reads each weight once, and "
                    + "a quarter of the bytes decides.",
                [Chart("Size", "kB of the file", point => point.Bytes / 1000.0), .. times], ChartLayout.Pairs),
            { Removal: Removal.Weights, IsInt8: false } => new(
                "Is it faster?",
                "No: weights that are 0 are multiplied like others, so that the dots lie above each other. What makes a network faster is to take "
                    + "whole units out.",
                times, ChartLayout.Pairs),
            _ => new(
                "Is it faster?",
                "Dots at the left are faster. Small networks gain less than they lose multiplications: what surrounds those takes its time, too.",
                times, ChartLayout.Pairs),
        };
    }

    static ReportSection Curve(SmallerResult result, Axis score)
    {
        SmallerPoint[] points = [.. result.Points.Where(point => point.IsInt8 == result.Chosen.IsInt8).OrderBy(point => point.Bytes)];
        double[] sizes = [.. points.Select(point => point.Bytes / 1000.0)];
        Series Of(string name, Func<SmallerPoint, Evaluation?> test, int style) =>
            new(name, sizes, [.. points.Select(point => result.ScoreOf(test(point)))]) { Style = new(style) };
        ChartRule written = new(result.Chosen.Bytes / 1000.0, $"{SmallerResult.Percent(result.Chosen.Share)} written");
        return new(
            "What does a smaller file cost?",
            $"Each curve goes from all {result.Parts} at the right to what is left without 95 % of them at the left. Where it still "
                + "runs level, the network has more than it needs; the cliff is where it has no longer enough."
                + (result.Settings.Retrain is null ? " Nothing was trained on: a few epochs often give back much of what is lost." : ""),
            [
                new LineChart
                {
                    Title = $"{Capital(result.Deciding.Name)} by size of the file",
                    X = new("size of the file in kB") { IsLogarithmic = true },
                    Y = score,
                    Series = result.Settings.Retrain is null ? [Of("as cut", point => point.Test, 0)]
                        : [Of("as cut", point => point.AsCut ?? point.Test, 1), Of("trained on", point => point.Test, 0)],
                    Rules = result.Settings.IsInt8 ? [written, new(result.Whole.Bytes / 1000.0, "whole, in floats")] : [written],
                },
            ]);
    }

    static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    static IReadOnlyList<ReportNote> Notes(SmallerResult result) =>
    [
        .. result.Settings.Removal switch
        {
            Removal.Weights => [new("removed weights",
                "The smallest of all layers together, without biases and norms. The file holds a bit for each place and the numbers that are left; "
                    + "an ONNX file holds the zeros, too.")],
            Removal.Units => [new("removed units",
                "In each hidden layer the same share of units, or of channels of a convolution: those whose incoming weights, with the batch norm "
                    + "behind them, times their outgoing ones are smallest. What they put out at rest goes into the biases behind them.")],
            _ => Array.Empty<ReportNote>(),
        },
        .. result.Settings.IsInt8 ? [new("eight bits",
            "Fully connected layers of at least 32 inputs and outputs: a byte for each weight and a scale for each output. Their inputs are rounded "
                + "to seven bits, each row in its own range. Other layers stay in floats.")] : Array.Empty<ReportNote>(),
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
