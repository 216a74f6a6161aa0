using System.Diagnostics;
using Elucid.Lab.Reports;
using Elucid.Lab.Studies;
using Elucid.Lab.Trials;
using Elucid.Training;
using Spectre.Console;

namespace Elucid.Cli;

/// <summary>Shows a study while it runs: in a terminal a line per activation with its loss and the time left, otherwise a plain line now and then.</summary>
internal static class CompareProgress
{
    public static T Show<T>(StudySettings settings, bool quiet, Terminal terminal, Func<ITrialObserver, T> run)
    {
        Board board = new(settings);
        if (quiet)
            return run(board);
        T result = terminal.IsLive ? ShowLive(board, terminal, run) : ShowPlain(board, terminal, run);
        if (board.Stored > 0)
            terminal.Say($"{board.Stored} trials were kept from an earlier run of this command.");
        return result;
    }

    static T ShowLive<T>(Board board, Terminal terminal, Func<ITrialObserver, T> run) =>
        terminal.Error.Live(board.Render()).AutoClear(true).Start(context =>
            Ticker.Every(TimeSpan.FromMilliseconds(100), () => context.UpdateTarget(board.Render()), () => run(board)));

    static T ShowPlain<T>(Board board, Terminal terminal, Func<ITrialObserver, T> run)
    {
        terminal.Say(board.Line());
        return Ticker.Every(TimeSpan.FromSeconds(2), () => terminal.Say(board.Line()), () => run(board));
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
            int tuning = settings.TunesLearningRate ? RateTuning.Grid(settings.Recipe.Optimizer).Count * RateTuning.TuningSeeds.Count : 0;
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
                row.Score = result.Final.Test.Accuracy is { } accuracy ? $"accuracy {Format.Percent(accuracy)}" : $"RMSE {Format.Number(result.Final.Test.Rmse ?? double.NaN)}";
            }
        }

        public Table Render()
        {
            lock (_lock)
            {
                Table table = new Table().Border(TableBorder.None).HideHeaders();
                foreach (Justify alignment in new[] { Justify.Left, Justify.Left, Justify.Right, Justify.Left, Justify.Left, Justify.Right })
                    table.AddColumn(new TableColumn("").Alignment(alignment).NoWrap());
                foreach ((string name, Row row) in _rows)
                    table.AddRow(
                        new Markup($"[bold]{Markup.Escape(name)}[/]"), new Markup(Bar(row.Done / row.All)),
                        new Markup($"{row.Finished}/{row.All}"), new Markup(double.IsNaN(row.Loss) ? "[grey]waiting[/]" : $"loss {Format.Number(row.Loss)}"),
                        new Markup(Markup.Escape(row.Score) + (row.Failed > 0 ? $" [red]{row.Failed} failed[/]" : "")), new Markup($"[grey]{Remaining(row.Done - row.Stored, row.All - row.Stored)}[/]"));
                double done = _rows.Values.Sum(r => r.Done), stored = _rows.Values.Sum(r => r.Stored), all = _rows.Values.Sum(r => r.All);
                table.AddRow(
                    new Markup("[grey]all[/]"), new Markup(Bar(done / all)), new Markup($"{_rows.Values.Sum(r => r.Finished)}/{all}"), new Markup($"[grey]{Elapsed}[/]"), new Markup(""),
                    new Markup($"[grey]{Remaining(done - stored, all - stored)}[/]"));
                return table;
            }
        }

        public string Line()
        {
            lock (_lock)
            {
                double done = _rows.Values.Sum(r => r.Done), stored = _rows.Values.Sum(r => r.Stored), all = _rows.Values.Sum(r => r.All);
                string losses = string.Join(", ", _rows.Where(r => !double.IsNaN(r.Value.Loss)).Select(r => $"{r.Key} {Format.Number(r.Value.Loss)}"));
                string remaining = Remaining(done - stored, all - stored);
                return $"{_rows.Values.Sum(r => r.Finished)}/{all} trials, {Elapsed}{(remaining.Length > 0 ? $", {remaining}" : "")}{(losses.Length > 0 ? $"; loss: {losses}" : "")}";
            }
        }

        string Elapsed => Format.Duration(TimeSpan.FromSeconds(Math.Round(Stopwatch.GetElapsedTime(_start).TotalSeconds, 1)));

        string Remaining(double done, double all) =>
            done >= all ? "done" : done <= 0.02 ? "" : $"{Format.Duration(TimeSpan.FromSeconds(Math.Ceiling(Stopwatch.GetElapsedTime(_start).TotalSeconds * (all - done) / done)))} left";

        static string Bar(double share)
        {
            const int Width = 24;
            int filled = (int)Math.Round(Math.Clamp(share, 0, 1) * Width);
            return $"[blue]{new string('━', filled)}[/][grey]{new string('━', Width - filled)}[/]";
        }

        sealed class Row
        {
            public readonly Dictionary<TrialSettings, double> Running = [];
            public int Expected, Queued, Finished, Stored, Failed;
            public double Loss = double.NaN;
            public string Score = "";

            public int All => Math.Max(Expected, Queued);

            public double Done => Finished + Running.Values.Sum();
        }
    }
}
