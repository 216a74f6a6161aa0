using System.CommandLine;
using System.Globalization;
using Elucid.Onnx;

namespace Elucid.Cli;

/// <summary><c>elucid swap</c>: another activation in a network that somebody else made.</summary>
internal static class SwapCommand
{
    public static Command Create(Terminal terminal)
    {
        Command command =
            new("swap", "Replaces activation functions in any ONNX file; everything else stays byte for byte. The weights were trained with the old "
                + "function: train or measure before you rely on the new one.");
        Argument<string> model = new("MODEL") { Description = "An ONNX file, by whatever program." };
        Option<string> from =
            new("--from")
            {
                Description = "The function to replace: an operator of ONNX, such as Relu, or a name of `elucid activations`.",
                HelpName = "NAME",
                Required = true
            };
        Option<string> to =
            new("--to")
            {
                Description = "The function to put there, such as elu or elu:alpha=0.5; `elucid activations` lists them.",
                HelpName = "NAME",
                Required = true
            };
        Option<double?> alpha = NumberOption.CreateOptional<double>("--alpha", "The α of elu and celu: --to elu --alpha 0.5 is --to elu:alpha=0.5.");
        Option<string> output = new("--out") { Description = "The file to write.", HelpName = "FILE", Required = true };
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { from, to, alpha, output })
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            string name =
                parsed.GetValue(to)! + (parsed.GetValue(alpha) is { } value ? $":alpha={value.ToString("R", CultureInfo.InvariantCulture)}" : ""),
                    path = parsed.GetValue(output)!;
            if (parsed.GetValue(from)!.Trim().Length == 0)
                throw new ArgumentException("--from must name a function, such as Relu.");
            Activation function = ActivationCatalog.Parse(name);
            OutputFile.Check("--out", path, parsed.GetValue(model)!);
            OnnxSwapResult result = new OnnxSwap(parsed.GetValue(from)!.Trim(), function).Apply(parsed.GetValue(model)!, path);
            Report(result, function, path, terminal);
            return ExitCode.Done;
        });
        return command;
    }

    static void Report(OnnxSwapResult result, Activation function, string path, Terminal terminal)
    {
        terminal.Write($"{path}: {function} in {result.Replaced.Count} {(result.Replaced.Count == 1 ? "node" : "nodes")}:");
        foreach (string node in result.Replaced)
            terminal.Write($"  {Excerpt.Of(node)}");
        foreach (string file in result.ExternalFiles)
            terminal.Say($"Some weights lie in '{Excerpt.Of(file)}' beside the old file: copy it beside the new one.");
    }
}
