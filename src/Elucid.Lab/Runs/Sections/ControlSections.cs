using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How a policy plays: its returns by epoch, an episode in pictures and numbers, and how the test's episodes differ.</summary>
internal sealed class ControlSections : TaskSections
{
    const int Bins = 12;

    // Once for the report, the terminal and the file.
    static readonly ConditionalWeakTable<RunResult, IReadOnlyList<Episode>> Kept = [];

    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Control;

    protected override IEnumerable<string> Sentences(RunResult run) => Verdict(run) is { Length: > 0 } verdict ? [verdict] : [];

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run)
    {
        StringBuilder csv = new("episode,return,steps,end\n");
        foreach ((int i, Episode episode) in Played(run).Index())
            csv.Append(CultureInfo.InvariantCulture, $"{i + 1},{episode.TotalReward},{episode.Length},{EndOf(episode)}\n");
        yield return ("episodes.csv", csv.ToString());
    }

    protected override ReportSection Learning(RunResult run)
    {
        double[] epochs = [.. run.History.Epochs.Select(epoch => (double)epoch.Epoch)];
        double[] Of(string score) =>
            [.. run.History.Epochs.Select(epoch => epoch.Validation is { } v && v.Metrics.TryGetValue(score, out double value) ? value : double.NaN)];
        Series Line(string name, double value, int style) => new(name, epochs, [.. epochs.Select(_ => value)]) { Style = new(style) };
        EnvironmentInfo environment = EnvironmentOf(run);
        return new ReportSection(
            "How did it learn?",
            $"What the likeliest actions earn in {Format.Count(run.Split.Validation?.Count ?? 0)} episodes that are not learned from: the mean, "
                + $"and the band "
                + "between what nine tenths of them reach and one tenth. In training actions are drawn, so that others are tried. The epoch with the "
                + $"highest mean is kept: epoch {run.History.BestEpoch}.",
            [
                new LineChart
                {
                    Title = "Return by epoch",
                    X = new("epoch"),
                    Y = new("return of an episode"),
                    Series =
                    [
                        new("likeliest actions", epochs, Of(EpisodeScores.Return), Of(EpisodeScores.LowReturn), Of(EpisodeScores.HighReturn))
                        {
                            Style = new(0),
                        },
                        new("in training", epochs, [.. run.History.Epochs.Select(epoch => -epoch.TrainingLoss)]) { Style = new(1) },
                        .. environment.SolvedReturn is { } solved ? [Line("solved", solved, 9)] : Array.Empty<Series>(),
                        Line(run.Baselines[0].Name, run.Data.Profile.Deciding.Of(run.Baselines[0].Test) ?? double.NaN, 17),
                    ],
                },
            ]);
    }

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        Episode[] played = [.. Played(run).OrderBy(episode => episode.TotalReward)];
        Episode shown = played[played.Length / 2];
        yield return HowItPlays(shown, EnvironmentOf(run));
        yield return new ReportSection(
            "Can one rely on it?",
            $"{Verdict(run)} The returns of the test's {Format.Count(played.Length)} episodes, each of which begins in its own way: a mean hides "
                + $"the worst of "
                + $"them, whose return is {Format.Number(played[0].TotalReward)}. episodes.csv has them all.".Trim(),
            [Returns(played)]);
    }

    static ReportSection HowItPlays(Episode shown, EnvironmentInfo environment)
    {
        double[] steps = [.. Enumerable.Range(0, shown.Length).Select(step => (double)step)];
        int size = shown.Observations.Shape[1];
        double[] Seen(int number) => [.. steps.Select(step => (double)shown.Observations.Values[(int)step * size + number])];
        List<Chart> charts = [];
        if (environment.Sketch is not null)
            charts.Add(new ImageChart { Title = "An episode", Rows = [new("", EpisodeFrames.Of(shown, environment))] });
        charts.Add(new LineChart
        {
            Title = "What it sees",
            X = new("step"),
            Y = new("observation"),
            Series = [.. environment.ObservationNames.Select((name, i) => new Series(name, steps, Seen(i)) { Style = new(i + 1) })],
        });
        charts.Add(new BarChart
        {
            Title = "What it does",
            X = new("share of the steps") { IsPercent = true },
            Bars = [.. environment.ActionNames.Select((name, action) =>
                new Bar(name, shown.Actions.ToArray().Count(done => done == action) / (double)shown.Length))],
        });
        return new ReportSection(
            "How does it play?",
            $"The episode of the test whose return is in the middle: {Format.Number(shown.TotalReward)} in {Format.Count(shown.Length)} steps, "
                + $"{(shown.IsTerminal ? "after which it came to its end" : "after which it was stopped for lack of time")}.",
            charts);
    }

    static BarChart Returns(Episode[] played)
    {
        double low = played[0].TotalReward, high = played[^1].TotalReward, width = (high - low) / Bins;
        int BinOf(Episode episode) => width > 0 ? Math.Min(Bins - 1, (int)((episode.TotalReward - low) / width)) : 0;
        ILookup<int, Episode> byBin = played.ToLookup(BinOf);
        string NameOf(int bin) => width > 0 ? $"{Format.Number(low + bin * width)} to {Format.Number(low + (bin + 1) * width)}" : Format.Number(low);
        return new BarChart
        {
            Title = "Returns of the test's episodes",
            X = new("episodes"),
            Bars = [.. Enumerable.Range(0, width > 0 ? Bins : 1).Select(bin => new Bar(NameOf(bin), byBin[bin].Count()))],
        };
    }

    static string Verdict(RunResult run) => EnvironmentOf(run).SolvedReturn is not { } solved ? ""
        : $"{(run.Test.Metrics[EpisodeScores.Solved] == 1 ? "Solved" : "Not solved")}: {run.Data.Name} counts as solved from a mean return of "
            + $"{Format.Number(solved)} over {Format.Count(run.Split.Test.Count)} episodes, and this is "
            + $"{Format.Number(run.Test.Metrics[EpisodeScores.Return])}.";

    static IReadOnlyList<Episode> Played(RunResult run) => Kept.GetValue(run, key => EpisodeData.Play(key.Network, key.Split.Test));

    static EnvironmentInfo EnvironmentOf(RunResult run) => EpisodeData.EnvironmentOf(run.Split.Test);

    /// <summary>How an episode ended, in a word.</summary>
    internal static string EndOf(Episode episode) => episode.IsTerminal ? "ended" : "stopped";
}
