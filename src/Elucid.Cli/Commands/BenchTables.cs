using Elucid.Verification;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Draws the figures of <see cref="ActivationBench"/>: a table for each direction, functions as rows, sizes as groups of columns.</summary>
internal static class BenchTables
{
    static readonly string[] Places = ["L1", "L2", "RAM"];

    public static void Write(ActivationBenchReport report, Terminal terminal)
    {
        terminal.Output.MarkupLine(
            $"[grey]{Markup.Escape($"{report.Environment.Processor}, {report.Environment.Vectors}, {(report.Threads == 1 ? "1 thread" : $"{report.Threads} threads")}")}[/]");
        terminal.Output.MarkupLine(
            $"[grey]{Markup.Escape($"Elucid {report.Environment.Elucid}, {report.Environment.Runtime}, {report.Date:yyyy-MM-dd}")}[/]");
        foreach (ElementType type in report.Speeds.Select(s => s.Type).Distinct())
            foreach (bool isBackward in new[] { false, true })
                terminal.Output.Write(Of(report, type, isBackward));
        terminal.Output.MarkupLine("[grey]Gelem/s: billions of elements a second. ×ReLU, ×copy: time as a multiple of theirs; less is better.[/]");
        if (report.Answer.Length > 0)
            terminal.Output.Write(new Spectre.Console.Text(Environment.NewLine + report.Answer + Environment.NewLine));
    }

    static Table Of(ActivationBenchReport report, ElementType type, bool isBackward)
    {
        int[] sizes = [.. report.Speeds.Where(s => s.Type == type).Select(s => s.Elements).Distinct().Order()];
        Table table =
            new Table().Border(TableBorder.Simple)
                .Title($"{(isBackward ? "backward: dx = dy · f′(x)" : "forward: y = f(x)")}, {type.ToString().ToLowerInvariant()}");
        table.AddColumn(new TableColumn(new Markup($"[grey]{(isBackward ? "f′" : "f")}[/]")).PadLeft(0).PadRight(0).NoWrap());
        for (int i = 0; i < sizes.Length; i++)
        {
            table.AddColumn(Column($"{Places[i]} {ActivationCost.Size(sizes[i])}", "Gelem/s", left: 1));
            table.AddColumn(Column("", "×ReLU", left: 0));
            table.AddColumn(Column("", "×copy", left: 0));
        }
        foreach (string function in Rows(report))
            table.AddRow([new Markup(function == "elu" ? $"[bold]{function}[/]" : Markup.Escape(function)),
                .. sizes.SelectMany(
                    size => Cells(report.Find(function, type, isBackward && function != ActivationBench.Copy, size)!, function == "elu"))]);
        return table;
    }

    // ELU first, the copy last.
    static IEnumerable<string> Rows(ActivationBenchReport report) =>
        report.Speeds.Select(s => s.Function).Distinct()
            .OrderBy(f => f == "elu" ? 0 : f.StartsWith("elu:", StringComparison.Ordinal) ? 1 : f == "relu" ? 2 : f == ActivationBench.Copy ? 4 : 3);

    static IEnumerable<Markup> Cells(ActivationSpeed speed, bool isElu)
    {
        string style = isElu ? "bold green" : "default";
        yield return new($"[{style}]{speed.Gelems.ToString(speed.Gelems < 99.95 ? "F2" : "F1")}[/]");
        yield return speed.Function == ActivationBench.Copy ? new("") : new($"[{style}]{Multiple(speed.TimesRelu)}[/]");
        yield return speed.Function == ActivationBench.Copy ? new("") : new($"[{(isElu ? style : "grey")}]{Multiple(speed.TimesCopy)}[/]");
    }

    static string Multiple(double ratio) => ratio.ToString(ratio < 9.995 ? "F2" : ratio < 99.95 ? "F1" : "F0");

    static TableColumn Column(string first, string second, int left) =>
        new(new Markup($"[grey]{Markup.Escape(first)}\n{second}[/]"))
        {
            Alignment = Justify.Right,
            NoWrap = true,
            Padding = new Spectre.Console.Padding(left, 0, 0, 0)
        };
}
