using Elucid.Claims;
using Elucid.Lab;
using Elucid.Reports;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>What <c>elucid claims</c> prints.</summary>
internal static class ClaimsText
{
    /// <summary>A row for each claim; a terminal gets as much of the sentence as fits.</summary>
    public static void List(Terminal terminal)
    {
        int room = terminal.Output.Profile.Out.IsTerminal ? Math.Max(terminal.Output.Profile.Width - 1, 40) : int.MaxValue;
        foreach (Card card in ClaimCatalog.All)
        {
            string row = $"{card.Id,-4} {Lower(card.Area),-13} {Lower(card.Status),-11} {card.Sentence}";
            terminal.Write(ProgressRow.Cells(row) <= room ? row : ProgressRow.Cut(row, room - 1).TrimEnd() + "…");
        }
    }

    /// <summary>The whole card.</summary>
    public static void Show(Card card, ClaimData data, CardRecord? found, Terminal terminal)
    {
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string label, string text)
        {
            if (text.Length > 0)
                grid.AddRow(new Markup($"[grey]{Markup.Escape(label)}[/]"), new Spectre.Console.Text(text));
        }
        Row(card.Id, card.Sentence);
        Row("about", $"{card.Topic}, {Lower(card.Area)}");
        Row("status", Lower(card.Status));
        Row("expected", card.Expected);
        Row("limits", card.Limits);
        Row("sources", string.Join("; ", card.Sources));
        Row("revision", $"{card.Revision}");
        if (card.Missing(data) is { } missing)
            Row("data", missing);
        else
            foreach (Experiment experiment in card.Experiments(data))
            {
                Row("experiment", experiment.Id);
                ExperimentRecord record = LedgerRecords.Of(new ExperimentResult(experiment, Design.Of(experiment), [], []));
                Row("arms", string.Join(", ", experiment.Arms.Select(arm => arm.Name)));
                foreach ((string name, string value) in ExperimentTables.Settings(record with { FinishedSeeds = [.. experiment.SeedNumbers] }))
                    Row(name, value);
                foreach (Condition condition in experiment.Conditions)
                    Row("decides", condition.Text(experiment));
            }
        if (found is not null)
        {
            Row("verdict", $"{found.Verdict.Mark()} {found.Verdict.Text()}{(found.Qualifier.Length > 0 ? $", {found.Qualifier}" : "")}");
            Row("effect", found.Effect + (found.Against.Length > 0 ? $" against {found.Against}" : ""));
            Row("answer", found.Answer);
        }
        terminal.Output.Write(grid);
    }

    /// <summary>The short form of a document: a table for each area of those cards that were asked for.</summary>
    public static void Results(LedgerDocument document, string[] asked, string page, Terminal terminal)
    {
        CardRecord[] cards = [.. document.Cards.Where(card => asked.Contains(card.Id))];
        foreach (IGrouping<Area, CardRecord> area in cards.GroupBy(card => card.Area))
            Tables.Write(ClaimsTable.Short(area.Key, area), terminal.Output);
        foreach (IGrouping<string, CardRecord> reason in
            cards.Where(card => card.Verdict == ClaimVerdict.NotRun && !document.IsWithheld(card)).GroupBy(card => card.Answer))
            terminal.WriteSentence($"Not run ({string.Join(", ", reason.Select(card => card.Id))}): {reason.Key}");
        // Whoever asks for one card wants to see it.
        if (cards is [var only] && (only.Verdict != ClaimVerdict.NotRun || document.IsWithheld(only)))
        {
            terminal.WriteSentence(only.Answer);
            foreach (ReportTable table in only.Tables)
                Tables.Write(table, terminal.Output);
        }
        if (cards.Any(document.IsWithheld))
            terminal.WriteSentence("A quick look decides nothing: verdicts that rest on experiments are withheld.");
        terminal.Write($"Page: {page}");
    }

    /// <summary>What is left to run, and how long it takes.</summary>
    public static void Estimate(LedgerEstimate estimate, int threads, Terminal terminal)
    {
        ExperimentEstimate[] left = [.. estimate.Experiments.Where(experiment => experiment.Left > 0)];
        if (left.Length > 0)
            Tables.Write(new ReportTable(
                "Left to run", [new("experiment"), Number("trials stored"), Number("left"), Number("each"), Number("one thread")],
                [.. left.Select(experiment => new ReportRow(
                    experiment.Experiment.Id, Format.Count(experiment.Stored), Format.Count(experiment.Left), Time(experiment.SecondsEach),
                    Time(experiment.Left * experiment.SecondsEach)))]), terminal.Output);
        if (left.Length == 0)
            terminal.Write("Nothing is left to run but proofs and measurements, which take seconds.");
        else if (estimate.Unknown.Count == left.Length)
            terminal.WriteSentence($"{Format.Count(estimate.Left)} trials are left. How long they take is known once some have run.");
        else
            terminal.WriteSentence(
                $"{Format.Count(estimate.Left)} trials are left: about {Time(estimate.Seconds / threads)} on {threads} "
                    + $"{(threads == 1 ? "thread" : "threads")}"
                    + $"{(estimate.Unknown.Count > 0 ? $", and {NamesOf(estimate.Unknown)}, whose time is not known yet" : "")}.");
    }

    static string NamesOf(IEnumerable<Experiment> experiments) => string.Join(", ", experiments.Select(experiment => experiment.Id));

    static ReportColumn Number(string header) => new(header, Alignment: ColumnAlignment.End);

    static string Time(double seconds) => double.IsNaN(seconds) ? Format.Missing : Format.Duration(TimeSpan.FromSeconds(seconds));

    static string Lower(Enum value) => value.ToString().ToLowerInvariant();
}
