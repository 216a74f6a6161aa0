using System.Diagnostics;
using Elucid.Reports;

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
    public T Show<T>(bool quiet, Terminal terminal, Func<T> run) =>
        quiet ? run() : Progress.Show(terminal, () => [new("", Share, Format.Percent(Share), What, Remaining)], Line, _ => run());

    string Line() => string.Join(", ", new[] { Format.Percent(Share), What, Remaining }.Where(text => text.Length > 0));

    double Share => Volatile.Read(ref _share);

    string What => Volatile.Read(ref _what);

    string Remaining
    {
        get
        {
            double share = Share;
            return share is > 0.01 and < 1
                ? $"{Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (1 - share) / share)))} left"
                    : "";
        }
    }
}
