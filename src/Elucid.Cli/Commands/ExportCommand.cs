using System.CommandLine;
using Elucid.Lab;
using Elucid.Onnx;

namespace Elucid.Cli;

/// <summary><c>elucid export</c>: takes a trained network elsewhere.</summary>
internal static class ExportCommand
{
    const int MostNames = 12;

    public static Command Create(Terminal terminal)
    {
        Command command =
            new("export",
                "Writes a trained network as an ONNX file, which other programs run. It takes features and gives targets in their own units; of "
                    + "classes it gives logits.");
        Argument<string> model = new("MODEL") { Description = "A model.safetensors that `elucid train` saved." };
        Option<string> onnx = new("--onnx") { Description = "The file to write.", HelpName = "FILE", Required = true };
        Option<int> opset = NumberOption.Create(
            "--opset", $"The version of ONNX's operator set, {OnnxExport.OldestOpset} to {OnnxExport.NewestOpset}; {OnnxExport.DefaultOpset}, which "
                + $"most programs read, by default.", OnnxExport.DefaultOpset);
        command.Arguments.Add(model);
        command.Options.Add(onnx);
        command.Options.Add(opset);
        command.SetAction(parsed =>
        {
            string path = parsed.GetValue(onnx)!;
            if (parsed.GetValue(opset) is < OnnxExport.OldestOpset or > OnnxExport.NewestOpset)
                throw new ArgumentException(
                    $"--opset must be {OnnxExport.OldestOpset} to {OnnxExport.NewestOpset}, but got {parsed.GetValue(opset)}.");
            OutputFile.Check("--onnx", path, parsed.GetValue(model)!);
            ExportedModel exported = OnnxModel.Export(parsed.GetValue(model)!, path, parsed.GetValue(opset));
            terminal.Write($"{path}: operator set {parsed.GetValue(opset)}.");
            string input = exported.InputNames.Count > 0 ? $"the features {List(exported.InputNames)}"
                : TaskProfile.Of(exported.Task).InputMeaning(exported.Data);
            terminal.Write($"  input  {Batch(exported.Input)}: {input}");
            terminal.Write(
                $"  output {Batch(exported.Output)}: {TaskProfile.Of(exported.Task).OutputMeaning} {List(exported.OutputNames)}");
            return ExitCode.Done;
        });
        return command;
    }

    static string Batch(Shape shape) => $"[{string.Join(", ", shape.Skip(1).Select(length => $"{length}").Prepend("batch"))}]";

    // All of them are in the file.
    static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(name => name.Replace("\n", "\\n", StringComparison.Ordinal)))
            + (names.Count > MostNames ? $", … ({names.Count})" : "");
}
