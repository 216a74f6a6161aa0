using System.Globalization;
using System.Text;
using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Writes what a federated run leaves for people: <c>report.html</c>, <c>results.json</c> and <c>history.csv</c>.</summary>
public static class FederatedFiles
{
    /// <summary>Writes the report and the numbers; each appears whole or not at all.</summary>
    /// <param name="result">The run.</param>
    /// <param name="directory">Where.</param>
    /// <param name="command">The command line that runs it again.</param>
    /// <returns>The path of the report.</returns>
    public static string Write(FederatedResult result, OutputDirectory directory, string command)
    {
        string report = directory["report.html"];
        AtomicFile.WriteText(report, ReportPage.Render(FederatedReport.Of(result, command)));
        AtomicFile.WriteText(directory["results.json"], ToJson(result));
        return report;
    }

    /// <summary>The content of <c>results.json</c>.</summary>
    public static string ToJson(FederatedResult result) => JsonSerializer.Serialize(
        new FederatedDocument(
            "elucid-federated/1", result.Settings, result.IsComplete, result.Rounds, result.Shards, result.Central, result.Alone,
            RunEnvironment.Current), LabJson.Indented.FederatedDocument);

    /// <summary>One row per round, numbers with all their digits.</summary>
    internal static string History(IReadOnlyList<FederatedRoundResult> rounds, TaskProfile task)
    {
        StringBuilder csv = new();
        Metric metric = task.Deciding;
        csv.Append(CultureInfo.InvariantCulture, $"round,clients,training_loss,{metric.Name.Replace(' ', '_')},drift,epsilon,seconds\n");
        foreach (FederatedRoundResult r in rounds)
            csv.Append(CultureInfo.InvariantCulture,
                $"{r.Round},{r.Clients.Count},{r.TrainingLoss},{metric.Of(r.Test)},{r.Drift},{r.Epsilon},{r.Seconds}\n");
        return csv.ToString();
    }
}

/// <summary>The content of a federated run's <c>results.json</c>; its fields are explained in <c>docs/results.md</c>.</summary>
/// <param name="Schema">Changes when a field changes its meaning.</param>
/// <param name="Settings">What was asked for.</param>
/// <param name="IsComplete">False when the run was stopped.</param>
/// <param name="Rounds">Each round: who took part, their drifts, the server's scores, ε so far.</param>
/// <param name="Shards">How many examples of each label each client has.</param>
/// <param name="Central">The scores of one network on all examples, after each pass.</param>
/// <param name="Alone">The scores of each client alone.</param>
/// <param name="Environment">Where it was run.</param>
public sealed record FederatedDocument(
    string Schema, FederatedSettings Settings, bool IsComplete, IReadOnlyList<FederatedRoundResult> Rounds,
    IReadOnlyList<IReadOnlyList<int>> Shards, IReadOnlyList<Evaluation> Central, IReadOnlyList<Evaluation> Alone, RunEnvironment Environment);
