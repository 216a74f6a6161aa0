using System.Diagnostics;
using Elucid.Lab.Reports;
using Elucid.Lab.Verification;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Shows a verification while it runs: what is verified, how far it is and the time left.</summary>
internal static class VerifyProgress
{
    public static VerificationReport Show(long inputs, bool quiet, Terminal terminal, Func<IVerificationObserver, VerificationReport> run)
    {
        Board board = new(inputs);
        if (quiet)
            return run(board);
        if (!terminal.IsLive)
            return Ticker.Every(TimeSpan.FromSeconds(2), () => terminal.Say(board.Line()), () => run(board));
        return terminal.Error.Live(new Markup(board.Bar())).AutoClear(true).Start(context =>
            Ticker.Every(TimeSpan.FromMilliseconds(100), () => context.UpdateTarget(new Markup(board.Bar())), () => run(board)));
    }

    sealed class Board(long inputs) : IVerificationObserver
    {
        readonly long _start = Stopwatch.GetTimestamp();
        long _done;
        string _name = "";

        public void OnStart(string name) => Volatile.Write(ref _name, name);

        public void OnProgress(long inputs) => Interlocked.Add(ref _done, inputs);

        public string Line() => $"{Format.Percent(Done)}, {Volatile.Read(ref _name)}{Remaining}";

        public string Bar()
        {
            const int Width = 24;
            int filled = (int)Math.Round(Math.Clamp(Done, 0, 1) * Width);
            return $"[blue]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/] {Format.Percent(Done)} [bold]{Markup.Escape(Volatile.Read(ref _name))}[/][grey]{Remaining}[/]";
        }

        double Done => (double)Interlocked.Read(ref _done) / inputs;

        string Remaining => Done is > 0.002 and < 1
            ? $", {Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (1 - Done) / Done)))} left" : "";
    }
}
