namespace Elucid.Lab;

/// <summary>Trains a network, or a committee, for each fold of a cross-validation.</summary>
internal sealed class FoldsRun
{
    readonly RunSettings _settings;
    readonly StudyData _data;
    readonly Func<string, string> _pathOf;
    readonly bool _resumes;
    readonly DataFolds _folds;
    readonly FoldResult?[] _results;
    readonly List<Divergence> _divergences = [];

    /// <summary>Cuts the training rows; nothing is trained yet.</summary>
    /// <param name="settings">What is trained.</param>
    /// <param name="data">On which data.</param>
    /// <param name="count">How many folds.</param>
    /// <param name="pathOf">The path of a file of the run.</param>
    /// <param name="resumes">Whether networks go on from the checkpoints that are there.</param>
    /// <exception cref="ArgumentException">The rows cannot be cut so.</exception>
    public FoldsRun(RunSettings settings, StudyData data, int count, Func<string, string> pathOf, bool resumes)
    {
        TaskProfile profile = data.Profile;
        if (!profile.HasFolds)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunSettings.Folds))} is for {TaskProfile.WordsOf(one => one.HasFolds)}, not for {profile.Word}: omit it.");
        if (data.IsStreamed)
            throw new ArgumentException(StreamedRows.Refusal(Spelling.Of(nameof(RunSettings.Folds)), data.Name));
        if (data.IsByTime)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(RunSettings.Folds))} deals rows at random, but those of {data.Name} follow one another: a fold would learn from "
                    + "what came after its test. Omit it; the test is what came last.");
        (_settings, _data, _pathOf, _resumes) = (settings, data, pathOf, resumes);
        _folds = data.Folds(settings.Seed, count);
        _results = new FoldResult?[count];
    }

    /// <summary>Keeps a network after each of its epochs.</summary>
    public required Action<MemberRun, EpochRecord?> OnEpoch { get; init; }

    /// <summary>Is told where a network is: the first of the first fold has number 0.</summary>
    public required Action<int, RunProgress> OnProgress { get; init; }

    /// <summary>What is to be done; folds can be done side by side.</summary>
    public IReadOnlyList<Action<CancellationToken>> Work =>
        [.. Enumerable.Range(0, _folds.Count).Select(fold => (Action<CancellationToken>)(stop => Run(fold, stop)))];

    /// <summary>Where networks diverged.</summary>
    public IReadOnlyList<Divergence> Divergences => _divergences;

    /// <summary>The folds that are done.</summary>
    public IReadOnlyList<FoldResult> Results => [.. _results.OfType<FoldResult>()];

    /// <summary>Whether all are done.</summary>
    public bool IsDone => Results.Count == _folds.Count;

    void Run(int fold, CancellationToken cancellation)
    {
        StudyData.PreparedSplit split = _folds.Prepare(fold);
        int members = _settings.Recipe.Members ?? 1;
        CommitteeRun networks = new(_settings, _data, split.Parts, _pathOf, $"fold {fold + 1}", _resumes)
        {
            OnEpoch = OnEpoch,
            OnProgress = (index, progress) => OnProgress((fold * members) + index, progress),
        };
        if (_resumes)
            networks.First.Resume();
        foreach (Action<CancellationToken> work in networks.Work)
            work(cancellation);
        lock (_divergences)
            _divergences.AddRange(networks.Divergences);
        if (!networks.IsDone || networks.Join() is not var (network, _))
            return;
        DataSplit parts = split.Parts;
        _results[fold] = new FoldResult(
            fold + 1, parts.Train.Count + (parts.Validation?.Count ?? 0), parts.Test.Count, Evaluation.Of(network, parts.Test).In(split.Scales),
            _data.Profile.Baselines(parts, split.Scales, _settings.Recipe),
            FoldAnswers.Of(network, split, _folds.RowsOf(fold), _data.Schema?.TargetOffset ?? 0));
    }
}
