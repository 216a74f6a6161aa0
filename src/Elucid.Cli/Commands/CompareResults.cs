using System.CommandLine;
using Elucid.Images;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary><c>elucid compare --results FILE</c>: the statistics and the report for trials that somebody ran elsewhere.</summary>
internal sealed class CompareResults
{
    readonly Option<string?> _file = new("--results")
    {
        Description =
            "Train nothing: compare the scores of a CSV file with the columns arm, seed, score and, if there is one, epoch, which were measured "
                + "elsewhere. Arms of one seed must share what luck there is, such as the split.",
        HelpName = "FILE",
    };

    readonly Option<string?> _better =
        new("--better") { Description = "Whether a lower or a higher score is better. (--results)", HelpName = "lower|higher" };

    readonly Option<string?> _metric =
        new("--metric") { Description = "What the scores are, for tables and sentences; score by default. (--results)", HelpName = "NAME" };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _file, _better, _metric })
            command.Options.Add(option);
    }

    /// <summary>Whether scores are to be compared; refuses what belongs to the other kind of study.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="shared">The options that a comparison of scores knows, too.</param>
    public bool IsAsked(ParseResult parsed, IReadOnlyList<Option> shared)
    {
        if (parsed.GetValue(_file) is null)
        {
            if (new[] { _better, _metric }.FirstOrDefault(option => parsed.GetValue(option) is not null) is { } lone)
                throw new ArgumentException($"{lone.Name} is for --results FILE: omit it, or name a file with scores.");
            return false;
        }
        Option[] own = [_file, _better, _metric, .. shared];
        if (parsed.CommandResult.Command.Options.Except(own).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } foreign)
            throw new ArgumentException($"{foreign.Name} is for networks that are trained, but --results compares scores that are there: omit it.");
        return true;
    }

    /// <summary>Compares.</summary>
    public int Run(
        ParseResult parsed, DataOptions data, string baseline, OutputOptions output, string commandLine, bool json, Terminal terminal)
    {
        string file = parsed.GetValue(_file)!;
        bool isHigherBetter = parsed.GetValue(_better)?.Trim() switch
        {
            "higher" => true,
            "lower" => false,
            null => throw new ArgumentException("--results needs --better lower or --better higher: scores do not say which of them is better."),
            var other => throw new ArgumentException($"--better must be lower or higher, but got '{other}'."),
        };
        (char? separator, char? point, char? thousands) = data.MarksOf(parsed);
        ScoredTrials trials = ScoredTrials.Read(file, separator, point, thousands);
        ScoredStudy study = new(
            trials, new Metric(parsed.GetValue(_metric) is { Length: > 0 } name ? name : "score", isHigherBetter, MetricScale.Raw),
            baseline.Length > 0 ? baseline : null);
        foreach (string note in trials.Notes)
            terminal.Tell(note);
        using OutputDirectory directory =
            output.Open(parsed, file, commandLine, resumes: false, accepts: directory => directory.Work.Length == 0, terminal);
        if (output.Overwrites(parsed))
            directory.Clear();
        else if (directory.Work is { Length: > 0 } work)
            throw new ArgumentException(
                $"'{directory.Path}' already holds {string.Join(", ", work)}: choose another --out, or pass --overwrite to delete that.");
        string report = study.Write(directory, commandLine, chart => ChartPng.Encode(chart));
        if (json)
            terminal.Write(study.ToJson());
        else
        {
            Tables.Write(study.Results, terminal.Output);
            if (study.Comparison.Comparisons > 0)
                Tables.Write(study.Comparisons, terminal.Output);
            CompareCommand.PrintEnd(study.Conclusion, study.Advice, report, "results.json, plots/", directory, terminal);
        }
        return ExitCode.Done;
    }
}
