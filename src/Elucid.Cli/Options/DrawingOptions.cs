using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options of `elucid generate` for networks that draw images or rows.</summary>
internal sealed class DrawingOptions
{
    const int DefaultCount = 64;
    const string DefaultPicture = "generated.png";

    readonly Option<int> _count =
        NumberOption.Create("--count", $"How many images or rows; {DefaultCount} by default. (images, tables)", DefaultCount);
    readonly Option<bool> _interpolate = new("--interpolate")
    {
        Description = $"Draw on the way from one to another: each {DrawnExamples.Steps} images are such a way. (images, tables)",
    };
    readonly Option<string?> _out = new("--out")
    {
        Description = $"What to write: a file of PNG with all images side by side ({DefaultPicture} by default), or a directory for an image each; "
            + "of tables a CSV file (standard output by default). (images, tables)",
        HelpName = "FILE|DIRECTORY",
    };

    /// <summary>Options that are of no use to a text.</summary>
    public IReadOnlyList<Option> All => [_count, _interpolate, _out];

    public DrawingOptions() => _count.Aliases.Add("-n");

    /// <summary>Draws and writes.</summary>
    public int Run(ParseResult parsed, TrainedModel model, string path, int seed, Terminal terminal)
    {
        int count = parsed.GetValue(_count);
        if (count < 1)
            throw new ArgumentException($"{_count.Name} must be a positive number, but got {count}.");
        DrawnExamples drawn = DrawnExamples.Of(model, count, (ulong)seed, parsed.GetValue(_interpolate));
        if (!drawn.AreImages)
            return WriteRows(drawn, parsed.GetValue(_out), path, terminal);
        string output = parsed.GetValue(_out) ?? DefaultPicture;
        if (Path.GetExtension(output).Equals(".png", StringComparison.OrdinalIgnoreCase))
        {
            OutputFile.Check(_out.Name, output, path);
            drawn.ToGrid().SavePng(output);
        }
        else
        {
            OutputDirectory.Check(output);
            drawn.WriteFiles(output);
        }
        terminal.Write($"{drawn.Count} images: {output}");
        return ExitCode.Done;
    }

    int WriteRows(DrawnExamples drawn, string? output, string model, Terminal terminal)
    {
        string csv = drawn.ToCsv();
        if (output is null)
        {
            terminal.Write(csv.TrimEnd('\n'));
            return ExitCode.Done;
        }
        OutputFile.Check(_out.Name, output, model);
        AtomicFile.WriteText(output, csv);
        terminal.Write($"{drawn.Count} rows: {output}");
        return ExitCode.Done;
    }
}
