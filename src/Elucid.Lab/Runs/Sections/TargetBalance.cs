using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Whether the losses of several targets fall alike.</summary>
internal static class TargetBalance
{
    const string Remaining = "remaining";

    public static ReportSection Section(RunResult run)
    {
        double[] epochs = [.. run.History.Epochs.Select(epoch => (double)epoch.Epoch)];
        bool learns = run.Settings.Recipe.Balance is not null;
        return new ReportSection(
            "Are the losses in balance?",
            "What remains of each target's loss on validation rows, as a share of that of the best constant answer: 1 is nothing learned. Losses are "
                + $"added{(learns ? ", multiplied with weights that are learned" : "")}, so what falls late or not at all may be drowned by the "
                + "others. "
                + "A target whose curve rises while others still fall is "
                + "learned by heart before they are learned; the epoch that is kept is the best for the plain sum. " + Sentence(run)
                + (learns ? " A weight is 1/σ² of classes and 1/2σ² of quantities, in deviations, where σ is how far the network finds the target to "
                    + "be from what it says; ln σ is added to the loss, so that no weight falls to 0. Only their ratio matters to where the body goes "
                    + "(Kendall, Gal and Cipolla 2018, arXiv:1705.07115). The training loss above is the weighed one, the validation loss the plain "
                    + "sum." : ""),
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
                .. learns ? [Weights(run, epochs)] : Array.Empty<Chart>(),
            ], learns ? ChartLayout.Pairs : ChartLayout.Wide);
    }

    static LineChart Weights(RunResult run, double[] epochs) => new()
    {
        Title = "What each loss counts, by epoch",
        X = new("epoch"),
        Y = new("weight of the loss") { Min = 0 },
        Series =
        [
            .. run.File.SeveralTargets.Select((target, i) => new Series(
                target.Name, epochs, [.. run.History.Epochs.Select(epoch => WeightOf(epoch, target))]) { Style = new(i) }),
        ],
    };

    /// <summary>What the loss of each target counted at the best epoch, where that was learned; empty otherwise.</summary>
    public static IEnumerable<(string Target, double Weight)> LearnedWeights(RunResult run) =>
        run.History.Epochs.FirstOrDefault(epoch => epoch.Epoch == run.History.BestEpoch) is not { } best ? []
            : run.File.SeveralTargets.Select(target => (target.Name, WeightOf(best, target))).Where(one => double.IsFinite(one.Item2));

    /// <summary>What remains at the best epoch, and what each loss counted there.</summary>
    public static string Sentence(RunResult run) => string.Join(' ', new[] { Remains(run), Counts(run) }.Where(part => part.Length > 0));

    static string Counts(RunResult run)
    {
        string[] weights = [.. LearnedWeights(run).Select(one => $"{one.Target} {Format.Number(one.Weight)}")];
        return weights.Length == 0 ? "" : $"Learned weights of the losses{OfFirst(run)}: {string.Join(", ", weights)}.";
    }

    /// <summary>Whose epochs are spoken of, where there are several networks.</summary>
    public static string OfFirst(RunResult run) => run.Members.Count > 0 ? " of the first member" : "";

    static string Remains(RunResult run)
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
            + $"epoch {run.History.BestEpoch}{OfFirst(run)}).{(high >= 1 ? $" Nothing of {most} is learned: is there a column that tells it?" : "")}";
    }

    static double WeightOf(EpochRecord epoch, TargetInfo target) =>
        epoch.Metrics.TryGetValue(target.ScoreName("weight"), out double value) ? value : double.NaN;

    static double Of(Evaluation? evaluation, string score) =>
        evaluation is not null && evaluation.Metrics.TryGetValue(score, out double value) ? value : double.NaN;
}
