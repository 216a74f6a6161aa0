using System.Diagnostics;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>Shows a study while it runs: in a terminal a line per activation with its loss and the time left, otherwise a plain line now and
/// then.</summary>
internal static class CompareProgress
{
    public static T Show<T>(StudySettings settings, bool quiet, Terminal terminal, Func<ITrialObserver, T> run)
    {
        Board board = new(settings);
        if (quiet)
            return run(board);
        if (!terminal.IsLive)
            terminal.Say(board.Line());
        T result = Progress.Show(terminal, board.Rows, board.Line, _ => run(board));
        if (board.Stored > 0)
            terminal.Say($"{board.Stored} trials were kept from an earlier run of this command.");
        return result;
    }

    /// <summary>What is known of the running study.</summary>
    sealed class Board : ITrialObserver
    {
        readonly Lock _lock = new();
        readonly long _start = Stopwatch.GetTimestamp();
        readonly int _epochs;
        readonly Dictionary<string, Row> _rows;

        public Board(StudySettings settings)
        {
            _epochs = settings.Recipe.Epochs;
            int tuning = settings.TunesLearningRate
                ? OptimizerCatalog.Find(settings.Recipe.Optimizer).LearningRates.Count * RateTuning.TuningSeeds.Count : 0;
            _rows = settings.Activations.ToDictionary(a => a, _ => new Row { Expected = settings.Seeds + tuning });
        }

        /// <summary>Trials that did not have to run again.</summary>
        public int Stored => _rows.Values.Sum(row => row.Stored);

        // Tuning may ask for more trials than its grid has.
        public void OnQueue(IReadOnlyList<TrialSettings> trials)
        {
            lock (_lock)
                foreach ((string activation, int count) in trials.CountBy(t => t.Activation))
                    _rows[activation].Queued += count;
        }

        public void OnStart(TrialSettings settings)
        {
            lock (_lock)
                _rows[settings.Activation].Running[settings] = 0;
        }

        public void OnProgress(TrialSettings settings, TrainingProgress progress)
        {
            lock (_lock)
            {
                Row row = _rows[settings.Activation];
                row.Running[settings] = (progress.Epoch - 1 + progress.Step / (double)progress.StepsPerEpoch) / _epochs;
                row.Loss = progress.TrainingLoss;
            }
        }

        public void OnFinish(TrialResult result, bool wasStored)
        {
            lock (_lock)
            {
                Row row = _rows[result.Settings.Activation];
                row.Running.Remove(result.Settings);
                row.Finished++;
                row.Stored += wasStored ? 1 : 0;
                row.Failed += result.Outcome == TrialOutcome.Trained ? 0 : 1;
                row.Loss = result.Final.TrainingLoss;
                row.Score = result.Final.Test.Accuracy is { } accuracy ? $"accuracy {Format.Percent(accuracy)}"
                    : $"RMSE {Format.Number(result.Final.Test.Rmse ?? double.NaN)}";
            }
        }

        public IReadOnlyList<ProgressRow> Rows()
        {
            lock (_lock)
            {
                double done = _rows.Values.Sum(r => r.Done), stored = _rows.Values.Sum(r => r.Stored), all = _rows.Values.Sum(r => r.All);
                return
                [
                    .. _rows.Select(
                        named => named.Value.Show(named.Key, Remaining(named.Value.Done - named.Value.Stored, named.Value.All - named.Value.Stored))),
                    new("all", done / all, $"{_rows.Values.Sum(r => r.Finished)}/{all}", Elapsed, "", Remaining(done - stored, all - stored)),
                ];
            }
        }

        public string Line()
        {
            lock (_lock)
            {
                double done = _rows.Values.Sum(r => r.Done), stored = _rows.Values.Sum(r => r.Stored), all = _rows.Values.Sum(r => r.All);
                string losses =
                    string.Join(", ", _rows.Where(r => !double.IsNaN(r.Value.Loss)).Select(r => $"{r.Key} {Format.Number(r.Value.Loss)}"));
                string remaining = Remaining(done - stored, all - stored);
                return $"{_rows.Values.Sum(r => r.Finished)}/{all} trials, "
                    + $"{Elapsed}{(remaining.Length > 0 ? $", {remaining}" : "")}{(losses.Length > 0 ? $"; loss: {losses}" : "")}";
            }
        }

        string Elapsed => Format.Duration(TimeSpan.FromSeconds(Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1)));

        string Remaining(double done, double all) =>
            done >= all ? "done" : done <= 0.02 ? ""
                : $"{Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (all - done) / done)))} left";

        sealed class Row
        {
            public readonly Dictionary<TrialSettings, double> Running = [];
            public int Expected, Queued, Finished, Stored, Failed;
            public double Loss = double.NaN;
            public string Score = "";

            public int All => Math.Max(Expected, Queued);

            public double Done => Finished + Running.Values.Sum();

            public ProgressRow Show(string name, string remaining) => new(
                name, Done / All, $"{Finished}/{All}", double.IsNaN(Loss) ? "waiting"
                    : $"loss {Format.Number(Loss)}", Score + (Failed > 0 ? $" {Failed} failed" : ""), remaining);
        }
    }
}
