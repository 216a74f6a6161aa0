using System.Text;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Where a command writes: results to the output, progress and complaints to the error stream, so that results can be piped.</summary>
/// <param name="Output">Results.</param>
/// <param name="Error">Progress and complaints.</param>
/// <param name="IsLive">Whether the error stream is a terminal that can redraw; otherwise progress is plain lines.</param>
internal sealed record Terminal(IAnsiConsole Output, IAnsiConsole Error, bool IsLive)
{
    // A file has no width: wide enough for every table.
    const int FileWidth = 200;

    public static Terminal OfProcess() => new(
        Create(Console.Out, Console.IsOutputRedirected), Create(Console.Error, Console.IsErrorRedirected), !Console.IsErrorRedirected);

    /// <summary>For tests: both streams go to text writers.</summary>
    public static Terminal Of(TextWriter output, TextWriter error) => new(Create(output, isFile: true), Create(error, isFile: true), IsLive: false);

    /// <summary>Gives a terminal its cursor back, which progress hides; for ends that leave it no time to.</summary>
    public void ShowCursor()
    {
        if (IsLive)
            Error.Cursor.Show();
    }

    /// <summary>A plain line of results.</summary>
    public void Write(string text) => Output.Profile.Out.Writer.WriteLine(text);

    /// <summary>A sentence of results, broken between words.</summary>
    public void WriteSentence(string sentence)
    {
        foreach (string line in Broken(sentence, Room(Output, Output.Profile.Out.IsTerminal)))
            Write(line);
    }

    /// <summary>A plain line of progress.</summary>
    public void Say(string text) => Error.Profile.Out.Writer.WriteLine(text);

    /// <summary>A sentence, broken between words, and below its beginning a little indented.</summary>
    public void Tell(string sentence)
    {
        foreach (string line in Broken(sentence, Room(Error, IsLive), indent: "  "))
            Say(line);
    }

    // Files get sentences whole.
    static int Room(IAnsiConsole console, bool isTerminal) => isTerminal ? Math.Max(console.Profile.Width - 1, 1) : int.MaxValue;

    // A number is not parted from its "%".
    static IEnumerable<string> Broken(string sentence, int room, string indent = "")
    {
        StringBuilder line = new();
        foreach (string word in sentence.Replace(" %", "\0%").Split(' ').Select(word => word.Replace('\0', ' ')))
        {
            string next = line.Length == 0 ? word : $" {word}";
            if (line.Length > 0 && ProgressRow.Cells(line + next) > room)
            {
                yield return line.ToString();
                line.Clear();
                next = indent + word;
            }
            line.Append(next);
        }
        yield return line.ToString();
    }

    static IAnsiConsole Create(TextWriter writer, bool isFile)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isFile ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = isFile ? InteractionSupport.No : InteractionSupport.Detect,
        });
        if (isFile)
            console.Profile.Width = FileWidth;
        return console;
    }
}
