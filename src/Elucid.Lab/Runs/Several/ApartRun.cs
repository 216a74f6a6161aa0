namespace Elucid.Lab;

/// <summary>Trains a network of its own for each of several targets, as large as the one for all: what sharing is to be measured by.</summary>
internal sealed class ApartRun
{
    readonly RunSettings _settings;
    readonly StudyData _data;
    readonly DataSplit _split;
    readonly Func<string, string> _pathOf;
    readonly bool _resumes;
    readonly (Module Network, History History)?[] _done;
    readonly List<Divergence> _divergences = [];
    int _ended;

    /// <summary>Checks what is asked for; nothing is trained yet.</summary>
    /// <param name="settings">What is trained.</param>
    /// <param name="data">On which data.</param>
    /// <param name="split">The rows, ready for use.</param>
    /// <param name="pathOf">The path of a file of the run.</param>
    /// <param name="resumes">Whether networks go on from the checkpoints that are there.</param>
    /// <exception cref="ArgumentException">There is one target only, or a committee is asked for.</exception>
    public ApartRun(RunSettings settings, StudyData data, DataSplit split, Func<string, string> pathOf, bool resumes)
    {
        if (data.SeveralTargets.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunSettings.Apart), true)} trains a network for each of several targets, but {data.Name} has one: omit it, or "
                    + $"name several with {Spelling.OfList(nameof(CsvOptions.Targets), ["A", "B"])}.");
        if (settings.Recipe.Members is not null)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunSettings.Apart), true)} sets one network beside one for each target, and "
                    + $"{Spelling.Of(nameof(Recipe.Members))} asks for a committee: use one of them.");
        (_settings, _data, _split, _pathOf, _resumes) = (settings, data, split, pathOf, resumes);
        _done = new (Module, History)?[data.SeveralTargets.Count];
    }

    /// <summary>Keeps a network after each of its epochs.</summary>
    public required Action<MemberRun> OnEpoch { get; init; }

    /// <summary>Is told where a network is.</summary>
    public required Action<int, RunProgress> OnProgress { get; init; }

    /// <summary>What is to be done; networks can be trained side by side.</summary>
    public IReadOnlyList<Action<CancellationToken>> Work =>
        [.. _done.Select((_, target) => (Action<CancellationToken>)(stop => Train(target, stop)))];

    /// <summary>Where networks diverged.</summary>
    public IReadOnlyList<Divergence> Divergences => _divergences;

    /// <summary>How many have been trained to their end.</summary>
    public int Trained => _ended;

    /// <summary>Whether none waits to be trained.</summary>
    public bool IsDone => _ended == _done.Length;

    /// <summary>What they reach together; null where one is not done or has diverged.</summary>
    public ApartNetworks? Result => IsDone && _done.All(one => one is not null)
        ? new ApartNetworks([.. _done.Select(one => one!.Value.History)], SeveralProfile.Joined(
            _split, target => OutputsOf(_done[target]!.Value.Network)), _split.Test)
        : null;

    void Train(int target, CancellationToken cancellation)
    {
        string name = $"{_data.SeveralTargets[target].Name} apart";
        DataSplit own = new(_split.Train.OfTarget(target), _split.Test)
        {
            Validation = _split.Validation is { } validation && IsKnown(validation, target) ? validation.OfTarget(target) : null,
        };
        MemberRun run = new(_settings, _data, own, (ulong)_settings.Seed, _pathOf($"checkpoint-apart-{target + 1}.safetensors"));
        if (_resumes)
            run.Resume();
        run.Run(new Told(training => OnProgress(target, new RunProgress(name, 0, training))), _ => OnEpoch(run), cancellation);
        History history = run.Trainer.History;
        if (!run.Trainer.IsFinished)
            return;
        lock (_divergences)
        {
            if (history.Divergence is { } divergence)
                _divergences.Add(divergence);
            if (history.BestEpoch > 0)
            {
                run.Trainer.RestoreBest();
                _done[target] = (run.Network, history);
            }
            _ended++;
        }
        OnProgress(target, new RunProgress(name, 0, Ended: history));
    }

    static bool IsKnown(Dataset data, int target)
    {
        int targets = data.SeveralTargets.Count;
        return Enumerable.Range(0, data.Count).Any(row => !float.IsNaN(data.Targets[row * targets + target]));
    }

    // Of all test rows: what they answer is judged where it is known.
    float[] OutputsOf(Module network)
    {
        Dataset test = _split.Test;
        return network.Predict(new Tensor([test.Count, .. test.FeatureShape], test.Features)).Values.ToArray();
    }

    sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
