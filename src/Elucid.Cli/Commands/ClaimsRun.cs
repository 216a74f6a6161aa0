using System.Diagnostics;
using Elucid.Claims;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>Runs the ledger, or some of its cards.</summary>
internal static class ClaimsRun
{
    static readonly TimeSpan BetweenPages = TimeSpan.FromSeconds(20);

    public static int Run(
        ClaimsRunSettings settings, string[] only, string line, Terminal terminal, Interruption interruption, ClaimData? data = null)
    {
        Ledger ledger = new(ClaimCatalog.Find(only), data ?? new ClaimData(settings.Data), settings.Ledger);
        if (settings.IsEstimate)
            return Estimate(ledger, settings, terminal);
        using OutputDirectory directory = settings.Output.Open(
            settings.Parsed, data: "", line, resumes: false, accepts: directory => RefusalOf(directory, settings.Ledger) is null, terminal);
        if (settings.Output.Overwrites(settings.Parsed))
            directory.Clear();
        else if (RefusalOf(directory, settings.Ledger) is { } refusal)
            throw new ArgumentException(refusal);
        return Run(ledger, directory, settings, terminal, interruption.Listen());
    }

    static int Run(Ledger ledger, OutputDirectory directory, ClaimsRunSettings settings, Terminal terminal, CancellationToken cancellation)
    {
        using TrialLogFile log = new(directory[LedgerFiles.Trials]);
        TrialIndex index = new(log);
        Warn(index, log.Path, terminal);
        LedgerDocument? before = LedgerFiles.Find(directory.Path);
        List<LedgerEntry> soFar = [];
        long written = Stopwatch.GetTimestamp();
        void Keep(LedgerEntry entry)
        {
            // Whoever looks at the page meanwhile, or loses the machine, has what is known.
            soFar.Add(entry);
            if (entry.Results.Count == 0 || Stopwatch.GetElapsedTime(written) < BetweenPages)
                return;
            LedgerFiles.Write(
                LedgerRecords.Of(soFar, settings.Ledger, before, isStopped: true, index.Builds), directory, settings.CommandOf);
            written = Stopwatch.GetTimestamp();
        }
        IReadOnlyList<LedgerEntry> entries = ClaimsProgress.Show(
            Wait(() => LedgerEstimate.OfAsync(ledger, index)), settings.Threads, Keep, settings.IsQuiet, terminal,
            observer => Wait(() => ledger.RunAsync(new LocalRunner(settings.Threads), index, observer, cancellation)));

        // What a stopped run did not get to is not run; one that had all its trials by then was not stopped.
        bool isStopped = cancellation.IsCancellationRequested && entries.Any(entry => entry.Finding.Verdict == ClaimVerdict.NotRun);
        LedgerDocument document = LedgerRecords.Of(entries, settings.Ledger, before, isStopped, index.Builds);
        string page = LedgerFiles.Write(document, directory, settings.CommandOf);
        if (settings.IsJson)
            terminal.Write(LedgerFiles.ToJson(document));
        else
            ClaimsText.Results(document, [.. entries.Select(entry => entry.Card.Id)], page, terminal);
        foreach (LedgerEntry broken in entries.Where(entry => entry.IsBroken))
            terminal.Tell($"elucid: {broken.Finding.Answer}");
        if (isStopped)
        {
            terminal.Say($"Stopped: finished trials are kept in '{directory.Path}'. Run the same command again to go on.");
            return ExitCode.Cancelled;
        }
        return entries.Any(entry => entry.IsBroken || entry.IsFailedControl) ? ExitCode.Failed : ExitCode.Done;
    }

    static int Estimate(Ledger ledger, ClaimsRunSettings settings, Terminal terminal)
    {
        string path = Path.Combine(settings.Output.PathOf(settings.Parsed), LedgerFiles.Trials);
        using TrialLogFile log = new(path);
        TrialIndex index = new(log);
        Warn(index, path, terminal);
        LedgerEstimate estimate = Wait(() => LedgerEstimate.OfAsync(ledger, index));
        ClaimsText.Estimate(estimate, settings.Threads, terminal);
        return ExitCode.Done;
    }

    static void Warn(TrialIndex index, string path, Terminal terminal)
    {
        if (index.Unreadable > 0)
            terminal.Say(
                $"{index.Unreadable} {(index.Unreadable == 1 ? "line" : "lines")} of '{path}' cannot be read as trials: what they held is run "
                    + $"again.");
        if (index.OfOtherBuilds is > 0 and var others)
            terminal.Say(
                $"{others} {(others == 1 ? "trial" : "trials")} in '{path}' {(others == 1 ? "was" : "were")} run by another build of Elucid, which "
                    + $"may compute other bits. They are used; pass --overwrite to run them again.");
    }

    // What is there is either of the same kind of run, or somebody else's.
    static string? RefusalOf(OutputDirectory directory, LedgerOptions options)
    {
        string[] own = [LedgerFiles.Page, LedgerFiles.Json, LedgerFiles.Markdown, LedgerFiles.Trials];        // trials have keys of their own
        const string Advice = "Choose another --out, or pass --overwrite to delete it.";
        if (directory.Work.Except(own).FirstOrDefault() is { } foreign)
            return $"'{directory.Path}' holds a run or study that is not of the ledger ('{foreign}'). {Advice}";
        return LedgerFiles.Find(directory.Path) is { } before && (before.IsQuick != options.IsQuick || before.FirstSeed != options.FirstSeed)
            ? $"'{directory.Path}' holds a {(before.IsQuick ? "quick run" : "run")} of the ledger from seed {before.FirstSeed}, and this is a "
                + $"{(options.IsQuick ? "quick run" : "run")} from seed {options.FirstSeed}. {Advice}"
            : null;
    }

    static T Wait<T>(Func<Task<T>> task) => Task.Run(task, CancellationToken.None).GetAwaiter().GetResult();
}
