using System.CommandLine;

namespace Elucid.Cli;

/// <summary><c>elucid generate</c>: lets a trained network write.</summary>
internal static class GenerateCommand
{
    const int DefaultLength = 400;

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        Command command = new("generate", "Lets a network that `elucid train --task text` saved go on with a text, as it is written.");
        Argument<string> model = new("MODEL") { Description = "A model.safetensors that `elucid train` saved." };
        Option<string> prompt = new("--prompt")
        {
            Description = "What it goes on from; a line break by default.",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "\n",
        };
        Option<int> length = NumberOption.Create("--length", $"How many tokens to write; {DefaultLength} by default.", DefaultLength);
        Option<double> temperature = NumberOption.Create(
            "--temperature", "Below 1 likely tokens are preferred, at 0 the likeliest is taken, above 1 all become more alike.", 0.8);
        Option<int> top = NumberOption.Create<int>("--top", "Draw among so many of the likeliest tokens; 0 for all.");
        Option<int> seed = NumberOption.Create<int>("--seed", "Decides what is drawn.");
        command.Arguments.Add(model);
        foreach (Option option in new Option[] { prompt, length, temperature, top, seed })
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(seed) < 0)
                throw new ArgumentException($"--seed must be 0 or a positive number, but got {parsed.GetValue(seed)}.");
            string begin = parsed.GetValue(prompt)!;
            TrainedModel trained = TrainedModel.Load(parsed.GetValue(model)!);
            if (trained.File.Task != LearningTask.Text)
                throw new ArgumentException(
                    $"'{parsed.GetValue(model)}' learned {Choice.WordOf(trained.File.Task)} from {trained.File.Data} and writes no text: use "
                        + "`elucid predict`, or train a model with --task text.");
            IEnumerable<string> pieces = trained.Generate(
                begin, parsed.GetValue(length), parsed.GetValue(temperature), parsed.GetValue(top), (ulong)parsed.GetValue(seed));
            TextWriter output = terminal.Output.Profile.Out.Writer;
            CancellationToken stop = interruption.Listen();
            output.Write(begin.TrimStart('\n'));
            foreach (string piece in pieces)
            {
                output.Write(piece);
                output.Flush();
                if (stop.IsCancellationRequested)
                    break;
            }
            output.WriteLine();
            return stop.IsCancellationRequested ? ExitCode.Cancelled : ExitCode.Done;
        });
        return command;
    }
}
