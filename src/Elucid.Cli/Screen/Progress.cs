using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Shows how far something is while it runs: rows that are drawn again and again in a terminal, otherwise a plain line now and
/// then.</summary>
internal static class Progress
{
    /// <summary>Runs <paramref name="run"/>, which may say lines that stay.</summary>
    /// <param name="terminal">Where to show it: on the error stream.</param>
    /// <param name="rows">The rows for a terminal, asked for ten times a second.</param>
    /// <param name="line">The line for a file, asked for every two seconds; none where what <paramref name="run"/> says is enough.</param>
    /// <param name="run">What takes long.</param>
    public static T Show<T>(Terminal terminal, Func<IReadOnlyList<ProgressRow>> rows, Func<string>? line, Func<Action<string>, T> run)
    {
        if (terminal.IsLive)
        {
            LiveLines lines = new(terminal.Error);
            try
            {
                return Ticker.Every(TimeSpan.FromMilliseconds(100), () => lines.Draw(rows()), () => run(lines.Say));
            }
            finally
            {
                lines.Clear();
            }
        }
        return line is null ? run(terminal.Say) : Ticker.Every(TimeSpan.FromSeconds(2), () => terminal.Say(line()), () => run(terminal.Say));
    }
}
