using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary><c>elucid merge</c>: the parts of a study, which were run apart, in one directory.</summary>
internal static class MergeCommand
{
    public static Command Create(string[] args, Terminal terminal)
    {
        Command command = new("merge", "Brings the trials of several directories together, such as the parts of a study that `compare --shard` ran.");
        Argument<string[]> directories = new("directory")
        {
            Description = "Directories that `elucid compare` wrote.",
            Arity = ArgumentArity.OneOrMore,
        };
        Option<string> target = new("--out")
        {
            Description = "The directory that gets all trials; those that it holds already stay.",
            HelpName = "DIRECTORY",
            Required = true,
        };
        command.Arguments.Add(directories);
        command.Options.Add(target);
        command.SetAction(parsed =>
        {
            string[] sources = parsed.GetValue(directories)!;
            foreach (string source in sources)
                if (!File.Exists(Path.Combine(source, Study.TrialsFile)))
                    throw new ArgumentException($"'{source}' holds no {Study.TrialsFile}: name directories that `elucid compare` wrote.");
            using OutputDirectory directory = OutputDirectory.Open(parsed.GetValue(target)!, ElucidCommand.Line(args));
            using TrialLogFile log = new(directory[Study.TrialsFile]);
            TrialIndex all = Study.IndexOf(log);
            (string Path, TrialIndex Trials)[] parts = [.. sources.Select(source => (source, Read(source, terminal)))];
            foreach ((string path, TrialIndex trials) in parts)
            {
                (string Path, TrialIndex Trials) whole = all.Records.Count > 0 ? (directory.Path, all) : parts[0];
                if (StudyParts.Difference(whole.Trials.Records, trials.Records) is { } difference)
                    throw new ArgumentException(
                        $"'{path}' holds no part of the study in '{whole.Path}': {difference}. Merge the parts of one study.");
            }
            foreach ((string path, TrialIndex trials) in parts)
                terminal.Write($"{path}: {CompareCommand.Counted(trials.Records.Count)}, {all.Merge(trials)} of them new.");
            CompareCommand.TellOf(all, log.Path, terminal);
            terminal.WriteSentence(
                $"'{directory.Path}' holds {CompareCommand.Counted(all.Records.Count)}. The command that ran the parts, without --shard and "
                    + $"with --out "
                    + $"{ElucidCommand.Quoted(directory.Path)}, writes the tables and the report; it trains only what is missing.");
            return ExitCode.Done;
        });
        return command;
    }

    static TrialIndex Read(string source, Terminal terminal)
    {
        using TrialLogFile log = new(Path.Combine(source, Study.TrialsFile));
        TrialIndex part = Study.IndexOf(log);
        if (part.Unreadable > 0)
            terminal.Say(
                $"{part.Unreadable} {(part.Unreadable == 1 ? "line" : "lines")} of '{log.Path}' cannot be read as trials and "
                    + $"{(part.Unreadable == 1 ? "is" : "are")} left out.");
        return part;
    }
}
