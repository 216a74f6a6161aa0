using System.CommandLine;
using Elucid.Kernels;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary><c>elucid federate</c>: one network, trained where its examples are.</summary>
internal sealed class FederateCommand
{
    static readonly FederatedSettings Default = new("", new Recipe(), RunSettings.DefaultActivation, 0);

    readonly DataOptions _data = new();
    readonly RecipeOptions _recipe = new();
    readonly OutputOptions _output = new("elucid-federate", "model.safetensors, report.html, results.json and history.csv");

    readonly Option<string> _activation = new("--activation")
    {
        Description = "The function after each hidden layer.",
        DefaultValueFactory = _ => RunSettings.DefaultActivation,
        HelpName = "NAME",
    };

    readonly Option<int> _clients = NumberOption.Create("--clients", "How many clients share the training examples.", Default.Clients);

    readonly Option<string> _shards = new("--shards")
    {
        Description = "How they share them: random, or by-label, where each client has few of the labels.",
        DefaultValueFactory = _ => "random",
        HelpName = "random|by-label",
    };

    readonly Option<int> _rounds = NumberOption.Create("--rounds", "How often the clients' changes are brought together.", Default.Rounds);

    readonly Option<int> _passes = NumberOption.Create("--local-epochs", "Passes of a client over its examples in a round.", 1);

    readonly Option<double> _participation =
        NumberOption.Create("--participation", "The probability with which a client takes part in a round.", Default.Participation);

    readonly Option<double> _clip = NumberOption.Create<double>("--clip-updates", "The norm to which a client's change is scaled down; 0 for none.");

    readonly Option<double> _noise = NumberOption.Create<double>(
        "--noise", "Gaussian noise on the sum of the changes, its deviation as a multiple of --clip-updates; 0 for none. The report says what "
            + "privacy it is worth.");

    readonly Option<double> _delta = NumberOption.Create("--delta", "The δ of the privacy budget; well below 1 / clients.", Default.Delta);

    readonly Option<int> _seed = NumberOption.Create<int>("--seed", "Decides split, shards, weights, who takes part, order and noise.");

    readonly Option<int> _threads = NumberOption.Create(
        "--threads", "Clients that train at the same time; the processors by default. The result does not depend on it.", Environment.ProcessorCount);

    readonly Option<bool> _quiet = new("--quiet") { Description = "No progress." };

    public static Command Create(string[] args, Terminal terminal, Interruption interruption)
    {
        Command command = new("federate",
            "Trains a network where its examples are: clients train copies, and the mean of their changes is taken over. Beside it one network on "
                + "all examples, and each client alone. All clients are simulated on this machine. The same command goes on where it was stopped.");
        FederateCommand options = new();
        options._data.AddTo(command);
        options._recipe.AddNetworkTo(command);
        options._output.AddTo(command);
        foreach (Option option in new Option[]
        {
            options._activation, options._clients, options._shards, options._rounds, options._passes, options._participation, options._clip,
            options._noise, options._delta, options._seed, options._threads, options._quiet,
        })
            command.Options.Add(option);
        command.SetAction(parsed => options.Run(parsed, ElucidCommand.Line(args), terminal, interruption.Listen()));
        return command;
    }

    int Run(ParseResult parsed, string commandLine, Terminal terminal, CancellationToken cancellation)
    {
        if (parsed.GetValue(_threads) < 1)
            throw new ArgumentException($"--threads must be a positive number, but got {parsed.GetValue(_threads)}.");
        if (parsed.GetValue(_seed) < 0)
            throw new ArgumentException($"--seed must be 0 or a positive number, but got {parsed.GetValue(_seed)}.");
        _output.Check(parsed);
        bool quiet = parsed.GetValue(_quiet);
        StudyData data = _data.Load(parsed, terminal, quiet);
        FederatedSettings settings = Read(parsed, data);
        settings.Check();
        using ThreadLimit limit = Threads.Limit(parsed.GetValue(_threads));
        using OutputDirectory directory = _output.Open(
            parsed, _data.NameOf(parsed), commandLine, resumes: false,
            accepts: directory => FederatedRun.RefusalOf(settings, directory) is null, terminal);
        if (_output.Overwrites(parsed))
            directory.Clear();
        FederatedRun run = new(settings, data, directory);
        FederatedResult result;
        try
        {
            result = quiet ? run.Run(null, cancellation) : Show(run, terminal, cancellation);
        }
        catch (InvalidOperationException divergence)
        {
            terminal.Tell($"elucid: {divergence.Message}");
            return ExitCode.Failed;
        }
        if (result.Rounds.Count == 0)
        {
            terminal.Say("Stopped before the first round was done: there is nothing to go on with.");
            return ExitCode.Cancelled;
        }
        Tables.Write(FederatedReport.Scores(result), terminal.Output);
        terminal.WriteSentence(FederatedReport.Conclusion(result));
        terminal.Write($"Report: {FederatedFiles.Write(result, directory, commandLine)}");
        terminal.Write($"Model: {run.ModelPath}");
        if (result.IsComplete)
            return ExitCode.Done;
        terminal.Say($"Stopped: {result.Rounds.Count} of {settings.Rounds} rounds are done and are kept. Run the same command again to go on.");
        return ExitCode.Cancelled;
    }

    FederatedSettings Read(ParseResult parsed, StudyData data) => new(
        data.Id, _recipe.Read(parsed, data) with { Epochs = parsed.GetValue(_passes) }, ActivationCatalog.Parse(parsed.GetValue(_activation)!).Name,
        parsed.GetValue(_seed))
    {
        Clients = parsed.GetValue(_clients),
        Shards = Choice.Parse(_shards.Name, parsed.GetValue(_shards)!, ShardKind.Random, ShardKind.ByLabel),
        Rounds = parsed.GetValue(_rounds),
        Participation = parsed.GetValue(_participation),
        ClipUpdates = parsed.GetValue(_clip),
        Noise = parsed.GetValue(_noise),
        Delta = parsed.GetValue(_delta),
    };

    static FederatedResult Show(FederatedRun run, Terminal terminal, CancellationToken cancellation)
    {
        FederatedProgress? last = null;
        DateTime start = DateTime.UtcNow;
        double first = double.NaN;
        return Progress.Show(terminal, () => [Row()], line: null, say => run.Run(new Reporter(progress =>
        {
            first = double.IsNaN(first) ? progress.Share : first;
            Volatile.Write(ref last, progress);
            if (progress.Completed is { } round)
                say(Line(round, run));
        }), cancellation));

        ProgressRow Row() => Volatile.Read(ref last) is not { } p ? new("round 1", 0, "", "")
            : new(p.Stage, p.Share, p.Share > first ? $"{Format.Duration(Left(p.Share))} left" : "");

        TimeSpan Left(double share) => (DateTime.UtcNow - start) * ((1 - share) / (share - first));
    }

    static string Line(FederatedRoundResult round, FederatedRun run)
    {
        Metric metric = run.Metric;
        string epsilon = double.IsInfinity(round.Epsilon) ? "" : $"  ε {Format.Number(round.Epsilon)}";
        return $"round {round.Round,3}/{run.Settings.Rounds}  {round.Clients.Count} clients  loss {Format.Number(round.TrainingLoss),-8} "
            + $"{metric.Name} {(metric.Of(round.Test) is { } score ? metric.Text(score) : "undefined")}  drift {Format.Number(round.Drift)}{epsilon}";
    }

    sealed class Reporter(Action<FederatedProgress> report) : IProgress<FederatedProgress>
    {
        public void Report(FederatedProgress value) => report(value);
    }
}
