using System.CommandLine;
using Elucid.Claims;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say how the ledger is run.</summary>
internal sealed class ClaimsOptions
{
    readonly Option<bool> _quick = new("--quick")
    {
        Description =
            "A quick look: three seeds, of long experiments fewer, at rates that were tuned before. Its verdicts on experiments are withheld.",
    };

    readonly Option<bool> _estimate = new("--estimate") { Description = "Run nothing: say what is left to run, and how long it will take." };

    readonly Option<int> _firstSeed =
        NumberOption.Create<int>("--first-seed", "The first seed of every experiment; for a replication one that no run has used, such as 1000.");

    readonly Option<int> _threads =
        NumberOption.Create(
            "--threads", "Trials side by side; the processors by default. The result does not depend on it.", Environment.ProcessorCount);

    readonly Option<string?> _data = DataOption();

    readonly Option<bool> _json = new("--json") { Description = $"Print {LedgerFiles.Json} instead of the tables." };

    readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };

    readonly OutputOptions _output =
        new(ClaimsCommand.DirectoryName, $"{LedgerFiles.Page}, {LedgerFiles.Json}, {LedgerFiles.Markdown} and {LedgerFiles.Trials}");

    /// <summary>Where the files of images are.</summary>
    public static Option<string?> DataOption() => new("--data")
    {
        Description = "Where the files of Fashion-MNIST are; where its package puts them by default.",
        HelpName = "DIRECTORY",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new Option[] { _quick, _estimate, _firstSeed, _threads, _data })
            command.Options.Add(option);
        _output.AddTo(command);
        command.Options.Add(_json);
        command.Options.Add(_quiet);
    }

    /// <summary>What was asked for.</summary>
    /// <exception cref="ArgumentException">It cannot be.</exception>
    public ClaimsRunSettings Read(ParseResult parsed)
    {
        if (parsed.GetValue(_threads) < 1)
            throw new ArgumentException($"--threads must be a positive number, but got {parsed.GetValue(_threads)}.");
        if (parsed.GetValue(_firstSeed) is < 0 or > 1_000_000 - 1_000)
            throw new ArgumentException(
                $"--first-seed must be from 0 to {1_000_000 - 1_000}: rates are tuned on seeds above. But got {parsed.GetValue(_firstSeed)}.");
        _output.Check(parsed);
        return new ClaimsRunSettings(
            parsed, _output, new LedgerOptions { IsQuick = parsed.GetValue(_quick), FirstSeed = parsed.GetValue(_firstSeed) },
            parsed.GetValue(_data), parsed.GetValue(_threads), parsed.GetValue(_estimate), parsed.GetValue(_json), parsed.GetValue(_quiet));
    }
}

/// <summary>How the ledger is to be run.</summary>
/// <param name="Parsed">The command line.</param>
/// <param name="Output">Reads from it where results go.</param>
/// <param name="Ledger">Seeds.</param>
/// <param name="Data">Where data is; null for its usual places.</param>
/// <param name="Threads">Trials side by side.</param>
/// <param name="IsEstimate">Whether to run nothing.</param>
/// <param name="IsJson">Whether to print JSON.</param>
/// <param name="IsQuiet">Whether to show no progress.</param>
internal sealed record ClaimsRunSettings(
    ParseResult Parsed, OutputOptions Output, LedgerOptions Ledger, string? Data, int Threads, bool IsEstimate, bool IsJson, bool IsQuiet)
{
    /// <summary>The command that runs a card alone, or all for an empty id.</summary>
    public string CommandOf(string id)
    {
        List<string> words = ["claims"];
        if (id.Length > 0)
            words.AddRange(["run", "--only", id]);
        if (Ledger.IsQuick)
            words.Add("--quick");
        if (Ledger.FirstSeed != 0)
            words.AddRange(["--first-seed", $"{Ledger.FirstSeed}"]);
        if (Data is not null)
            words.AddRange(["--data", Data]);
        return ElucidCommand.Line([.. words]);
    }
}
