using System.CommandLine;
using Elucid.Images;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary><c>elucid predict</c>: what does a trained network say?</summary>
internal static class PredictCommand
{
    public static Command Create(Terminal terminal)
    {
        Command command =
            new("predict",
                "Applies a trained network and writes CSV: a line per example with the class and its probabilities, or the predicted numbers; of a "
                    + "text a line per token with how far it surprises the network; of series the steps that follow them, with intervals; of a "
                    + "detector a line per object with its box; of a policy the steps of episodes that it plays.");
        Argument<string> model = new("MODEL") { Description = "A model.safetensors that `elucid train` saved." };
        Argument<string> data =
            new("DATA")
            {
                Description =
                "A CSV file with the columns that it learned from; a text; an image of PNG or JPEG, or a directory of them; the environment that it "
                    + "acts in; passengers, sunspots, digits or another known set."
            };
        Option<string?> output = new("--out") { Description = "A file to write; standard output without it.", HelpName = "FILE" };
        command.Arguments.Add(model);
        command.Arguments.Add(data);
        Option<bool> strict =
            new("--strict")
            {
                Description =
                "Stop at a row that cannot be read. Otherwise its prediction stays empty, and the rows are counted at the end."
            };
        command.Options.Add(output);
        command.Options.Add(strict);
        Option<bool> score =
            new("--score")
            {
                Description =
                "Say the scores as well where the answers are known: from the target's column of a table, or the directories that images lie in."
            };
        command.Options.Add(score);
        Option<string?> boxes = new("--boxes")
        {
            Description =
                "Say the scores of a detector by the objects that the images hold: a CSV file or COCO's JSON, as --boxes of train reads it.",
            HelpName = "FILE",
        };
        command.Options.Add(boxes);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(output) is { } file)
                OutputFile.Check("--out", file, [parsed.GetValue(model)!, parsed.GetValue(data)!, .. InputsIn(parsed.GetValue(data)!, file)]);
            PredictionRequest request = new(parsed.GetValue(model)!, parsed.GetValue(data)!)
            {
                IsStrict = parsed.GetValue(strict),
                Boxes = parsed.GetValue(boxes),
                ImageReader = ImageReader.Skia,
            };
            WrittenPredictions written = Write(
                request, parsed.GetValue(output), parsed.GetValue(score) || parsed.GetValue(boxes) is not null, terminal);
            if (written.Scores is not null)
                Tables.Write(written.Scores, parsed.GetValue(output) is null ? terminal.Error : terminal.Output);
            foreach (string note in written.Notes)
                terminal.Tell(note);
            return ExitCode.Done;
        });
        return command;
    }

    static WrittenPredictions Write(PredictionRequest request, string? path, bool withScores, Terminal terminal)
    {
        if (path is null)
            return Predictions.Write(request, terminal.Output.Profile.Out.Writer, withScores);
        WrittenPredictions? written = null;
        AtomicFile.Write(path, stream =>
        {
            using StreamWriter csv = new(stream, leaveOpen: true);
            written = Predictions.Write(request, csv, withScores);
        });
        return written!;
    }

    // Of a directory, the files of IDX, and the output itself where it is an image there: it would be predicted and then replaced.
    static string[] InputsIn(string data, string output)
    {
        string directory = Path.TrimEndingDirectorySeparator(Path.GetFullPath(data)) + Path.DirectorySeparatorChar;
        bool isImage = ImageFile.IsNamedSo(output) && Path.GetFullPath(output).StartsWith(directory, StringComparison.Ordinal);
        return [.. ImageSets.FilesIn(data), .. isImage ? [output] : Array.Empty<string>()];
    }
}
