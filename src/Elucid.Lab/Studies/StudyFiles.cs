using System.Globalization;
using System.Text;
using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Writes what a study leaves behind: <c>report.html</c>, <c>results.json</c>, <c>history.csv</c> and <c>plots/*.svg|png</c>.</summary>
public static class StudyFiles
{
    /// <summary>Writes all files of a study; each appears whole or not at all.</summary>
    /// <param name="summary">The study.</param>
    /// <param name="directory">Where.</param>
    /// <param name="command">The command line that runs the study again.</param>
    /// <param name="toPng">Draws a chart as a PNG file, such as <c>ChartPng.Encode</c> of Elucid.Images; null for SVG alone.</param>
    /// <param name="more">Sections for the end of the report, such as what others found; none by default.</param>
    /// <returns>The path of the report.</returns>
    public static string Write(
        StudySummary summary, OutputDirectory directory, string command, Func<Chart, byte[]>? toPng = null, IReadOnlyList<ReportSection>? more = null)
    {
        StudyCharts charts = new(summary);
        string report = directory["report.html"];
        ReportModel model = StudyReport.Of(summary, charts, command);
        AtomicFile.WriteText(report, ReportPage.Render(model with { Sections = [.. model.Sections, .. more ?? []] }));
        AtomicFile.WriteText(directory["results.json"], ToJson(summary));
        AtomicFile.WriteText(directory["history.csv"], History(summary));
        WritePlots(directory, [.. charts.All], toPng);
        return report;
    }

    internal static void WritePlots(OutputDirectory directory, IReadOnlyList<(string File, Chart Chart)> charts, Func<Chart, byte[]>? toPng)
    {
        Directory.CreateDirectory(directory["plots"]);
        DeletePlotsOfOthers(directory, [.. charts.Select(named => named.File)]);
        Parallel.ForEach(charts, named =>
        {
            string path = Path.Combine(directory["plots"], named.File);
            AtomicFile.WriteText(path + ".svg", ChartRenderer.ToSvg(named.Chart));
            if (toPng is not null)
                AtomicFile.Write(path + ".png", stream => stream.Write(toPng(named.Chart)));
        });
    }

    static readonly string[] Numbered = ["mean-activation-", "dead-units-", "levels-"];

    // A study that was overwritten may have had more layers or levels. Other pictures are the user's.
    static void DeletePlotsOfOthers(OutputDirectory directory, HashSet<string> current)
    {
        foreach (string path in Directory.EnumerateFiles(directory["plots"]))
            if (Path.GetFileName(path) is var name
                && Numbered.Any(kind => name.StartsWith(kind, StringComparison.Ordinal))
                && Path.GetExtension(path) is ".svg" or ".png" && !current.Contains(Path.GetFileNameWithoutExtension(path)))
                File.Delete(path);
    }

    /// <summary>The content of <c>results.json</c>.</summary>
    public static string ToJson(StudySummary summary) => JsonSerializer.Serialize(StudyDocument.Of(summary), LabJson.Indented.StudyDocument);

    /// <summary>One row per trial and epoch, numbers with all their digits.</summary>
    public static string History(StudySummary summary)
    {
        StringBuilder csv = new();
        int layers = summary.Layers;
        IReadOnlyList<string> factors = summary.Result.Settings.Variation?.Factors ?? [];
        csv.Append("activation,").Append(string.Concat(factors.Select(factor => $"{factor},"))).Append(
            "seed,epoch,training_loss,test_loss,test_accuracy,test_rmse,test_r2,test_balanced_accuracy,test_f1,test_macro_f1,test_auc,test_mae,seconds,dead_share,mean_activation,gradient_ratio");
        for (int i = 1; i <= layers; i++)
            csv.Append(CultureInfo.InvariantCulture, $",dead_share_{i},mean_{i},spread_{i}");
        csv.Append('\n');
        foreach (ActivationSummary activation in summary.Activations)
        {
            StudyArm arm = summary.ArmOf(activation);
            string name = string.Join(',', [arm.Activation, .. arm.Variant?.Levels ?? []]);
            foreach (TrialCourse trial in activation.Trials)
                foreach (EpochResult epoch in trial.Epochs)
                    AppendEpoch(csv, name, trial.Seed, epoch, layers);
        }
        return csv.ToString();
    }

    static void AppendEpoch(StringBuilder csv, string arm, int seed, EpochResult e, int layers)
    {
        csv.Append(CultureInfo.InvariantCulture,
            $"{arm},{seed},{e.Epoch},{e.TrainingLoss},{e.Test.Loss},{e.Test.Accuracy},{e.Test.Rmse},{e.Test.R2},{e.Test.BalancedAccuracy},{e.Test.F1},{e.Test.MacroF1},{e.Test.Auc},{e.Test.Mae},{e.Seconds},{e.Probe.DeadShare},{e.Probe.Mean},{e.Probe.GradientRatio}");
        foreach (var layer in e.Probe.Layers)
            csv.Append(CultureInfo.InvariantCulture, $",{layer.DeadShare},{layer.Mean},{layer.Spread}");
        csv.Append(',', 3 * (layers - e.Probe.Layers.Count));           // an arm with fewer layers than others
        csv.Append('\n');
    }
}
