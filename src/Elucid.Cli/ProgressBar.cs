using System.Diagnostics;
using Elucid.Lab.Reports;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>How far something is, what it does and how long it will take: a bar in a terminal, otherwise a plain line now and then.</summary>
internal sealed class ProgressBar
{
    readonly long _start = Stopwatch.GetTimestamp();
    double _share;
    string _what = "";

    /// <summary>Says how much is done; from any thread.</summary>
    public void Report(double share) => Volatile.Write(ref _share, share);

    /// <summary>Says what is being done; from any thread.</summary>
    public void Report(string what) => Volatile.Write(ref _what, what);

    /// <summary>Shows it on the error stream while <paramref name="run"/> runs.</summary>
    public T Show<T>(bool quiet, Terminal terminal, Func<T> run)
    {
        if (quiet)
            return run();
        if (!terminal.IsLive)
            return Ticker.Every(TimeSpan.FromSeconds(2), () => terminal.Say(Line()), run);
        return terminal.Error.Live(new Markup(Bar())).AutoClear(true).Start(context =>
            Ticker.Every(TimeSpan.FromMilliseconds(100), () => context.UpdateTarget(new Markup(Bar())), run));
    }

    string Line() => $"{Format.Percent(Share)}{(What.Length > 0 ? $", {What}" : "")}{Remaining}";

    string Bar()
    {
        const int Width = 24;
        int filled = (int)Math.Round(Math.Clamp(Share, 0, 1) * Width);
        return $"[blue]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/] {Format.Percent(Share)} [bold]{Markup.Escape(What)}[/][grey]{Remaining}[/]";
    }

    double Share => Volatile.Read(ref _share);

    string What => Volatile.Read(ref _what);

    string Remaining
    {
        get
        {
            double share = Share;
            return share is > 0.01 and < 1
                ? $", {Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (1 - share) / share)))} left" : "";
        }
    }
}
