using System.CommandLine;
using Elucid.Lab;
using Elucid.Reports;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary><c>elucid activations</c>: what is in the catalog.</summary>
internal static class ActivationsCommand
{
    public static Command Create(Terminal terminal)
    {
        Command command = new("activations", "Lists the activation functions, or describes and draws one.");
        Argument<string?> name =
            new("NAME")
            {
                HelpName = HelpText.Optional("NAME"),
                Description = "A function with its parameters, such as elu, elu:alpha=0.5 or elu:clip=-20; all without it.",
                Arity = ArgumentArity.ZeroOrOne
            };
        Option<bool> plot = new("--plot") { Description = "Draw f and f′ in the terminal." };
        Option<bool> ascii = new("--ascii") { Description = "Draw with ASCII characters only." };
        command.Arguments.Add(name);
        command.Options.Add(plot);
        command.Options.Add(ascii);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is not { } text)
            {
                if (parsed.GetValue(plot))
                    throw new ArgumentException("--plot draws one function: name it, as in `elucid activations elu --plot`.");
                List(terminal);
                return ExitCode.Done;
            }
            Activation activation = ActivationCatalog.Parse(text);
            Describe(activation, terminal);
            if (parsed.GetValue(plot))
                Plot(activation, parsed.GetValue(ascii), terminal);
            return ExitCode.Done;
        });
        return command;
    }

    static void List(Terminal terminal)
    {
        ReportTable table = new("",
            [new("name"), new("f(x)"), new("range"), new("range of f′"), new("source")],
            [.. ActivationCatalog.All.Select(info => new ReportRow(info.Name, info.Formula, info.Range, info.DerivativeRange, info.Source))]);
        Tables.Write(table, terminal.Output);
        terminal.Output.Write(new Markup("[grey]elucid activations NAME --plot draws one.[/]\n"));
    }

    static void Describe(Activation activation, Terminal terminal)
    {
        ActivationInfo info = activation.Info;
        Grid grid = new Grid().AddColumn(new GridColumn().NoWrap()).AddColumn();
        void Row(string label, string text) => grid.AddRow(new Markup($"[grey]{label}[/]"), new Spectre.Console.Text(text));
        grid.AddRow(new Markup("[grey]name[/]"),
            new Markup(
                $"[bold]{Markup.Escape(activation.Name)}[/]{(info.Aliases.Count > 0 ? $" [grey](also {Markup.Escape(string.Join(", ", info.Aliases))})[/]" : "")}"));
        Row("f(x)", info.Formula);
        Row("f′(x)", info.DerivativeFormula);
        Row("range", info.Range);
        Row("range of f′", info.DerivativeRange);
        foreach (ActivationParameter p in info.Parameters)
            Row(p.Name, $"{Format.Exact(activation.Parameters[p.Name])}{(activation.IsLearned ? " at the start, learned" : "")}; "
                + $"{p.Description}, {p.Range}");
        if (info.Settings.LastOrDefault() is { } clip && clip == ActivationInfo.ClipParameter)
            Row(clip.Name, $"{(activation.IsClipped ? Format.Exact(activation.Clip) : clip.DefaultText)}; {clip.Description}, {clip.Range}");
        Row("weights", info.WeightScheme.ToString());
        Row("accuracy", $"f within {info.MaxUlp} ulp, f′ within {info.MaxDerivativeUlp} ulp in float32");
        Row("source", info.Source);
        terminal.Output.Write(grid);
    }

    static void Plot(Activation activation, bool ascii, Terminal terminal)
    {
        var style = SeriesStyle.Assign([activation.Name]);
        LineChart f = StudyCharts.OfFunctions(activation.Name, "", (a, x) => a.Evaluate(x), style);
        LineChart slope = StudyCharts.OfFunctions(activation.Name, "", (a, x) => a.EvaluateDerivative(x), style);
        LineChart both = f with
        {
            Series = [new Series("f", f.Series[0].X, f.Series[0].Y) { Style = SeriesStyle.Signature },
                new Series("f′", slope.Series[0].X, slope.Series[0].Y)],
        };
        terminal.Write("");
        terminal.Write(TerminalPlot.Render(both, Math.Clamp(terminal.Output.Profile.Width, 40, 100), 24, ascii));
    }
}
