using System.CommandLine;
using System.Text.Json;
using Elucid.Claims;
using Elucid.Images;
using Elucid.Lab;
using Elucid.Reports;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary><c>elucid compare</c>: which activation learns this data best?</summary>
internal static class CompareCommand
{
    public static Command Create(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command =
            new("compare", "Trains the same network with several activations on several seeds and says which wins, or that the data cannot tell.");
        DataOptions data = new();
        RecipeOptions recipe = new();
        VaryOption vary = new(recipe);
        CompareResults results = new();
        Option<string> activations = new("--activations")
        {
            Description =
                "What to compare: names with parameters such as elu,elu:alpha=0.5,relu, or all. A name given twice is a control: the scores of elu "
                    + "against itself must tie.",
            DefaultValueFactory = _ => string.Join(',', StudySettings.DefaultActivations),
            HelpName = "NAME,…",
        };
        Option<string> baseline =
            new("--baseline")
            {
                Description =
                $"The activation that the others are compared with; {StudySettings.BaselineOf(StudySettings.DefaultActivations)} by default, or the "
                    + $"first one named.",
                HelpName = "NAME",
                DefaultValueFactory = _ => ""
            };
        Option<string> seeds = new("--seeds")
        {
            Description =
                $"Networks per activation. Against {StudySettings.DefaultActivations.Count - 1} others the corrected rank test cannot "
                    + $"decide with fewer than {StudyComparison.SeedsNeededFor(StudySettings.DefaultActivations.Count - 1)}, and ties ask for more. "
                    + $"auto looks after {SeedRule.First} seeds, twice as many and so on up to {new SeedRule().Most} (auto:MOST for another "
                    + $"most), and "
                    + "ends when each comparison with the baseline is decided; the looks share the 5 % of error.",
            DefaultValueFactory = _ => $"{new StudySettings().Seeds}",
            HelpName = "N|auto",
        };
        Option<int> seed = NumberOption.Create<int>("--seed", "The first seed.");
        Option<bool> tune = new("--tune-lr")
        {
            Description =
                "Find each activation's own learning rate first, on the same grid and on validation data. Functions differ in the rate that suits "
                    + "them by a factor of "
                + "three and more, so with one rate for all a comparison mostly tells whom that rate suits. Takes about three times as long.",
        };
        Option<int> threads =
            NumberOption.Create(
                "--threads", "Trials side by side; the processors by default. The result does not depend on it.", Environment.ProcessorCount);
        Option<string?> shard = new("--shard")
        {
            Description =
                "Run one part of the study: 1/3, 2/3 and 3/3, anywhere, are the whole of it. Parts are whole seeds. `elucid merge` brings them "
                    + "together.",
            HelpName = "I/N",
        };
        OutputOptions output = new("elucid-compare", "report.html, results.json, history.csv and plots");
        Option<bool> json = new("--json") { Description = "Print results.json instead of the table." };
        Option<bool> quiet = new("--quiet") { Description = "No progress." };

        data.AddTo(command);
        recipe.AddTo(command);
        vary.AddTo(command);
        output.AddTo(command);
        results.AddTo(command);
        foreach (Option option in new Option[] { activations, baseline, seeds, seed, tune, threads, shard, json, quiet })
            command.Options.Add(option);

        command.SetAction(parsed =>
        {
            if (parsed.GetValue(tune) && recipe.NamesRate(parsed))
                throw new ArgumentException(
                    "--lr and --tune-lr contradict each other: the one fixes the rate, the other looks for it. Use one of them.");
            if (parsed.GetValue(threads) < 1)
                throw new ArgumentException($"--threads must be a positive number, but got {parsed.GetValue(threads)}.");
            output.Check(parsed);
            string line = ElucidCommand.Line(args);
            if (results.IsAsked(parsed, [.. data.Marks, .. output.All, baseline, json, quiet]))
                return results.Run(parsed, data, parsed.GetValue(baseline)!, output, line, parsed.GetValue(json), terminal);
            string[] names = ParseActivations(parsed.GetValue(activations)!);
            string asked = parsed.GetValue(baseline)!;
            StudyData studied = data.Load(parsed, terminal, parsed.GetValue(quiet), recipe.ReadBody(parsed));
            Variation? variation = vary.Read(parsed, studied);
            if (parsed.GetValue(tune) && variation?.Factors.Contains("lr") == true)
                throw new ArgumentException(
                    "--vary lr and --tune-lr contradict each other: the one sets rates, the other looks for them. Use one of them.");
            (int count, SeedRule? rule) = ParseSeeds(parsed.GetValue(seeds)!);
            if (rule is not null && parsed.GetValue(shard) is not null)
                throw new ArgumentException(
                    "--seeds auto and --shard contradict each other: the one looks at all seeds together, the other runs a part of them. Use one of "
                        + "them.");
            StudySettings settings = new()
            {
                Variation = variation,
                Recipe = recipe.Read(parsed, studied),
                Activations = names,
                Baseline = asked.Length > 0 ? ActivationCatalog.Parse(asked).Name : StudySettings.BaselineOf(names),
                Seeds = count,
                Rule = rule,
                FirstSeed = parsed.GetValue(seed),
                TunesLearningRate = parsed.GetValue(tune),
            };
            Study study = new(settings, studied) { Shard = ParseShard(parsed.GetValue(shard), settings.Seeds) };
            using OutputDirectory directory = output.Open(
                parsed, data.NameOf(parsed), line, resumes: false, accepts: directory => study.RefusalOf(directory) is null, terminal);
            if (output.Overwrites(parsed))
                directory.Clear();
            else if (study.RefusalOf(directory) is { } refusal)
                throw new ArgumentException(refusal);
            return Run(study, parsed.GetValue(threads), directory, line, parsed.GetValue(json), parsed.GetValue(quiet), terminal,
                interruption.Listen());
        });
        return command;
    }

    static int Run(
        Study study, int threads, OutputDirectory directory, string commandLine, bool json, bool quiet, Terminal terminal,
        CancellationToken cancellation)
    {
        StudyResult result;
        if (study.ShowAugmented(directory) is var (augmented, changes) && !quiet)
            terminal.Tell(
                "Training images as they are, and below them as three epochs would change them"
                    + $"{(changes.Count > 1 ? $" ({string.Join(", then ", changes)})" : "")}: {augmented}");
        using (TrialLogFile log = new(directory[Study.TrialsFile]))
        {
            TrialIndex index = Study.IndexOf(log);
            TellOf(index, log.Path, terminal);
            result = CompareProgress.Show(study, quiet, terminal, observer => study.Run(threads, index, observer, cancellation));
        }
        TellOfExceptions(result, terminal);

        if (study.Shard is { } part)
            return EndOfPart(study, part, result.Outcome.Finished, directory.Path, terminal);
        if (StudySummary.Of(result) is not { } summary)
        {
            terminal.Say(
                $"Stopped before any seed was finished by all activations; finished trials are kept in '{directory.Path}'. Run the same command "
                    + $"again to go on.");
            return ExitCode.Cancelled;
        }
        IReadOnlyList<ReportNote> nearest = NearestClaims.Of(summary);
        string report =
            StudyFiles.Write(summary, directory, commandLine, chart => ChartPng.Encode(chart), NearestClaims.Section(nearest));
        if (json)
            terminal.Write(StudyFiles.ToJson(summary));
        else
            Print(summary, nearest, directory, report, terminal);
        if (result.IsComplete)
            return ExitCode.Done;
        terminal.Say($"Stopped: {result.Outcome.Finished} of {result.Outcome.Design.Trials.Count} trials finished and are kept. Run the same command "
            + "again to go on.");
        return ExitCode.Cancelled;
    }

    static int EndOfPart(Study study, (int Number, int Count) part, int finished, string directory, Terminal terminal)
    {
        if (finished < study.TrialCount)
        {
            terminal.Say($"Stopped: {finished} of {study.TrialCount} trials finished and are kept. Run the same command again to go on.");
            return ExitCode.Cancelled;
        }
        terminal.WriteSentence(
            $"Part {part.Number} of {part.Count} is finished: {Counted(finished)} in '{directory}'. When all parts are, `elucid merge` with their "
                + "directories brings them together.");
        return ExitCode.Done;
    }

    static (int Seeds, SeedRule? Rule) ParseSeeds(string text)
    {
        string[] parts = text.Split(':', 2);
        if (parts[0] != "auto")
            return (NumberOption.Read<int>("--seeds", text), null);
        SeedRule rule = parts is [_, var most] ? new(NumberOption.Read<int>("--seeds auto", most)) : new();
        rule.Check();
        return (rule.Most, rule);
    }

    static (int Number, int Count)? ParseShard(string? text, int seeds) => text?.Split('/') switch
    {
        null => null,
        [var first, var second] when int.TryParse(first, out int number) && int.TryParse(second, out int count) && number >= 1 && number <= count
            => count <= seeds ? (number, count)
                : throw new ArgumentException($"--shard {text} has more parts than the study has seeds ({seeds}): a part is at least one seed."),
        _ => throw new ArgumentException($"--shard must be a part and their number, such as 1/3, but got '{text}'."),
    };

    // What a reader of the results must know of the trials that were there before.
    public static void TellOf(TrialIndex index, string path, Terminal terminal)
    {
        if (index.Unreadable > 0)
            terminal.Say(
                $"{index.Unreadable} {(index.Unreadable == 1 ? "line" : "lines")} of '{path}' cannot be read as trials: what they held "
                    + $"is run again.");
        if (index.OfOtherBuilds > 0)
            terminal.Say(
                $"{Counted(index.OfOtherBuilds)} in '{path}' {(index.OfOtherBuilds == 1 ? "was" : "were")} run by another build of Elucid, which may "
                    + $"compute other bits: they are used. --overwrite runs all of them again.");
        if (index.Contradictions > 0)
            terminal.Say(
                $"{Counted(index.Contradictions)} in '{path}' {(index.Contradictions == 1 ? "has" : "have")} two results that differ although one "
                    + $"build ran both: the later one counts. --overwrite runs all of them again.");
    }

    // An exception is a trial's result as any failure, but rather a fault of a program than of a function.
    static void TellOfExceptions(StudyResult result, Terminal terminal)
    {
        TrialCourse[] threw = [.. result.Trials.Where(trial => trial.Failure?.Kind == FailureKind.Threw)];
        if (threw.Length > 0)
            terminal.Say($"{Counted(threw.Length)} ended with an exception and {(threw.Length == 1 ? "counts" : "count")} as failed; the first one, "
                + $"{threw[0].Arm} on seed {threw[0].Seed}: {threw[0].Failure!.Sentence}");
    }

    public static string Counted(int trials) => $"{trials} {(trials == 1 ? "trial" : "trials")}";

    static void Print(
        StudySummary summary, IReadOnlyList<ReportNote> nearest, OutputDirectory directory, string report, Terminal terminal)
    {
        StudyCharts charts = new(summary);
        Tables.Write(StudyTable.Results(summary, charts), terminal.Output);
        if (summary.Activations.Count > 1)
            Tables.Write(StudyTable.Comparisons(summary, charts), terminal.Output);
        if (StudyTable.Leads(summary) is { } leads)
            Tables.Write(leads, terminal.Output);
        PrintEnd(summary.Conclusion, summary.Advice, report, "results.json, history.csv, plots/", directory, terminal);
        if (nearest.Count > 0)
            terminal.Write("");
        foreach (ReportNote note in nearest)
            terminal.WriteSentence($"The ledger says: {note.Term}. {note.Text}");
    }

    /// <summary>What stands below the tables: the answer, what would decide, and the files.</summary>
    public static void PrintEnd(string conclusion, string advice, string report, string files, OutputDirectory directory, Terminal terminal)
    {
        terminal.WriteSentence(conclusion);
        if (advice.Length > 0)
            terminal.WriteSentence(advice);
        terminal.Write("");
        terminal.Write($"Report: {report}");
        terminal.Write($"Data:   {directory[files]}");
    }

    static string[] ParseActivations(string text) => ArmName.Of(text.Trim() == "all"
        ? ActivationCatalog.All.Select(info => info.Create())
        : text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ActivationCatalog.Parse));
}
