using System.CommandLine;
using Elucid.Kernels;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary><c>elucid train</c>: trains one network and keeps the best.</summary>
internal static class TrainCommand
{
    public static Command Create(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command = new("train", "Trains one network, shows its loss, and saves the best one by validation loss.");
        DataOptions data = new();
        RecipeOptions recipe = new();
        Option<string> activation =
            new("--activation")
            {
                Description = "The function after each hidden layer.",
                DefaultValueFactory = _ =>
                RunSettings.DefaultActivation,
                HelpName = "NAME"
            };
        Option<int> seed = NumberOption.Create<int>("--seed", "Decides split, weights, order and noise.");
        Option<int> threads =
            NumberOption.Create(
                "--threads", "Threads of large operations; the processors by default. The result does not depend on it.", Environment.ProcessorCount);
        Option<int?> folds = NumberOption.CreateOptional<int>(
            "--folds", "Cut the training data in so many parts as well, and train a network on all but each of them, to judge it on that "
                + "one: how far "
                + "the score depends on the rows (cross-validation). Tables and images.");
        Option<bool> apart = new("--apart")
        {
            Description = "With several targets: train a network of its own for each of them, too, and say of which sharing one network helps.",
        };
        OutputOptions output = new("elucid-train", "model.safetensors, history.csv and the checkpoint");
        Option<bool> resume =
            new("--resume")
            {
                Description =
                "Go on with the run in the output directory, the last one without --out, bit for bit as if it had not stopped."
            };
        Option<bool> quiet = new("--quiet") { Description = "No progress." };
        data.AddTo(command);
        recipe.AddTo(command);
        output.AddTo(command);
        foreach (Option option in new Option[] { activation, seed, folds, apart, threads, resume, quiet })
            command.Options.Add(option);
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(threads) < 1)
                throw new ArgumentException($"--threads must be a positive number, but got {parsed.GetValue(threads)}.");
            if (parsed.GetValue(seed) < 0)
                throw new ArgumentException($"--seed must be 0 or a positive number, but got {parsed.GetValue(seed)}.");
            bool resumes = parsed.GetValue(resume);
            if (resumes && output.Overwrites(parsed))
                throw new ArgumentException(
                    "--resume and --overwrite contradict each other: the one goes on with a run, the other deletes it. Use one of them.");
            output.Check(parsed);
            StudyData loaded = data.Load(parsed, terminal, parsed.GetValue(quiet), recipe.ReadBody(parsed));
            RunSettings settings =
                new(loaded.Id, recipe.Read(parsed, loaded), ActivationCatalog.Parse(parsed.GetValue(activation)!).Name, parsed.GetValue(seed))
                {
                    Folds = parsed.GetValue(folds),
                    Apart = parsed.GetValue(apart),
                };
            using ThreadLimit limit = Threads.Limit(parsed.GetValue(threads));
            using OutputDirectory directory =
                output.Open(parsed, data.NameOf(parsed), ElucidCommand.Line(args), resumes, accepts: directory =>
                    directory.Work.Length == 0, terminal);
            TrainingRun run =
                new(settings, loaded, directory, resumes ? RunStart.Resume : output.Overwrites(parsed) ? RunStart.Overwrite : RunStart.New);
            return Run(run, directory, ElucidCommand.Line(args), output.IsNamed(parsed) ? "--resume"
                : $"--out {ElucidCommand.Quoted(directory.Path)} --resume", parsed.GetValue(quiet), terminal, interruption.Listen());
        });
        return command;
    }

    static int Run(
        TrainingRun run, OutputDirectory directory, string commandLine, string toResume, bool quiet, Terminal terminal,
        CancellationToken cancellation)
    {
        if (!quiet)
            terminal.Say(Summary.Of(run.Model, new Shape([.. run.InputShape]))
                + (run.NetworkCount > 1 ? $"{Environment.NewLine}{run.NetworkCount} such networks." : ""));
        if (!quiet && run.BodySentence is { Length: > 0 } body)
            terminal.Tell(body);
        if (!quiet && run.AugmentedPath is { } augmented)
            terminal.Tell($"Training images as they are, and below them as three epochs would change them: {augmented}");
        RunResult? result = quiet ? run.Run(null, cancellation) : TrainProgress.Show(run, terminal, progress => run.Run(progress, cancellation));
        if (run.Divergences is [var divergence, ..])
        {
            string several = run.NetworkCount > 1 ? $"{run.Divergences.Count} of {run.NetworkCount} networks diverged; the first " : "";
            terminal.Tell(
                $"elucid: {several}{divergence}. Try a smaller --lr, --warmup or --clip-norm{NetworkKind.Find(run.Settings.Recipe.Model).Steadier}.");
            if (result is null)
                return ExitCode.Failed;
        }
        if (result is not null)
        {
            Tables.Write(TestScores.Table(result), terminal.Output);
            if (result.Test.Undefined.Length > 0)
                terminal.WriteSentence($"Undefined: {result.Test.Undefined}.");
            foreach (ReportTable table in result.TaskTables)
                Tables.Write(table, terminal.Output);
            foreach (string sentence in result.TaskSentences)
                terminal.WriteSentence(sentence);
            if (result.Caution.Length > 0)
                terminal.WriteSentence(result.Caution);
            terminal.Write($"Report: {RunFiles.Write(result, directory, commandLine)}");
            terminal.Write($"Model: {run.ModelPath}");
        }
        if (run.Divergences.Count > 0)
            return ExitCode.Failed;
        if (run.IsFinished)
        {
            if (!quiet)
            {
                terminal.Say(result?.File.Task switch
                {
                    LearningTask.Text => $"Next: elucid generate {run.ModelPath} --prompt TEXT",
                    LearningTask.Generate => $"Next: elucid generate {run.ModelPath} -n 64",
                    LearningTask.Detect => $"Next: elucid predict {run.ModelPath} IMAGES",
                    _ => $"Next: elucid predict {run.ModelPath} {result?.File.Environment ?? "DATA"}",
                });
                terminal.Say($"      elucid export {run.ModelPath} --onnx FILE");
            }
            return ExitCode.Done;
        }
        terminal.Say(!run.HasBegun ? "Stopped before the first epoch was done: there is nothing to resume."
            : run.NetworkCount == 1 ? $"Stopped after epoch {run.Trainer.History.Epochs.Count}; run the same command with {toResume} to go on."
            : $"Stopped with {run.Trained} of {run.NetworkCount} networks trained; run the same command with {toResume} to go on.");
        return ExitCode.Cancelled;
    }
}
