using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Whether the losses of several targets fall alike.</summary>
internal static class TargetBalance
{
    const string Remaining = "remaining";

    public static ReportSection Section(RunResult run)
    {
        double[] epochs = [.. run.History.Epochs.Select(epoch => (double)epoch.Epoch)];
        return new ReportSection(
            "Are the losses in balance?",
            "What remains of each target's loss on validation rows, as a share of that of the best constant answer: 1 is nothing learned. Losses are "
                + "added, so what falls late or not at all may be drowned by the others. A target whose curve rises while others still fall is "
                + "learned by heart before they are learned; the epoch that is kept is the best for the sum. " + Sentence(run),
            [
                new LineChart
                {
                    Title = "Loss that remains, by epoch",
                    X = new("epoch"),
                    Y = new("share of a constant answer's loss") { Min = 0 },
                    Series =
                    [
                        .. run.File.SeveralTargets.Select((target, i) => new Series(
                            target.Name, epochs, [.. run.History.Epochs.Select(epoch => Of(epoch.Validation, target.ScoreName(Remaining)))])
                        { Style = new(i) }),
                    ],
                },
            ]);
    }

    /// <summary>What remains at the best epoch.</summary>
    public static string Sentence(RunResult run)
    {
        if (run.History.Epochs.FirstOrDefault(epoch => epoch.Epoch == run.History.BestEpoch)?.Validation is not { } best)
            return "";
        (string Name, double Share)[] known = [.. run.File.SeveralTargets
            .Select(target => (target.Name, Share: Of(best, target.ScoreName(Remaining)))).Where(one => double.IsFinite(one.Share))
            .OrderBy(one => one.Share)];
        if (known.Length < 2)
            return "";
        ((string least, double low), (string most, double high)) = (known[0], known[^1]);
        return $"Of what a constant answer loses, {Format.Percent(low)} remains of {least} and {Format.Percent(high)} of {most} (validation rows, "
            + $"epoch {run.History.BestEpoch}).{(high >= 1 ? $" Nothing of {most} is learned: is there a column that tells it?" : "")}";
    }

    static double Of(Evaluation? evaluation, string score) =>
        evaluation is not null && evaluation.Metrics.TryGetValue(score, out double value) ? value : double.NaN;
}
