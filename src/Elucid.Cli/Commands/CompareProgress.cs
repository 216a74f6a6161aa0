using System.Diagnostics;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>Shows a study while it runs: in a terminal a line per activation with its loss and the time left, otherwise a plain line now and
/// then.</summary>
internal static class CompareProgress
{
    public static T Show<T>(Study study, bool quiet, Terminal terminal, Func<IExperimentObserver, T> run)
    {
        Board board = new(study);
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
    sealed class Board : IExperimentObserver
    {
        readonly Lock _lock = new();
        readonly long _start = Stopwatch.GetTimestamp();
        readonly Metric _metric;
        readonly Dictionary<string, Row> _rows;

        public Board(Study study)
        {
            Experiment experiment = study.Experiment;
            _metric = experiment.Measures[0].Metric;
            int tuning = experiment.Tuning is { } tuned ? tuned.Grid.Count * tuned.Seeds.Count : 0;
            // Arms that differ in nothing share their trials, which are the first one's.
            _rows = experiment.Arms.DistinctBy(arm => arm.Settings)
                .ToDictionary(arm => arm.Name, _ => new Row { Expected = study.TrialCount / experiment.Arms.Count + tuning });
        }

        /// <summary>Trials that did not have to run again.</summary>
        public int Stored => _rows.Values.Sum(row => row.Stored);

        // Tuning may ask for more trials than its grid has.
        public void OnQueue(IReadOnlyList<PlannedTrial> trials)
        {
            lock (_lock)
                foreach ((string arm, int count) in trials.CountBy(t => t.Arm.Name))
                    _rows[arm].Queued += count;
        }

        public void OnStart(PlannedTrial trial)
        {
            lock (_lock)
                _rows[trial.Arm.Name].Running[trial.Key] = 0;
        }

        public void OnProgress(PlannedTrial trial, TrialProgress progress)
        {
            lock (_lock)
            {
                Row row = _rows[trial.Arm.Name];
                row.Running[trial.Key] = progress.Done;
                row.Doing = progress.Doing;
            }
        }

        public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
        {
            lock (_lock)
            {
                Row row = _rows[trial.Arm.Name];
                row.Running.Remove(trial.Key);
                row.Finished++;
                row.Stored += wasStored ? 1 : 0;
                row.Failed += record.Measured.Failure is null ? 0 : 1;
                if (record.Measured.Numbers.TryGetValue(_metric.Name, out double score))
                    row.Score = $"{_metric.ShortName} {_metric.Text(score)}";
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
                string doing = string.Join(", ", _rows.Where(r => r.Value.Doing.Length > 0).Select(r => $"{r.Key} {r.Value.Doing}"));
                string remaining = Remaining(done - stored, all - stored);
                return $"{_rows.Values.Sum(r => r.Finished)}/{all} trials, "
                    + $"{Elapsed}{(remaining.Length > 0 ? $", {remaining}" : "")}{(doing.Length > 0 ? $"; {doing}" : "")}";
            }
        }

        string Elapsed => Format.Duration(TimeSpan.FromSeconds(Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1)));

        string Remaining(double done, double all) =>
            done >= all ? "done" : done <= 0.02 ? ""
                : $"{Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (all - done) / done)))} left";

        sealed class Row
        {
            public readonly Dictionary<TrialKey, double> Running = [];
            public int Expected, Queued, Finished, Stored, Failed;
            public string Doing = "", Score = "";

            public int All => Math.Max(Expected, Queued);

            public double Done => Finished + Running.Values.Sum();

            public ProgressRow Show(string name, string remaining) => new(
                name, Done / All, $"{Finished}/{All}", Doing.Length > 0 || Finished > 0 ? Doing : "waiting",
                Score + (Failed > 0 ? $" {Failed} failed" : ""), remaining);
        }
    }
}
