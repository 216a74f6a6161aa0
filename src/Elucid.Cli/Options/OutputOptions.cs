using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say which directory a command writes, and what becomes of the work that is there.</summary>
/// <param name="name">The directory that is taken, or the next free of its kind, where none is named.</param>
/// <param name="content">What goes there.</param>
internal sealed class OutputOptions(string name, string content)
{
    readonly Option<string?> _out = new("--out")
    {
        Description =
            $"Where {content} go: a directory that no other process writes meanwhile. Without it {name}, or {name}-2, {name}-3 … where "
                + $"that is taken.",
        HelpName = "DIRECTORY",
    };

    readonly Option<bool> _overwrite = new("--overwrite") { Description = "Delete the run or study that --out holds, and start anew there." };

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_out, _overwrite];

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in All)
            command.Options.Add(option);
    }

    /// <summary>Whether the user named a directory.</summary>
    public bool IsNamed(ParseResult parsed) => parsed.GetValue(_out) is not null;

    /// <summary>The directory that is named, or the last of its kind; for who reads it alone.</summary>
    public string PathOf(ParseResult parsed) => parsed.GetValue(_out) ?? OutputDirectory.LastOf(name);

    /// <summary>Whether what is there shall be deleted.</summary>
    public bool Overwrites(ParseResult parsed) => parsed.GetValue(_overwrite);

    /// <summary>Refuses what cannot be, before any work is done.</summary>
    public void Check(ParseResult parsed)
    {
        if (parsed.GetValue(_out) is { } path)
            OutputDirectory.Check(path);
        else if (Overwrites(parsed))
            throw new ArgumentException("--overwrite deletes what the directory of --out holds: name it with --out.");
    }

    /// <summary>Opens the directory.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="data">The file that is read, which must not be deleted; empty for nothing that could be there.</param>
    /// <param name="command">The command, for others who want the directory.</param>
    /// <param name="resumes">Whether the last of its kind is meant where none is named.</param>
    /// <param name="accepts">Whether a directory that is not named will do.</param>
    /// <param name="terminal">Is told what was chosen.</param>
    public OutputDirectory Open(ParseResult parsed, string data, string command, bool resumes, Func<OutputDirectory, bool> accepts, Terminal terminal)
    {
        string? path = parsed.GetValue(_out);
        OutputDirectory directory = path is null && !resumes
            ? OutputDirectory.OpenNext(name, command, accepts)
            : OutputDirectory.Open(path ?? OutputDirectory.LastOf(name), command);
        if (path is null && directory.Path != name)
            terminal.Say(resumes
                ? $"The run in '{directory.Path}', the last one, is resumed; --out names another."
                : $"'{name}' is taken, so this goes to '{directory.Path}'.");
        if (!directory.IsExclusive)
            terminal.Say($"'{directory.Path}' is on a file system without locks: nothing keeps a second run out of it, so do not start one there.");
        if (Overwrites(parsed) && data.Length > 0 && directory.Work.FirstOrDefault(file => LinkedPath.AreSame(directory[file], data)) is { } input)
        {
            directory.Dispose();
            throw new ArgumentException($"--overwrite would delete '{directory[input]}', which it reads: choose another --out.");
        }
        return directory;
    }
}
