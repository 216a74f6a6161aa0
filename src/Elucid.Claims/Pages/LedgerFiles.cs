using System.Text.Json;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>What a run of the ledger leaves behind: <c>claims.html</c>, <c>claims.json</c>, <c>claims.md</c> and the pictures of the last
/// one.</summary>
public static class LedgerFiles
{
    // A hundred cards have some 5 MB; what is a hundred times as long is no ledger, and is not read into memory.
    const long LargestFile = 512L << 20;

    const string Pictures = "claims-pictures";

    /// <summary>The names of the files.</summary>
    public const string Page = "claims.html", Json = "claims.json", Markdown = "claims.md", Quick = "claims-quick.json",
        Verdicts = "claims-verdicts.json",
        Trials = "trials.jsonl";

    /// <summary>Writes all files; each appears whole or not at all.</summary>
    /// <param name="document">What was found.</param>
    /// <param name="directory">Where.</param>
    /// <param name="command">The command line that runs a card alone, or all for an empty id.</param>
    /// <returns>The path of the page.</returns>
    public static string Write(LedgerDocument document, OutputDirectory directory, Func<string, string> command)
    {
        ReportModel model = LedgerReport.Of(document, command);
        AtomicFile.WriteText(directory[Json], ToJson(document));
        if (!document.IsQuick)
        {
            AtomicFile.WriteText(directory[Verdicts], CommittedVerdicts.Write(document));
            AtomicFile.WriteText(directory[Quick], LookOf(document).ToJson());
        }
        AtomicFile.WriteText(directory[Page], ReportPage.Render(model));
        AtomicFile.WriteText(directory[Markdown], ReportMarkdown.Render(model, WritePictures(model, directory)));
        return directory[Page];
    }

    /// <summary>The content of <c>claims.json</c>.</summary>
    public static string ToJson(LedgerDocument document) => JsonSerializer.Serialize(document, ClaimsJson.Indented.LedgerDocument);

    /// <summary>What a run left in a directory; null if there was none, or if it is of another version.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LedgerDocument? Find(string directory)
    {
        string path = Path.Combine(directory, Json);
        try
        {
            return File.Exists(path) ? Read(path) : null;
        }
        catch (DataFormatException)
        {
            return null;                            // it is made anew from the trials
        }
    }

    /// <summary>Reads a <c>claims.json</c>.</summary>
    /// <exception cref="DataFormatException">It is none, or of a version to come.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static LedgerDocument Read(string path)
    {
        if (!File.Exists(path))
            throw new DataFormatException($"'{path}': expected the {Json} of a run of the ledger, but there is no such file.");
        if (new FileInfo(path).Length is var length and > LargestFile)
            throw new DataFormatException($"'{path}': expected the {Json} of a run of the ledger, but it has {Format.Count(length)} bytes.");
        try
        {
            using FileStream file = File.OpenRead(path);
            LedgerDocument document = JsonSerializer.Deserialize(file, ClaimsJson.Default.LedgerDocument)
                ?? throw new JsonException("it is null");
            return document is { Schema: LedgerDocument.SchemaName, Version: LedgerDocument.CurrentVersion } ? document
                : throw new DataFormatException(
                    $"'{path}': expected version {LedgerDocument.CurrentVersion} of {LedgerDocument.SchemaName}, but it is of "
                        + $"another form. Use the Elucid that wrote it, or run the ledger again.");
        }
        catch (Exception exception) when (exception is JsonException or NotSupportedException or ArgumentException)
        {
            throw new DataFormatException(
                $"'{path}': expected the {Json} of a run of the ledger, but it cannot be read as one: {exception.Message}", exception);
        }
    }

    static QuickLook LookOf(LedgerDocument document)
    {
        QuickLook look = new(new(StringComparer.Ordinal), new(StringComparer.Ordinal));
        foreach (ExperimentRecord experiment in document.Experiments)
        {
            look.Seconds[experiment.Id] = Math.Round(experiment.Arms.Sum(arm => arm.SecondsPerTrial), 2);
            foreach (ArmRecord arm in experiment.Arms)
                if (arm.Tuned is { } tuned)
                    look.Rates[QuickLook.Name(experiment.Id, arm.Name)] = tuned;
        }
        return look;
    }

    static Func<Chart, string> WritePictures(ReportModel model, OutputDirectory directory)
    {
        Dictionary<Chart, string> names = new(ReferenceEqualityComparer.Instance);
        foreach (ReportSection section in model.Sections)
            foreach ((int i, Chart chart) in section.Charts.Index())
                names[chart] = $"{Pictures}/{section.Place}-{i + 1}.svg";
        if (names.Count > 0)
            Directory.CreateDirectory(directory[Pictures]);
        Parallel.ForEach(names, named => AtomicFile.WriteText(directory[named.Value], ChartRenderer.ToSvg(named.Key, ChartSize.Half)));
        return chart => names[chart];
    }
}
