using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Whether several targets agree on where the weights that they share should go.</summary>
internal static class TargetCosines
{
    const string Cosine = "cosine";

    public static ReportSection? Section(RunResult run)
    {
        string[] names = [.. run.History.Epochs.SelectMany(epoch => epoch.Validation?.Metrics.Keys ?? [])
            .Where(name => name.StartsWith(Cosine, StringComparison.Ordinal)).Distinct()];
        if (names.Length == 0)
            return null;
        double[] epochs = [.. run.History.Epochs.Select(epoch => (double)epoch.Epoch)];
        return new ReportSection(
            "Do the targets pull at one end?",
            "The cosine between the gradients of the targets' losses with respect to the weights that they share, on up to 256 validation rows, "
                + "after each epoch. At 1 they ask for the same, at 0 for things that do not touch each other; below 0 a step that helps one hurts "
                + $"the other (Yu et al. 2020, arXiv:2001.06782). {Sentence(run)}",
            [
                new LineChart
                {
                    Title = "Cosine of the gradients, by epoch",
                    X = new("epoch"),
                    Y = new("cosine"),
                    Series = [.. names.Select((name, i) => new Series(
                        name == Cosine ? names.Length == 1 ? Pair(run) : "mean of all pairs" : name[(Cosine.Length + 1)..^1], epochs,
                        [.. run.History.Epochs.Select(epoch => Of(epoch, name))]) { Style = new(i) })],
                },
            ]);
    }

    /// <summary>The mean over the epochs.</summary>
    public static string Sentence(RunResult run)
    {
        double[] all = [.. run.History.Epochs.Select(epoch => Of(epoch, Cosine)).Where(double.IsFinite)];
        if (all.Length == 0)
            return "";
        double mean = all.Average();
        string meaning = mean > 0.1 ? "they ask for much the same" : mean < -0.1 ? "they pull against each other, and one body costs them something"
            : "they hardly touch each other";
        return $"The gradients of the targets have a cosine of {Format.Number(mean)} on average over the epochs{TargetBalance.OfFirst(run)}: "
            + $"{meaning}.";
    }

    static string Pair(RunResult run) => string.Join(" and ", run.File.SeveralTargets.Select(target => target.Name));

    static double Of(EpochRecord epoch, string name) =>
        epoch.Validation is { } validation && validation.Metrics.TryGetValue(name, out double value) ? value : double.NaN;
}
