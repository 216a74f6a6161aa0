using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;

namespace Elucid.Cli;

/// <summary>The command line as a whole.</summary>
internal static class ElucidCommand
{
    /// <summary>Parses and runs; every failure is one sentence on the error stream and an exit code.</summary>
    public static int Run(string[] args, Terminal terminal, Interruption interruption)
    {
        Spelling.Current = OptionSpelling.Instance;
        RootCommand root = Create(args, terminal, interruption);
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in Complaints(parsed))
                terminal.Tell($"elucid: {message}");
            terminal.Say(
                $"Run `elucid {string.Concat(Path(parsed.CommandResult).Select(name => name + " "))}--help` for the options.");
            return ExitCode.Usage;
        }
        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                Output = terminal.Output.Profile.Out.Writer,
                Error = terminal.Error.Profile.Out.Writer,
            });
        }
        catch (OperationCanceledException)
        {
            terminal.Say("elucid: cancelled.");
            return ExitCode.Cancelled;
        }
        catch (ArgumentException exception) when (exception is not ShapeException)
        {
            terminal.Tell($"elucid: {Sentence.Of(exception)}");
            return ExitCode.Usage;
        }
        catch (Exception exception) when (
            exception is DataFormatException or ModelFormatException or ShapeException or NotSupportedException or IOException
                or UnauthorizedAccessException)
        {
            terminal.Tell($"elucid: {exception.Message}");
            return ExitCode.Failed;
        }
        catch (OutOfMemoryException)
        {
            terminal.Tell(
                $"elucid: this needs more memory than the {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes >> 20:N0} MB that the process may use. "
                    + "Give it more, or take fewer rows or columns, smaller images, a smaller network, or a smaller --batch.");
            return ExitCode.Failed;
        }
    }

    /// <summary>All commands with their options.</summary>
    internal static RootCommand Create(string[] args, Terminal terminal, Interruption interruption)
    {
        RootCommand root = new("Elucid compares activation functions on your data, trains networks, and shows what they do.")
        {
            CompareCommand.Create(args, terminal, interruption),
            MergeCommand.Create(args, terminal),
            TrainCommand.Create(args, terminal, interruption),
            FederateCommand.Create(args, terminal, interruption),
            PredictCommand.Create(terminal),
            GenerateCommand.Create(terminal, interruption),
            ExportCommand.Create(args, terminal, interruption),
            SwapCommand.Create(terminal),
            ActivationsCommand.Create(terminal),
            VerifyCommand.Create(terminal, interruption),
            BenchCommand.Create(terminal, interruption),
            ClaimsCommand.Create(args, terminal, interruption),
        };
        root.SetAction(parsed =>
        {
            new HelpText().Invoke(parsed);
            return ExitCode.Usage;
        });
        root.Options.OfType<HelpOption>().Single().Action = new HelpText();
        return root;
    }

    // The commands that were named, from the root on, which is not.
    static IEnumerable<string> Path(CommandResult result) =>
        result.Parent is CommandResult parent ? Path(parent).Append(result.Command.Name) : [];

    /// <summary>The command line, so that it can be pasted into a shell.</summary>
    public static string Line(string[] args) => "elucid " + string.Join(' ', args.Select(Quoted));

    /// <summary>An argument as a shell reads it.</summary>
    public static string Quoted(string argument) =>
        argument.Length > 0 && argument.All(c => char.IsLetterOrDigit(c) || ",.:=/_-".Contains(c, StringComparison.Ordinal)) ? argument
            : $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    static IEnumerable<string> Complaints(ParseResult parsed)
    {
        Command command = parsed.CommandResult.Command;
        string[] options = [.. command.Options.Select(o => o.Name)], commands = [.. command.Subcommands.Select(c => c.Name)];
        foreach (string word in parsed.UnmatchedTokens)
            yield return word.StartsWith('-') ? $"There is no option '{word}'.{Suggestion.DidYouMean(word, options)}"
                : commands.Length > 0
                    ? $"There is no command '{word}'. The commands are {string.Join(", ", commands)}.{Suggestion.DidYouMean(word, commands)}"
                : $"'{word}' belongs to no option.";
        foreach (string message in parsed.Errors.Where(e => e.SymbolResult is not CommandResult || parsed.UnmatchedTokens.Count == 0)
            .Select(e => e.Message).Distinct())
            yield return message;
    }
}
