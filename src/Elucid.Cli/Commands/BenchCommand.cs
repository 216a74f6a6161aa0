using System.CommandLine;
using Elucid.Verification;

namespace Elucid.Cli;

/// <summary><c>elucid bench</c>: how fast is this machine? Each subject is a command of its own.</summary>
internal static class BenchCommand
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        Command command = new("bench", "Measures how fast things run on this machine.") { Activations(terminal, interruption) };
        command.SetAction(parsed =>
        {
            new HelpText().Invoke(parsed);
            return ExitCode.Usage;
        });
        return command;
    }

    static Command Activations(Terminal terminal, Interruption interruption)
    {
        Command command =
            new("activations",
                "Measures activation functions forward and backward, in the caches and out of them, beside a memory copy and ReLU, and says "
                    + "what ELU costs.");
        Option<string> functions =
            ActivationList.Option(
                "--functions", "What to measure: names with parameters such as elu,elu:alpha=0.5,gelu, or all. ReLU is always measured.");
        Option<int> threads =
            NumberOption.Create(
                "--threads", "Threads that large arrays are split over; the processors by default.", new ActivationBenchSettings().Threads);
        Option<string> types = ElementTypes.Option("What elements are: float, double, half, bfloat16 or several of them.");
        Option<bool> quick = new("--quick") { Description = "Fewer rounds: rough figures in a few seconds." };
        Option<bool> json = new("--json") { Description = "Print JSON instead of the tables." };
        Option<bool> quiet = new("--quiet") { Description = "No progress." };
        foreach (Option option in new Option[] { functions, threads, types, quick, json, quiet })
            command.Options.Add(option);

        command.SetAction(parsed =>
        {
            ActivationBench bench = new(new ActivationBenchSettings
            {
                Functions = ActivationList.Parse(parsed.GetValue(functions)!),
                Threads = parsed.GetValue(threads),
                Types = ElementTypes.Parse(parsed.GetValue(types)!),
                IsQuick = parsed.GetValue(quick),
            });
            ProgressBar bar = new();
            ActivationBenchReport report = bar.Show(parsed.GetValue(quiet), terminal, () => bench.Run(bar.Report, interruption.Listen()));
            if (parsed.GetValue(json))
                terminal.Write(report.ToJson());
            else
                BenchTables.Write(report, terminal);
            return ExitCode.Done;
        });
        return command;
    }
}
