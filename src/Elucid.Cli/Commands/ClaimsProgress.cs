using System.Diagnostics;
using Elucid.Claims;
using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Cli;

/// <summary>Shows the ledger while it runs: the card at work, all of it with the time left, and verdicts as they fall.</summary>
internal static class ClaimsProgress
{
    /// <summary>Shows it while it runs.</summary>
    /// <param name="estimate">What is left to run.</param>
    /// <param name="threads">Trials side by side.</param>
    /// <param name="keep">Told of each verdict.</param>
    /// <param name="quiet">Whether to show nothing.</param>
    /// <param name="terminal">Where.</param>
    /// <param name="run">Runs it, and tells the observer.</param>
    public static T Show<T>(
        LedgerEstimate estimate, int threads, Action<LedgerEntry> keep, bool quiet, Terminal terminal, Func<ILedgerObserver, T> run)
    {
        Board board = new(estimate, threads, keep);
        return quiet ? run(board) : Progress.Show(terminal, board.Rows, board.Line, say =>
        {
            board.Say = say;
            return run(board);
        });
    }

    /// <summary>What is known of the running ledger.</summary>
    sealed class Board : ILedgerObserver
    {
        readonly Lock _lock = new();
        readonly long _start = Stopwatch.GetTimestamp();
        readonly Dictionary<string, Row> _rows;
        readonly int _threads;
        readonly Action<LedgerEntry> _keep;
        string _card = "";

        public Board(LedgerEstimate estimate, int threads, Action<LedgerEntry> keep)
        {
            (_threads, _keep) = (threads, keep);
            _rows = estimate.Experiments.ToDictionary(e => e.Experiment.Id, e => new Row
            {
                Expected = e.Stored + e.Left,
                Stored = e.Stored,
                Seconds = double.IsNaN(e.SecondsEach) ? 0 : e.SecondsEach,
                Timed = double.IsNaN(e.SecondsEach) ? 0 : 1,
            });
        }

        /// <summary>Writes a line that stays.</summary>
        public Action<string> Say { get; set; } = _ => { };

        public void OnCard(Card card) => Volatile.Write(ref _card, card.Id);

        public void OnVerdict(LedgerEntry entry)
        {
            _keep(entry);
            Finding finding = entry.Finding;
            if (finding.Verdict != ClaimVerdict.NotRun)
                Say($"{entry.Card.Id} {finding.Verdict.Mark()} {finding.Verdict.Text()}: {entry.Card.Topic}"
                    + (finding.Effect.Length > 0 ? $", {finding.Effect}" : "") + (finding.Against.Length > 0 ? $" against {finding.Against}" : ""));
        }

        public void OnQueue(IReadOnlyList<PlannedTrial> trials)
        {
            lock (_lock)
                foreach ((string experiment, int count) in trials.CountBy(trial => trial.Key.Experiment))
                    RowOf(experiment).Queued += count;
        }

        public void OnProgress(PlannedTrial trial, TrialProgress progress)
        {
            lock (_lock)
            {
                Row row = RowOf(trial.Key.Experiment);
                row.Running[trial.Key] = progress.Done;
                row.Arm = trial.Arm.Name;
            }
        }

        public void OnFinish(PlannedTrial trial, TrialRecord record, bool wasStored)
        {
            lock (_lock)
            {
                Row row = RowOf(trial.Key.Experiment);
                row.Running.Remove(trial.Key);
                row.Finished++;
                row.Arm = trial.Arm.Name;
                if (record.Measured.Failure is not null)
                    row.Failed++;
                if (!wasStored)
                {
                    row.Seconds += record.Seconds;
                    row.Timed++;
                }
            }
        }

        public ProgressRow[] Rows()
        {
            lock (_lock)
            {
                string card = Volatile.Read(ref _card);
                (string name, Row? work) = _rows.FirstOrDefault(named => named.Value.Queued > 0 && named.Value.Finished < named.Value.All);
                return [work?.Show(name) ?? new(card, 0, "", "", ""), new("all", Share, $"{Finished}/{All}", Elapsed, Remaining)];
            }
        }

        public string Line()
        {
            lock (_lock)
            {
                string[] parts = [$"at {Volatile.Read(ref _card)}", All > 0 ? $"{Finished}/{All} trials" : "", Elapsed, Remaining];
                return string.Join(", ", parts.Where(part => part.Length > 0));
            }
        }

        int Finished => _rows.Values.Sum(row => row.Finished);

        int All => _rows.Values.Sum(row => row.All);

        double Share => SecondsOf(row => row.All) is > 0 and var all ? SecondsOf(row => row.Done) / all : 0;

        string Elapsed => Format.Duration(TimeSpan.FromSeconds(Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1)));

        // Trials whose time is not known yet count as the mean of those that are.
        string Remaining => _rows.Values.Sum(row => row.Timed) == 0 || Finished >= All ? ""
            : $"{Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(SecondsOf(row => row.All - row.Done) / _threads)))} left";

        double SecondsOf(Func<Row, double> trials)
        {
            Row[] timed = [.. _rows.Values.Where(row => row.Timed > 0)];
            double mean = timed.Length == 0 ? 1 : timed.Average(row => row.Each);
            return _rows.Values.Sum(row => trials(row) * (row.Timed > 0 ? row.Each : mean));
        }

        Row RowOf(string experiment)
        {
            if (!_rows.TryGetValue(experiment, out Row? row))
                _rows[experiment] = row = new Row();
            return row;
        }

        sealed class Row
        {
            public readonly Dictionary<TrialKey, double> Running = [];
            public int Expected, Queued, Finished, Stored, Failed, Timed;
            public double Seconds;
            public string Arm = "";

            public int All => Math.Max(Expected, Queued);

            public double Done => Finished + Running.Values.Sum();

            public double Each => Seconds / Timed;

            public ProgressRow Show(string name) => new(
                name, Done / All, $"{Finished}/{All}", Arm, Failed > 0 ? $"{Failed} failed" : "");
        }
    }
}
