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
            foreach (string source in sources)
                Add(all, source, terminal);
            CompareCommand.TellOf(all, log.Path, terminal);
            terminal.WriteSentence(
                $"'{directory.Path}' holds {CompareCommand.Counted(all.Records.Count)}. The command that ran the parts, without --shard and "
                    + $"with --out "
                    + $"{ElucidCommand.Quoted(directory.Path)}, writes the tables and the report; it trains only what is missing.");
            return ExitCode.Done;
        });
        return command;
    }

    static void Add(TrialIndex all, string source, Terminal terminal)
    {
        using TrialLogFile log = new(Path.Combine(source, Study.TrialsFile));
        TrialIndex part = Study.IndexOf(log);
        if (part.Unreadable > 0)
            terminal.Say(
                $"{part.Unreadable} {(part.Unreadable == 1 ? "line" : "lines")} of '{log.Path}' cannot be read as trials and "
                    + $"{(part.Unreadable == 1 ? "is" : "are")} left out.");
        int added = all.Merge(part);
        terminal.Write($"{source}: {CompareCommand.Counted(part.Records.Count)}, {added} of them new.");
    }
}
