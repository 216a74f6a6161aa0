using System.Diagnostics;

namespace Elucid.Cli.Tests;

/// <summary>The tool as a process of its own, which can be stopped and killed.</summary>
sealed class ToolProcess : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly Process _process;
    readonly Task<string> _output, _error;

    public ToolProcess(string directory, params string[] args) : this(directory, new Dictionary<string, string>(), args) { }

    /// <param name="directory">Where it runs.</param>
    /// <param name="variables">What is set in its environment.</param>
    /// <param name="args">The command line.</param>
    public ToolProcess(string directory, IReadOnlyDictionary<string, string> variables, params string[] args)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Elucid.Cli.dll"), .. args])
        {
            WorkingDirectory = directory,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in variables)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        (_output, _error) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    /// <summary>Waits until something is so, while the process runs.</summary>
    public void WaitUntil(Func<bool> isSo)
    {
        for (Stopwatch watch = Stopwatch.StartNew(); !isSo(); Thread.Sleep(2))
            if (_process.HasExited || watch.Elapsed > Patience)
                throw new InvalidOperationException($"The tool ended or did not get there: {_error.Result}");
    }

    /// <summary>Ends the process as Ctrl+C does. (That signal itself reaches no process that was started in the background.)</summary>
    public void Stop() => Process.Start("kill", ["-TERM", $"{Id}"]).WaitForExit();

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public Outcome Wait()
    {
        if (!_process.WaitForExit(Patience))
            throw new InvalidOperationException("The tool did not end.");
        return new Outcome(_process.ExitCode, _output.Result, _error.Result);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }
}
