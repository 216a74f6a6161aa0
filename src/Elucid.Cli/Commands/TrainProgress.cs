using System.Diagnostics;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>Shows a training run: the epochs of a single network, or the networks of a committee as they end, and how long it will take.</summary>
internal sealed class TrainProgress
{
    // A terminal has no room for more.
    const int MostRows = 8;

    readonly TrainingRun _run;
    readonly Lock _lock = new();
    readonly SortedDictionary<string, RunProgress> _running = new(StringComparer.Ordinal);
    readonly long _start = Stopwatch.GetTimestamp();
    double? _before;
    double _share;
    int _ended;

    TrainProgress(TrainingRun run) => _run = run;

    /// <summary>Shows it on the error stream while <paramref name="train"/> runs.</summary>
    public static T Show<T>(TrainingRun run, Terminal terminal, Func<IProgress<RunProgress>, T> train)
    {
        TrainProgress shown = new(run);
        return Progress.Show(terminal, shown.Rows, run.NetworkCount > 1 ? shown.Line : null, say =>
        {
            run.OnSample = sample =>
            {
                if (sample.Text.Length > 0)
                    say(Excerpt(sample, Math.Min(terminal.Error.Profile.Width, 100)));
            };
            return train(new Reporter(progress => shown.Tell(progress, say)));
        });
    }

    void Tell(RunProgress progress, Action<string> say)
    {
        lock (_lock)
        {
            // What an earlier run did takes no time now.
            _before ??= progress.Ended is null ? Math.Max(0, progress.Share - (StepShare(progress) / _run.NetworkCount)) : null;
            _share = progress.Share;
            if (progress.Ended is null)
                _running[progress.Network] = progress;
            else
            {
                _running.Remove(progress.Network);
                _ended++;
            }
        }
        if (_run.NetworkCount == 1 && progress.Training?.Completed is { } epoch)
            say(LineOf(epoch));
        else if (_run.NetworkCount > 1 && progress.Ended is { } history)
            say(LineOf(progress.Network, history));
    }

    double StepShare(RunProgress progress) =>
        progress.Training is { } at ? at.Step / (double)at.StepsPerEpoch / _run.Settings.Recipe.Epochs : 0;

    IReadOnlyList<ProgressRow> Rows()
    {
        lock (_lock)
        {
            int epochs = _run.Settings.Recipe.Epochs;
            ProgressRow[] rows =
            [
                .. _running.Take(MostRows).Select(one => one.Value.Training is { } p
                    ? new ProgressRow(
                        _run.NetworkCount > 1 ? NameOf(one.Key) : $"epoch {p.Epoch}/{epochs}",
                        _run.NetworkCount > 1 ? (p.Epoch - 1 + p.Step / (double)p.StepsPerEpoch) / epochs : p.Step / (double)p.StepsPerEpoch,
                        _run.NetworkCount > 1 ? $"epoch {p.Epoch}/{epochs}" : $"step {p.Step}/{p.StepsPerEpoch}",
                        Training(p.TrainingLoss), _run.NetworkCount > 1 ? "" : Remaining)
                    : new ProgressRow(one.Key, 0, "", "", "")),
            ];
            return _run.NetworkCount > 1 ? [.. rows, new("all", _share, $"{_ended}/{_run.NetworkCount}", "", Remaining)]
                : rows.Length > 0 ? rows : [new("training", 0, "", "", "")];
        }
    }

    string Line()
    {
        lock (_lock)
            return $"{_ended}/{_run.NetworkCount} networks{(Remaining is { Length: > 0 } left ? $", {left}" : "")}";
    }

    string Remaining
    {
        get
        {
            double before = _before ?? _share, done = _share - before;
            return done > 0.01 && _share < 1
                ? $"{Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (1 - _share) / done)))} left"
                : "";
        }
    }

    string LineOf(string network, History history)
    {
        string best = history.BestEpoch > 0 && history.Epochs[history.BestEpoch - 1].Validation is { } v
            ? $"best epoch {history.BestEpoch}/{_run.Settings.Recipe.Epochs}, validation {Format.Number(v.Loss)} {Brief(_run.InOwnUnits(v))}"
            : history.Divergence is { } divergence ? $"{divergence}" : $"best epoch {history.BestEpoch}";
        return $"{NameOf(network)}: {best}  {Format.Duration(TimeSpan.FromSeconds(history.Epochs.Sum(epoch => epoch.Seconds)))}";
    }

    // Beside folds the network itself has no name.
    static string NameOf(string network) => network.Length > 0 ? network : "model";

    string LineOf(EpochRecord epoch)
    {
        bool isBest = _run.Trainer.History.BestEpoch == epoch.Epoch;
        return $"epoch {epoch.Epoch,3}/{_run.Settings.Recipe.Epochs}  {Training(epoch.TrainingLoss),-13} validation "
            + $"{(epoch.Validation is { } v ? $"{(_run.Profile.LossIsScore ? "" : $"{Format.Number(v.Loss),-8} ")}{Brief(_run.InOwnUnits(v))}" : "–")}"
            + $"  {Format.Duration(TimeSpan.FromSeconds(epoch.Seconds))}{(isBest ? "  best" : "")}";
    }

    string Training(double loss) =>
        _run.Profile.LossIsScore ? $"{_run.Deciding.ShortName} {Format.Number(-loss)}" : $"loss {Format.Number(loss)}";

    // The beginning of what it wrote, on one line.
    static string Excerpt(EpochSample sample, int width)
    {
        string text = $"      …{sample.Prompt[^Math.Min(sample.Prompt.Length, 8)..]}|{sample.Text}".Replace('\n', ' ');
        return text[..Math.Min(text.Length, width - 2)] + "…";
    }

    string Brief(Evaluation evaluation) => evaluation switch
    {
        { Accuracy: { } accuracy } => $"accuracy {Format.Percent(accuracy)}",
        { R2: { } r2 } => $"R² {Format.Number(r2)}",
        _ => $"{_run.Deciding.ShortName} {_run.Deciding.Text(_run.Deciding.Of(evaluation) ?? double.NaN)}",
    };

    sealed class Reporter(Action<RunProgress> report) : IProgress<RunProgress>
    {
        public void Report(RunProgress value) => report(value);
    }
}
