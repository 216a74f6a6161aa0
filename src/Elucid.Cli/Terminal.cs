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

    /// <summary>A plain line of progress.</summary>
    public void Say(string text) => Error.Profile.Out.Writer.WriteLine(text);

    /// <summary>A sentence, which a terminal shows broken between words, and below its beginning a little indented.</summary>
    public void Tell(string sentence)
    {
        int room = IsLive ? Math.Max(Error.Profile.Width - 1, 1) : int.MaxValue;
        StringBuilder line = new();
        foreach (string word in sentence.Split(' '))
        {
            string next = line.Length == 0 ? word : $" {word}";
            if (line.Length > 0 && ProgressRow.Cells(line + next) > room)
            {
                Say(line.ToString());
                line.Clear();
                next = $"  {word}";
            }
            line.Append(next);
        }
        Say(line.ToString());
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
