using System.Text;
using Elucid.Reports;
using static System.FormattableString;

namespace Elucid.Lab;

/// <summary>Episodes that a saved policy plays, as CSV.</summary>
/// <param name="Csv">A line for each step: episode, step, what is seen, the action, the probability of each, and the reward.</param>
/// <param name="Scores">What they earn.</param>
/// <param name="Notes">The same in a sentence.</param>
sealed record PlayedCsv(string Csv, ReportTable Scores, IReadOnlyList<string> Notes)
{
    /// <summary>How many are played.</summary>
    public const int Episodes = 10;

    /// <summary>Plays episodes that were neither learned from nor a test.</summary>
    /// <param name="model">A policy.</param>
    /// <param name="network">Its network.</param>
    /// <param name="data">The name of its environment.</param>
    /// <exception cref="ArgumentException">It acts in another environment, or in one of a program's own.</exception>
    public static PlayedCsv Of(TrainedModel model, Module network, string data)
    {
        string name = model.File.Environment!;
        if (!DataSource.EnvironmentNames.Contains(name))
            throw new ArgumentException(
                $"The model acts in '{name}', an environment of a program's own, which is not known here: play it there with "
                    + $"{nameof(TrainedModel)}.{nameof(TrainedModel.Act)}.");
        if (data != name)
            throw new ArgumentException(
                $"The model acts in {name}, but the data is '{data}': name {name}, in which it plays {Episodes} new episodes.");
        EnvironmentInfo environment = EnvironmentCatalog.Find(name);
        Dataset starts = EpisodeData.Of(environment, Episodes, seed: ulong.MaxValue);
        if (model.File.Scales is { } scales)
            starts = scales.Apply(starts);
        IReadOnlyList<Episode> played = EpisodeData.Play(network, starts);
        Evaluation scored = EpisodeScores.Of(played, environment);
        Metric[] metrics = [Metric.TestReturn, Metric.TestWorstReturn, Metric.TestSteps];
        return new PlayedCsv(
            Text(model, environment, played),
            new ReportTable(
                "", [new(""), .. metrics.Select(metric => new ReportColumn(metric.ShortName, Alignment: ColumnAlignment.End))],
                [new([$"{Episodes} episodes", .. metrics.Select(metric => metric.Text(metric.Of(scored) ?? double.NaN))])]),
            [$"{Episodes} new episodes of {name}: mean return {Format.Number(scored.Metrics[EpisodeScores.Return])}, the worst "
                + $"{Format.Number(scored.Metrics[EpisodeScores.WorstReturn])}."]);
    }

    static string Text(TrainedModel model, EnvironmentInfo environment, IReadOnlyList<Episode> played)
    {
        string[] header =
        [
            "episode", "step", .. environment.ObservationNames, "action", .. environment.ActionNames.Select(name => $"p({name})"), "reward",
        ];
        StringBuilder csv = new StringBuilder().AppendJoin(',', header.Select(PredictionCsv.Quote)).Append('\n');
        int size = environment.ObservationNames.Count;
        foreach ((int number, Episode episode) in played.Index())
            for (int step = 0; step < episode.Length; step++)
            {
                ReadOnlySpan<float> seen = episode.Observations.Values.Slice(step * size, size);
                IReadOnlyDictionary<string, double> probabilities = model.Predict(seen).Probabilities;
                csv.Append(Invariant($"{number + 1},{step + 1},")).AppendJoin(',', seen.ToArray().Select(value => Invariant($"{value}")))
                    .Append(',').Append(PredictionCsv.Quote(environment.ActionNames[episode.Actions.Span[step]])).Append(',')
                    .AppendJoin(',', probabilities.Values.Select(p => Invariant($"{p}"))).Append(Invariant($",{episode.Rewards.Span[step]}\n"));
            }
        return csv.ToString();
    }
}
