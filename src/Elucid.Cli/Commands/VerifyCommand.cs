using System.CommandLine;
using Elucid.Verification;

namespace Elucid.Cli;

/// <summary><c>elucid verify</c>: are the functions as exact as stated?</summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal, Interruption interruption)
    {
        Command command =
            new("verify",
                "Proves the error bounds of the activation functions: tries every float at every width of vectors that this machine has. Ends with "
                    + "1 if a bound is broken.");
        Option<string> functions =
            ActivationList.Option(
                "--functions",
                "What to verify: names with parameters such as elu,elu:alpha=0.5,gelu, or all. The stated bounds are those of the default "
                        + "parameters.");
        Option<long> stride =
            NumberOption.Create(
                "--stride", "Try every N-th float only: a sample in seconds instead of a proof in minutes. Special values are always tried.",
                new VerificationSettings().Stride);
        Option<string> derivatives =
            new("--derivatives")
            {
                Description = "Verify f and f′ (both), f alone (none) or f′ alone (only).",
                HelpName = "both|none|only",
                DefaultValueFactory = _ => "both"
            };
        Option<string> types = ElementTypes.Option("What elements are: float, double, half, bfloat16 or several of them.");
        Option<int> threads = NumberOption.Create("--threads", "Threads to use; the processors by default.", new VerificationSettings().Threads);
        Option<bool> json = new("--json") { Description = "Print JSON instead of the table." };
        Option<bool> quiet = new("--quiet") { Description = "No progress." };
        foreach (Option option in new Option[] { functions, stride, derivatives, types, threads, json, quiet })
            command.Options.Add(option);

        command.SetAction(parsed =>
        {
            Verifier verifier = new(new VerificationSettings
            {
                Functions = ActivationList.Parse(parsed.GetValue(functions)!),
                Stride = parsed.GetValue(stride),
                Parts = Choice.Parse(
                    "--derivatives", parsed.GetValue(derivatives)!, FunctionParts.Both, FunctionParts.Functions, FunctionParts.Derivatives),
                Types = ElementTypes.Parse(parsed.GetValue(types)!),
                Threads = parsed.GetValue(threads),
            });
            ProgressBar bar = new();
            VerificationReport report =
                bar.Show(parsed.GetValue(quiet), terminal, () => verifier.Run(new VerifyProgress(verifier.Inputs, bar), interruption.Listen()));
            if (parsed.GetValue(json))
                terminal.Write(report.ToJson());
            else
                Print(report, terminal);
            return !report.IsComplete ? ExitCode.Cancelled : report.Passed ? ExitCode.Done : ExitCode.Failed;
        });
        return command;
    }

    static void Print(VerificationReport report, Terminal terminal)
    {
        if (report.Results.Count > 0)
            Tables.Write(VerificationTable.Of(report), terminal.Output);
        terminal.Output.Write(new Spectre.Console.Text(VerificationTable.Conclusion(report) + Environment.NewLine));
    }
}
