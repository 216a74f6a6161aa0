namespace Elucid.Lab;

/// <summary>Runs experiments.</summary>
public static class ExperimentRun
{
    /// <summary>Runs an experiment on the processors of this machine and waits for it.</summary>
    /// <param name="experiment">What to run.</param>
    /// <param name="threads">Trials side by side; the processors by default.</param>
    /// <param name="cancellation">Stops soon; what has ended is returned.</param>
    /// <exception cref="SettingsException">The experiment cannot be run.</exception>
    public static ExperimentResult Run(this Experiment experiment, int? threads = null, CancellationToken cancellation = default) =>
        Task.Run(() => experiment.RunAsync(new LocalRunner(threads), cancellation: cancellation), CancellationToken.None).GetAwaiter().GetResult();

    /// <summary>Runs an experiment, or what is left of it.</summary>
    /// <param name="experiment">What to run.</param>
    /// <param name="runner">Where.</param>
    /// <param name="index">Keeps ended trials and knows earlier ones; null keeps none.</param>
    /// <param name="observer">Told of progress; null for nobody.</param>
    /// <param name="part">Which of the trials: a part of the design (<see cref="Design.Shard"/>); null for all.</param>
    /// <param name="cancellation">Stops soon; what has ended is kept and returned.</param>
    /// <exception cref="SettingsException">The experiment cannot be run.</exception>
    public static async Task<ExperimentResult> RunAsync(
        this Experiment experiment, IRunner runner, TrialIndex? index = null, IExperimentObserver? observer = null, Func<Design, Design>? part = null,
        CancellationToken cancellation = default)
    {
        experiment.Check();
        Session session = new(experiment, runner, index ?? new TrialIndex(new MemoryTrialLog()), new GuardedObserver(observer), cancellation);
        IReadOnlyList<TriedValue> tried = [];
        if (experiment.Tuning is not null && (tried = await session.TuneAsync().ConfigureAwait(false)).Count == 0)
            return new ExperimentResult(experiment, Design.Of(experiment), [], []);
        Design design = Design.Of(experiment, tried.Where(value => value.IsChosen).ToDictionary(value => value.Arm, value => value.Value));
        IReadOnlyList<PlannedTrial> trials = part?.Invoke(design).Trials ?? design.Trials;
        return new ExperimentResult(experiment, design, await session.AllAsync(trials).ConfigureAwait(false), tried);
    }

    sealed class Session(
        Experiment experiment, IRunner runner, TrialIndex index, GuardedObserver observer, CancellationToken cancellation)
    {
        /// <summary>All values tried, one of them chosen for each arm; empty when cancelled before the end.</summary>
        public async Task<IReadOnlyList<TriedValue>> TuneAsync()
        {
            Tuning tuning = experiment.Tuning!;
            (Arm Arm, double Value)[] grid = [.. from arm in experiment.Arms from value in tuning.Grid select (arm, value)];
            if (await TryAsync(tuning, grid).ConfigureAwait(false) is not { } first)
                return [];
            IReadOnlyList<TriedValue> chosen = Choose(tuning, first);
            (Arm Arm, double Value)[] beyond =
                [.. from value in chosen
                    where value.IsChosen
                    from next in ValueTuning.BeyondEdge(tuning, value.Value)
                    select (experiment.Arms.First(arm => arm.Name == value.Arm), next)];
            return await TryAsync(tuning, beyond).ConfigureAwait(false) is { } more ? Choose(tuning, [.. first, .. more]) : [];
        }

        /// <summary>Those of the trials that ended, now or earlier.</summary>
        public async Task<IReadOnlyList<TrialRecord>> AllAsync(IReadOnlyList<PlannedTrial> trials)
        {
            // Arms that differ in nothing share their trials.
            trials = [.. trials.DistinctBy(trial => trial.Key)];
            observer.OnQueue(trials);
            List<TrialRecord> ended = [];
            List<PlannedTrial> waiting = [];
            foreach (PlannedTrial trial in trials)
                if (index.Find(trial.Key) is { } record)
                {
                    ended.Add(record);
                    observer.OnFinish(trial, record, wasStored: true);
                }
                else
                    waiting.Add(trial);
            Dictionary<TrialKey, PlannedTrial> byKey = waiting.ToDictionary(trial => trial.Key);
            await foreach (TrialRecord record in
                runner.RunAsync(experiment, [.. byKey.Values], observer, cancellation).ConfigureAwait(false))
            {
                index.Add(record);
                ended.Add(record);
                observer.OnFinish(byKey[record.Key], record, wasStored: false);
            }
            return ended;
        }

        IReadOnlyList<TriedValue> Choose(Tuning tuning, IReadOnlyList<(Arm Arm, double Value, Measured Measured)> trials) =>
            [.. experiment.Arms.SelectMany(arm => ValueTuning.Choose(
                tuning, arm.Name, [.. trials.Where(trial => trial.Arm == arm).Select(trial => (trial.Value, trial.Measured))]))];

        // Null when cancelled before all of them ended.
        async Task<IReadOnlyList<(Arm Arm, double Value, Measured Measured)>?> TryAsync(Tuning tuning, (Arm Arm, double Value)[] candidates)
        {
            (Arm Arm, double Value, PlannedTrial Trial)[] wanted =
                [.. from seed in tuning.Seeds
                    from candidate in candidates
                    select (candidate.Arm, candidate.Value, Design.Plan(experiment, candidate.Arm, candidate.Value, seed, isTuning: true))];
            IReadOnlyList<TrialRecord> records = await AllAsync([.. wanted.Select(w => w.Trial)]).ConfigureAwait(false);
            Dictionary<TrialKey, Measured> byKey = records.DistinctBy(r => r.Key).ToDictionary(record => record.Key, record => record.Measured);
            return wanted.All(w => byKey.ContainsKey(w.Trial.Key)) ? [.. wanted.Select(w => (w.Arm, w.Value, byKey[w.Trial.Key]))] : null;
        }
    }
}
