using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the report of a training run says and shows.</summary>
public static class RunReport
{
    /// <summary>The report's content.</summary>
    /// <param name="run">The run.</param>
    /// <param name="command">The command line that trains the network again.</param>
    public static ReportModel Of(RunResult run, string command)
    {
        Metric deciding = run.Data.Profile.Deciding;
        return new ReportModel
        {
            Kind = "training report",
            Title = run.Members.Count > 0 ? $"What a committee of {run.Members.Count} networks learned of {run.Data.Name}"
                : $"What a network learned of {run.Data.Name}",
            Conclusion = Conclusion(run),
            Notice = NoticeOf(run),
            Facts =
            [
                new("data", run.Data.Name, $"{run.Data.FeatureCount} inputs, {run.Data.OutputCount} {run.Data.Profile.OutputsName}"),
                new(deciding.ShortName, deciding.Of(run.Test) is { } score ? deciding.Text(score) : Format.Missing,
                    $"on {Format.Count(run.Split.Test.Count)} test {run.Data.Profile.ExamplesName}"),
                new(run.Members.Count > 0 ? "networks" : "network",
                    run.File.Body is { } body ? $"{body.Network} + head" : run.Settings.Recipe.Model,
                    $"{(run.Members.Count > 0 ? $"{run.Members.Count} with " : "")}{Format.Count(run.Network.ParameterCount)} weights, "
                        + run.Settings.Activation),
                new("training time", Format.Duration(TimeSpan.FromSeconds(run.Seconds)), run.Members.Count > 0
                    ? $"all members together, {Format.Count(run.Histories.Sum(history => history.Epochs.Count))} epochs"
                    : $"{Format.Count(run.History.Epochs.Count)} epochs, the best one was {run.History.BestEpoch}"),
            ],
            Results = TestScores.Table(run),
            Sections = [TaskSections.LearningOf(run) ?? Learning(run), .. TaskSections.Of(run)],
            Settings = [SettingsOf(run), RunEnvironment.Current.ToTable()],
            Command = command,
            Footer = $"Elucid {RunEnvironment.Version}",
        };
    }

    static string Conclusion(RunResult run)
    {
        Metric deciding = run.Data.Profile.Deciding;
        string Text(Evaluation evaluation) => deciding.Of(evaluation) is { } value ? deciding.Text(value) : "undefined";
        string beside = string.Join(" and ", run.Baselines.Select(baseline => $"{Text(baseline.Test)} of the {baseline.Name}"));
        string members = run.Committee?.Single is { } single ? $", that of a member alone {deciding.Text(single.Mean)} on average" : "";
        return $"{(run.Committee is null ? "Its" : "The committee's")} {deciding.Name} is {Text(run.Test)}{members}, beside "
            + $"{beside}.{(run.Caution.Length > 0 ? $" {run.Caution}" : "")}";
    }

    static string NoticeOf(RunResult run) => run.Members.Count > 0 ? NoticeOfMembers(run) : run.History switch
    {
        { Divergence: { } divergence } => $"The run {divergence}. The numbers are those of the best epoch before.",
        { StopReason: StopReason.Running or StopReason.Cancelled } =>
            $"Partial: {run.History.Epochs.Count} of {run.Settings.Recipe.Epochs} epochs. Run the command again to go on.",
        _ => NoticeOfFolds(run),
    };

    static string NoticeOfFolds(RunResult run) => run.Settings.Folds is { } folds && run.Folds is null
        ? $"Partial: the {folds} folds are not done. Run the command again to go on." : "";

    static string NoticeOfMembers(RunResult run) => run.IsWhole || run.Members.Count == run.Settings.Recipe.Members ? NoticeOfFolds(run)
        : $"Partial: {run.Members.Count} of {run.Settings.Recipe.Members} members. Run the command again to go on.";

    static ReportSection Learning(RunResult run)
    {
        int longest = run.Histories.Max(history => history.Epochs.Count);
        double[] epochs = [.. Enumerable.Range(1, longest).Select(epoch => (double)epoch)];
        Metric deciding = run.Data.Profile.Deciding;
        // Of several networks the mean, in a band from the lowest to the highest; those that stopped early are no longer in it.
        Series Curve(string name, Func<EpochRecord, double?> value, int style)
        {
            double[][] values = [.. Enumerable.Range(0, longest).Select(i => run.Histories.Where(history => i < history.Epochs.Count)
                .Select(history => value(history.Epochs[i]) ?? double.NaN).ToArray())];
            double[] means = [.. values.Select(at => at.Average())];
            return run.Histories.Count == 1 ? new(name, epochs, means) { Style = new(style) }
                : new(name, epochs, means, [.. values.Select(at => at.Min())], [.. values.Select(at => at.Max())]) { Style = new(style) };
        }
        return new ReportSection(
            "How did it learn?",
            run.Data.Profile.LearningNote
                + (run.Histories.Count > 1 ? " Curves are means over the members, bands go from the lowest to the highest." : ""),
            [
                new LineChart
                {
                    Title = "Loss by epoch",
                    X = new("epoch"),
                    Y = new(run.Data.Profile.LossName),
                    Series = [Curve("training", epoch => epoch.TrainingLoss, 1), Curve("validation", epoch => epoch.Validation?.Loss, 0)],
                },
                new LineChart
                {
                    Title = $"Validation {deciding.ShortName} by epoch",
                    X = new("epoch"),
                    Y = new(deciding.ShortName) { IsPercent = deciding.Scale == MetricScale.Share },
                    Series = [Curve("validation", epoch => epoch.Validation is { } v ? deciding.Of(run.InOwnUnits(v)) : null, 0)],
                },
            ], ChartLayout.Pairs);
    }

    static ReportTable SettingsOf(RunResult run)
    {
        Recipe r = run.Settings.Recipe;
        return ReportTable.OfPairs("Settings",
        [
            ("data", run.Settings.Data), ("source", run.Data.Source), ("split", run.Data.SplitRule), .. RecipeTable.Rows(r),
            ("activation", run.Settings.Activation), ("seed", Format.Count(run.Settings.Seed)),
        ]);
    }
}
