using System.CommandLine;
using Elucid.Lab;
using Elucid.Onnx;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary><c>elucid export</c>: takes a trained network elsewhere, or makes it smaller.</summary>
internal sealed class ExportCommand
{
    const int MostNames = 12;

    readonly Argument<string> _model = new("MODEL") { Description = "A model.safetensors that `elucid train` saved." };
    readonly Option<string?> _onnx = new("--onnx") { Description = "The ONNX file to write.", HelpName = "FILE" };

    readonly Option<string?> _out = new("--out")
    {
        Description = "The smaller model to write, a file like model.safetensors. (--remove-weights, --remove-units, --int8)",
        HelpName = "FILE",
    };

    readonly Option<int> _opset = NumberOption.Create(
        "--opset", $"The version of ONNX's operator set, {OnnxExport.OldestOpset} to {OnnxExport.NewestOpset}; {OnnxExport.DefaultOpset}, which "
            + $"most programs read, by default.", OnnxExport.DefaultOpset);

    readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };

    readonly SmallerOptions _smaller = new();

    readonly DataOptions _data =
        new("What the model learned from, with the options of its training: to judge what is left, and to train it on", fallback: null);

    public static Command Create(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command =
            new("export",
                "Writes a trained network as an ONNX file, which other programs run: it takes features and gives targets in their own units; of "
                    + "classes it gives logits. Or makes it smaller: without its smallest weights, with fewer units, or in eight bits; with --data it "
                    + "says what that costs.");
        ExportCommand options = new();
        command.Arguments.Add(options._model);
        foreach (Option option in new Option[] { options._onnx, options._opset, options._out }.Concat(options._smaller.All).Append(options._quiet))
            command.Options.Add(option);
        options._data.AddTo(command);
        command.SetAction(parsed => options.Run(parsed, ElucidCommand.Line(args), terminal, interruption));
        return command;
    }

    int Run(ParseResult parsed, string commandLine, Terminal terminal, Interruption interruption)
    {
        string model = parsed.GetValue(_model)!;
        string? onnx = parsed.GetValue(_onnx);
        if (parsed.GetValue(_opset) is < OnnxExport.OldestOpset or > OnnxExport.NewestOpset)
            throw new ArgumentException(
                $"--opset must be {OnnxExport.OldestOpset} to {OnnxExport.NewestOpset}, but got {parsed.GetValue(_opset)}.");
        if (onnx is not null)
            OutputFile.Check("--onnx", onnx, model);
        if (_smaller.Read(parsed) is { } settings)
            return Shrink(parsed, settings, commandLine, terminal, interruption.Listen());
        if (parsed.GetValue(_out) is not null || _data.IsNamed(parsed))
            throw new ArgumentException(
                $"{(parsed.GetValue(_out) is not null ? _out.Name : "--data")} is for a network that is made smaller: add --remove-weights 70%, "
                    + "--remove-units 50% or --int8.");
        if (onnx is null)
            throw new ArgumentException("Name the file to write: --onnx FILE, or --out FILE of a smaller model.");
        (ModelFile file, Module network) = ModelFile.Load(model);
        WriteOnnx(parsed, file, network, onnx, terminal);
        return ExitCode.Done;
    }

    int Shrink(ParseResult parsed, SmallerSettings settings, string commandLine, Terminal terminal, CancellationToken cancellation)
    {
        string model = parsed.GetValue(_model)!;
        string? onnx = parsed.GetValue(_onnx), path = parsed.GetValue(_out);
        bool isJudged = _data.IsNamed(parsed), quiet = parsed.GetValue(_quiet);
        string[] inputs = isJudged ? [model, _data.NameOf(parsed)] : [model];
        if ((path ?? onnx) is not { } first)
            throw new ArgumentException("Name the file to write: --out FILE of the smaller model, or --onnx FILE, or both.");
        Check(first == path ? _out.Name : _onnx.Name, first, isJudged ? SmallerFiles.Beside(first) : [], inputs);
        if (isJudged && SmallerFiles.ForeignBeside(first) is { } foreign)
            throw new ArgumentException(
                $"The report would overwrite '{foreign}', which is of no earlier export: move that file, or give "
                    + $"{(first == path ? _out.Name : _onnx.Name)} another name.");
        if (path is not null && onnx is not null && Path.GetFullPath(path) == Path.GetFullPath(onnx))
            throw new ArgumentException($"--out and --onnx must be two files, but both are '{path}'.");
        using SmallerWork? work = settings.Retrain is not null && isJudged ? SmallerWork.Open(first, _smaller.Resumes(parsed), commandLine) : null;
        SmallerRun run = new(model, settings, isJudged ? _data.Load(parsed, terminal, quiet) : null, work);
        SmallerResult result;
        try
        {
            result = quiet ? run.Run(null, cancellation) : Show(run, terminal, cancellation);
        }
        catch (OperationCanceledException) when (work is not null)
        {
            terminal.Tell(!work.HasBegun ? "Stopped before the first epoch was done: there is nothing to resume."
                : $"Stopped with {run.Trained} of {run.NetworkCount} networks trained on; '{work.Path}' keeps each epoch that is done. Run the same "
                    + "command with --resume to go on.");
            return ExitCode.Cancelled;
        }
        Tables.Write(result.ToTable(), terminal.Output);
        foreach (string sentence in result.Sentences)
            terminal.WriteSentence(sentence);
        if (path is not null)
        {
            result.File.Save(result.Network, path);
            terminal.Write($"Model: {path}");
        }
        if (isJudged)
            terminal.Write($"Report: {SmallerFiles.Write(result, first, commandLine)}");
        if (onnx is not null)
            WriteOnnx(parsed, result.File, result.Network, onnx, terminal);
        work?.Complete();
        return ExitCode.Done;
    }

    static void Check(string option, string path, IReadOnlyList<string> beside, string[] inputs)
    {
        OutputFile.Check(option, path, inputs);
        foreach (string file in beside)
        {
            OutputFile.Check(option, file, inputs);
            if (Path.GetFullPath(file) == Path.GetFullPath(path))
                throw new ArgumentException($"{option} must end in .safetensors or .onnx, as the report gets the name '{file}'.");
        }
    }

    static SmallerResult Show(SmallerRun run, Terminal terminal, CancellationToken cancellation)
    {
        SmallerProgress last = new("reading", 0);
        DateTime start = DateTime.UtcNow;
        // What an interrupted run has done is there at once, and says nothing of how long the rest takes.
        string Left() => last.Share - last.Found is not (> 0.01 and < 1) ? ""
            : $"{Format.Duration(Rounded((DateTime.UtcNow - start) * ((1 - last.Share) / (last.Share - last.Found))))} left";
        static TimeSpan Rounded(TimeSpan left) => TimeSpan.FromSeconds(Math.Ceiling(left.TotalSeconds));
        return Progress.Show(
            terminal, () => [new(last.Stage, last.Share, Left())], () => $"{last.Stage}{(Left() is { Length: > 0 } left ? $", {left}" : "")}",
            _ => run.Run(new Reporter(progress => Volatile.Write(ref last, progress)), cancellation));
    }

    void WriteOnnx(ParseResult parsed, ModelFile file, Module network, string path, Terminal terminal)
    {
        ExportedModel exported = OnnxModel.Export(file, network, parsed.GetValue(_model)!, path, parsed.GetValue(_opset));
        terminal.Write($"{path}: operator set {parsed.GetValue(_opset)}.");
        string input = exported.InputNames.Count > 0 ? $"the features {List(exported.InputNames)}"
            : TaskProfile.Of(exported.Task).InputMeaning(exported.Data);
        terminal.Write($"  input  {Batch(exported.Input)}: {input}");
        terminal.Write(
            $"  output {Batch(exported.Output)}: {TaskProfile.Of(exported.Task).OutputMeaning} {List(exported.OutputNames)}");
    }

    static string Batch(Shape shape) => $"[{string.Join(", ", shape.Skip(1).Select(length => $"{length}").Prepend("batch"))}]";

    // All of them are in the file.
    static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames).Select(name => name.Replace("\n", "\\n", StringComparison.Ordinal)))
            + (names.Count > MostNames ? $", … ({names.Count})" : "");

    sealed class Reporter(Action<SmallerProgress> report) : IProgress<SmallerProgress>
    {
        public void Report(SmallerProgress value) => report(value);
    }
}
