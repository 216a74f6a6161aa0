using System.CommandLine;
using Elucid.Claims;
using Elucid.Lab;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary><c>elucid claims</c>: what is said about ELU, and what is so.</summary>
internal static class ClaimsCommand
{
    /// <summary>The directory of a run where none is named.</summary>
    public const string DirectoryName = "elucid-claims";

    public static Command Create(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command =
            new("claims",
                "The ledger: what is said about ELU, sentence by sentence, each with the experiment or proof that can refute it. Runs all of it.")
            {
                ListCommand(terminal),
                ShowCommand(terminal),
                RunCommand(args, terminal, interruption),
                PaperCommand(args, terminal, interruption),
                ReplicateCommand(terminal),
            };
        ClaimsOptions options = new();
        options.AddTo(command);
        command.SetAction(parsed => ClaimsRun.Run(options.Read(parsed), [], ElucidCommand.Line(args), terminal, interruption));
        return command;
    }

    static Command RunCommand(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command = new("run", "Runs some of the cards, or what is left of them.");
        Option<string> only = new("--only")
        {
            Description = "Which: ids such as T01, or letters of areas such as T,P06; all by default.",
            HelpName = "ID,…",
            DefaultValueFactory = _ => "",
        };
        ClaimsOptions options = new();
        command.Options.Add(only);
        options.AddTo(command);
        command.SetAction(parsed => ClaimsRun.Run(
            options.Read(parsed), parsed.GetValue(only)!.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
            ElucidCommand.Line(args), terminal, interruption));
        return command;
    }

    static Command PaperCommand(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command = new(
            "paper", "Replicates the paper: its numbers beside ours, on Fashion-MNIST, and on MNIST and CIFAR-10 where their files are. Card S11.");
        Option<string?> mnist = DirectoryOption("--mnist", "MNIST"), cifar = DirectoryOption("--cifar", "CIFAR-10");
        ClaimsOptions options = new();
        options.AddTo(command);
        command.Options.Add(mnist);
        command.Options.Add(cifar);
        command.SetAction(parsed =>
        {
            ClaimsRunSettings settings = options.Read(parsed);
            ClaimData data = ClaimData.OfThePaper(settings.Data, parsed.GetValue(mnist), parsed.GetValue(cifar), terminal.Say);
            return ClaimsRun.Run(settings, ["S11"], ElucidCommand.Line(args), terminal, interruption, data);
        });
        return command;
    }

    static Option<string?> DirectoryOption(string name, string what) => new(name)
    {
        Description = $"Where the files of {what} are; in the usual places by default, and left out where they are not.",
        HelpName = "DIRECTORY",
    };

    static Command ListCommand(Terminal terminal)
    {
        Command command = new("list", "Lists the claims.");
        command.SetAction(parsed =>
        {
            ClaimsText.List(terminal);
            return ExitCode.Done;
        });
        return command;
    }

    static Command ShowCommand(Terminal terminal)
    {
        Command command = new("show", "Shows a card: what is claimed, what can refute it, and what was found.");
        Argument<string> id = new("ID") { Description = "Such as T01; letters such as M show all of an area." };
        Option<string?> directory = FoundOption(), data = ClaimsOptions.DataOption();
        command.Arguments.Add(id);
        command.Options.Add(directory);
        command.Options.Add(data);
        command.SetAction(parsed =>
        {
            LedgerDocument? found = LedgerFiles.Find(parsed.GetValue(directory) ?? OutputDirectory.LastOf(DirectoryName));
            ClaimData claimData = new(parsed.GetValue(data));
            foreach (Card card in ClaimCatalog.Find([parsed.GetValue(id)!]))
                ClaimsText.Show(card, claimData, found?.Cards.FirstOrDefault(record => record.Id == card.Id), terminal);
            return ExitCode.Done;
        });
        return command;
    }

    static Command ReplicateCommand(Terminal terminal)
    {
        Command command =
            new("replicate",
                "Compares a run with another one, on other seeds or another machine: which verdicts agree? Ends with 1 if fewer than 95 % do.");
        Argument<string> other = new("FILE") { Description = $"The {LedgerFiles.Json} of the other run." };
        Option<string?> directory = FoundOption();
        Option<bool> json = new("--json") { Description = "Print JSON instead of the table." };
        Option<string?> markdown =
            new("--markdown") { Description = "Write all verdicts and effects of both to this file, as a document.", HelpName = "FILE" };
        command.Arguments.Add(other);
        command.Options.Add(directory);
        command.Options.Add(json);
        command.Options.Add(markdown);
        command.SetAction(parsed =>
        {
            LedgerDocument second = LedgerFiles.Read(parsed.GetValue(other)!);
            string place = parsed.GetValue(directory) ?? OutputDirectory.LastOf(DirectoryName);
            LedgerDocument first = LedgerFiles.Read(System.IO.Path.Combine(place, LedgerFiles.Json));
            ReplicationReport report = ReplicationReport.Of(first, second);
            if (parsed.GetValue(markdown) is { } document)
            {
                OutputFile.Check("--markdown", document, parsed.GetValue(other)!);
                AtomicFile.WriteText(document, ReplicationReport.ToMarkdown(first, second));
            }
            if (parsed.GetValue(json))
                terminal.Write(report.ToJson());
            else
            {
                if (report.Differences.Count > 0)
                    Tables.Write(report.Table(), terminal.Output);
                terminal.WriteSentence(report.Conclusion);
            }
            return report.Replicates ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    static Option<string?> FoundOption() => new("--out")
    {
        Description = $"The directory of the run; the last of {DirectoryName}, {DirectoryName}-2 … by default.",
        HelpName = "DIRECTORY",
    };
}
