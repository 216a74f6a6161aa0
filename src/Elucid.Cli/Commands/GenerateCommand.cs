using System.CommandLine;

namespace Elucid.Cli;

/// <summary><c>elucid generate</c>: lets a trained network write or draw.</summary>
internal static class GenerateCommand
{
    const int DefaultLength = 400;

    public static Command Create(Terminal terminal, Interruption interruption)
    {
        Command command =
            new("generate",
                "Lets a trained network make something new: images or rows that are drawn, or a text that is gone on with, as it is written.");
        Argument<string> model = new("MODEL") { Description = "A model.safetensors that `elucid train` saved." };
        Option<string> prompt = new("--prompt")
        {
            Description = "What it goes on from; a line break by default. (text)",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "\n",
        };
        Option<int> length = NumberOption.Create("--length", $"How many tokens to write; {DefaultLength} by default. (text)", DefaultLength);
        Option<double> temperature = NumberOption.Create(
            "--temperature", "Below 1 likely tokens are preferred, at 0 the likeliest is taken, above 1 all become more alike. (text)", 0.8);
        Option<int> top = NumberOption.Create<int>("--top", "Draw among so many of the likeliest tokens; 0 for all. (text)");
        Option<int> seed = NumberOption.Create<int>("--seed", "Decides what is drawn.");
        DrawingOptions drawing = new();
        Option[] ofTexts = [prompt, length, temperature, top];
        command.Arguments.Add(model);
        foreach (Option option in (Option[])[.. drawing.All, .. ofTexts, seed])
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(seed) < 0)
                throw new ArgumentException($"--seed must be 0 or a positive number, but got {parsed.GetValue(seed)}.");
            string begin = parsed.GetValue(prompt)!;
            TrainedModel trained = TrainedModel.Load(parsed.GetValue(model)!);
            bool draws = trained.File.Task == LearningTask.Generate;
            if (!draws && trained.File.Task != LearningTask.Text)
                throw new ArgumentException(
                    $"'{parsed.GetValue(model)}' learned {Choice.WordOf(trained.File.Task)} from {trained.File.Data} and makes nothing new: use "
                        + "`elucid predict`, or train a model with --task text, --model vae or --model gan.");
            if ((draws ? ofTexts : drawing.All).FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless)
                throw new ArgumentException(
                    $"{useless.Name} is for {(draws ? "texts" : "images and tables")}, but '{parsed.GetValue(model)}' learned from "
                        + $"{trained.File.Data}: omit it{(draws ? "" : ", and say with --length how much to write")}.");
            // The system hands over what is no text as this character, which a model may know.
            if (begin.Contains('\uFFFD'))
                throw new ArgumentException(
                    $"--prompt must be a text in UTF-8, but got '{begin}', in which '\uFFFD' stands for what is none. Check the terminal's encoding.");
            if (!(parsed.GetValue(temperature) >= 0))
                throw new ArgumentException($"{temperature.Name} must be 0 or a positive number, but got {parsed.GetValue(temperature)}.");
            foreach (Option<int> count in new[] { length, top })
                if (parsed.GetValue(count) < 0)
                    throw new ArgumentException($"{count.Name} must be 0 or a positive number, but got {parsed.GetValue(count)}.");
            if (draws)
                return drawing.Run(parsed, trained, parsed.GetValue(model)!, parsed.GetValue(seed), terminal);
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
