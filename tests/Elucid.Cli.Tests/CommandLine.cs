namespace Elucid.Cli.Tests;

/// <summary>Runs the tool in this process, in a directory of its own.</summary>
public sealed class CommandLine : IDisposable
{
    readonly TemporaryDirectory _directory = new();

    public string this[string name] => _directory[name];

    public string Write(string name, string content) => _directory.Write(name, content);

    public string Write(string name, byte[] content) => _directory.Write(name, content);

    public Outcome Run(params string[] args) => Run(CancellationToken.None, args);

    public Outcome Run(CancellationToken cancellation, params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" }, error = new() { NewLine = "\n" };
        int exitCode = ElucidCommand.Run(args, Terminal.Of(output, TextWriter.Synchronized(error)), new Interruption(cancellation));
        return new Outcome(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Arguments for a study of milliseconds, followed by <paramref name="more"/>.</summary>
    public string[] Compare(params string[] more) =>
    [
        "compare", "--data", Write("tiny.csv", Tiny.ClassesCsv), "--target", "kind", "--activations", "elu,relu", "--seeds", "2", "--epochs", "2",
        "--hidden", "8",
        "--lr", "0.01", "--out", this["study"], .. more,
    ];

    /// <summary>Arguments for a training run of milliseconds, followed by <paramref name="more"/>.</summary>
    public string[] Train(params string[] more) =>
        ["train", "--data", Write("tiny.csv", Tiny.ClassesCsv), "--target", "kind", "--epochs", "3", "--hidden", "8", "--lr", "0.01", "--out",
            this["run"], .. more];

    public void Dispose() => _directory.Dispose();
}

/// <summary>What the tool said and how it ended.</summary>
public sealed record Outcome(int ExitCode, string Output, string Error);
