using System.Globalization;
using System.Text;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What comes back of rows, which of them are unlike the rest, and how codes lie.</summary>
internal sealed class ReconstructionSections : TaskSections
{
    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Reconstruct;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        Reconstructed made = Reconstructed.Of(run);
        return
        [
            .. ReconstructedPictures.Sections(run, made).Concat(ReconstructedColumns.Sections(run, made)).Select((section, i) =>
                i == 0 ? section with { Tables = [.. Tables(run)] } : section),
            AnomalySection.Of(run, made),
            .. LatentMap.Sections(run),
        ];
    }

    // Cleaning is judged by itself: the scores are those of rows without noise.
    protected override IEnumerable<ReportTable> Tables(RunResult run)
    {
        if (Reconstructed.Of(run).Cleaned is not { } cleaned)
            yield break;
        (string Name, double Error)[] rows =
            [("after the network", cleaned.Network), ("after PCA", cleaned.Linear), ("as changed", cleaned.Before)];
        yield return new ReportTable(
            $"Changed test rows ({run.Settings.Recipe.Augment})",
            [new(""), new("error against the rows as they were", Alignment: ColumnAlignment.End)],
            [.. rows.Select(row => new ReportRow([row.Name, Format.Number(row.Error)]))]);
    }

    protected override IEnumerable<string> Sentences(RunResult run) => [AnomalySection.Sentence(run, Reconstructed.Of(run))];

    protected override IEnumerable<(string Name, string Content)> Files(RunResult run)
    {
        Reconstructed made = Reconstructed.Of(run);
        StringBuilder scores = new("part,anomaly_score\n");
        foreach ((string part, IReadOnlyList<double> errors) in new[] { ("validation", made.Validation), ("test", made.Test.Rows) })
            foreach (double error in errors)
                scores.Append(CultureInfo.InvariantCulture, $"{part},{error:G6}\n");
        yield return ("anomaly_scores.csv", scores.ToString());
        StringBuilder features = new("feature,error,error_pca\n");
        foreach ((string name, double error, double linear) in run.File.OutputNames.Zip(made.Test.Features, made.Linear.Features))
            features.Append(CultureInfo.InvariantCulture, $"{PredictionCsv.Quote(name)},{error:G6},{linear:G6}\n");
        yield return ("features.csv", features.ToString());
    }
}
