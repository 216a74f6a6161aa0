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
            Title = $"What a network learned of {run.Data.Name}",
            Conclusion = Conclusion(run),
            Notice = NoticeOf(run),
            Facts =
            [
                new("data", run.Data.Name, $"{run.Data.FeatureCount} inputs, {run.Data.OutputCount} {run.Data.Profile.OutputsName}"),
                new(deciding.ShortName, deciding.Of(run.Test) is { } score ? deciding.Text(score) : Format.Missing,
                    $"on {Format.Count(run.Split.Test.Count)} test examples"),
                new("network", run.Settings.Recipe.Model, $"{Format.Count(run.Network.ParameterCount)} weights, {run.Settings.Activation}"),
                new("training time", Format.Duration(TimeSpan.FromSeconds(run.History.Epochs.Sum(epoch => epoch.Seconds))),
                    $"{Format.Count(run.History.Epochs.Count)} epochs, the best one was {run.History.BestEpoch}"),
            ],
            Results = TestScores.Table(run),
            Sections = [Learning(run), .. TaskSections.Of(run)],
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
        return $"Its {deciding.Name} is {Text(run.Test)}, beside {beside}.{(run.Caution.Length > 0 ? $" {run.Caution}" : "")}";
    }

    static string NoticeOf(RunResult run) => run.History switch
    {
        { Divergence: { } divergence } => $"The run {divergence}. The numbers are those of the best epoch before.",
        { StopReason: StopReason.Running or StopReason.Cancelled } =>
            $"Partial: {run.History.Epochs.Count} of {run.Settings.Recipe.Epochs} epochs. Run the command again to go on.",
        _ => "",
    };

    static ReportSection Learning(RunResult run)
    {
        double[] epochs = [.. run.History.Epochs.Select(epoch => (double)epoch.Epoch)];
        Metric deciding = run.Data.Profile.Deciding;
        Series Curve(string name, Func<EpochRecord, double?> value, int style) =>
            new(name, epochs, [.. run.History.Epochs.Select(epoch => value(epoch) ?? double.NaN)]) { Style = new(style) };
        return new ReportSection(
            "How did it learn?",
            "Where the training loss goes on falling while the validation loss rises, the network learns its examples by heart. The epoch with the "
                + "lowest validation loss is kept.",
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
