using System.Globalization;
using System.Text;
using System.Text.Json;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Writes what is known of smaller networks beside the one that is chosen: a report, and its numbers as JSON and CSV.</summary>
public static class SmallerFiles
{
    const string Schema = "elucid-smaller/1";

    static readonly string[] Ends = [".html", ".json", ".csv"];

    /// <summary>The files beside a model, by its path: report, JSON, CSV.</summary>
    public static IReadOnlyList<string> Beside(string path) => [.. Ends.Select(end => Path.ChangeExtension(path, end))];

    /// <summary>One of them that exists and that no earlier export wrote; null if there is none.</summary>
    public static string? ForeignBeside(string path) =>
        Beside(path) is [_, var json, _] files && !IsOurs(json) ? files.FirstOrDefault(File.Exists) : null;

    static bool IsOurs(string json)
    {
        if (!File.Exists(json))
            return false;
        char[] head = new char[Schema.Length + 64];
        using StreamReader reader = new(json);
        return new string(head, 0, reader.ReadBlock(head)).Contains(Schema, StringComparison.Ordinal);
    }

    /// <summary>Writes them; each appears whole or not at all.</summary>
    /// <param name="result">What was found, with data to judge by.</param>
    /// <param name="path">The model beside which they go.</param>
    /// <param name="command">The command line that does it again.</param>
    /// <returns>The path of the report.</returns>
    public static string Write(SmallerResult result, string path, string command)
    {
        if (Beside(path) is not [var report, var json, var csv])
            throw new ArgumentException($"'{path}' names no file.", nameof(path));
        AtomicFile.WriteText(report, ReportPage.Render(SmallerReport.Of(result, command)));
        AtomicFile.WriteText(json, ToJson(result));
        AtomicFile.WriteText(csv, ToCsv(result));
        return report;
    }

    /// <summary>The numbers, with all their digits.</summary>
    public static string ToJson(SmallerResult result) => JsonSerializer.Serialize(
        new SmallerDocument(
            Schema, result.Data?.Id ?? "", result.Seed, result.TestRows, result.Settings, result.Deciding.Name, result.BatchRows,
            result.Points, RunEnvironment.Current), LabJson.Indented.SmallerDocument);

    /// <summary>A row for each network.</summary>
    public static string ToCsv(SmallerResult result)
    {
        StringBuilder csv = new();
        string score = result.Deciding.Name.Replace(' ', '_');
        csv.Append(CultureInfo.InvariantCulture,
            $"share,weights,bytes,multiply_adds,{score},{score}_as_cut,best_epoch,seconds_of_one,seconds_of_{result.BatchRows},bits\n");
        foreach (SmallerPoint p in result.Points)
            csv.Append(CultureInfo.InvariantCulture,
                $"{p.Share},{p.Weights},{p.Bytes},{p.MultiplyAdds},{Text(result, p.Test)},{Text(result, p.AsCut ?? p.Test)},{p.BestEpoch},")
                .Append(CultureInfo.InvariantCulture, $"{p.OneSeconds},{p.BatchSeconds},{(p.IsInt8 ? 8 : 32)}\n");
        return csv.ToString();
    }

    static string Text(SmallerResult result, Evaluation? test) =>
        result.ScoreOf(test) is var score && double.IsFinite(score) ? score.ToString("R", CultureInfo.InvariantCulture) : "";
}

/// <summary>The numbers of networks that were made smaller; its fields are explained in <c>docs/results.md</c>.</summary>
/// <param name="Schema">Changes when a field changes its meaning.</param>
/// <param name="Data">The data's name and fingerprint.</param>
/// <param name="Seed">The seed that divided its rows.</param>
/// <param name="TestRows">How many rows judge.</param>
/// <param name="Settings">What was asked for.</param>
/// <param name="Score">The score that decides.</param>
/// <param name="BatchRows">Examples of a batch whose prediction was timed.</param>
/// <param name="Points">Each network.</param>
/// <param name="Environment">Where it was run.</param>
public sealed record SmallerDocument(
    string Schema, string Data, int? Seed, int? TestRows, SmallerSettings Settings, string Score, int BatchRows,
    IReadOnlyList<SmallerPoint> Points, RunEnvironment Environment);
