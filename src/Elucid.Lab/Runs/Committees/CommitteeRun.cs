using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Trains the networks that answer together for one division of the data: a single one, or the members of a committee.</summary>
internal sealed class CommitteeRun
{
    readonly RunSettings _settings;
    readonly StudyData _data;
    readonly DataSplit _split;
    readonly Func<string, string> _pathOf;
    readonly string _name;
    readonly bool _resumes;
    readonly Boosting? _boosting;
    readonly TrainedMember?[] _done;
    readonly History?[] _histories;
    int _ended;

    /// <summary>Builds the first network.</summary>
    /// <param name="settings">What is trained.</param>
    /// <param name="data">What is learned from.</param>
    /// <param name="split">The rows, ready for use.</param>
    /// <param name="pathOf">The path of a file of the run.</param>
    /// <param name="name">What its networks are called before "member 2": "fold 3", or nothing.</param>
    /// <param name="resumes">Whether networks go on from the checkpoints that are there.</param>
    public CommitteeRun(
        RunSettings settings, StudyData data, DataSplit split, Func<string, string> pathOf, string name = "", bool resumes = false)
    {
        (_settings, _data, _split, _pathOf, _name, _resumes) = (settings, data, split, pathOf, name, resumes);
        StreamedRows.RefuseOwnRows(settings.Recipe, split);
        _done = new TrainedMember?[settings.Recipe.Members ?? 1];
        _histories = new History?[_done.Length];
        _boosting = settings.Recipe.Boosting ? MemberRows.Boosting(split.Train, settings.Seed) : null;
        First = Make(0);
    }

    /// <summary>The run of the first network.</summary>
    public MemberRun First { get; }

    /// <summary>Keeps a network after each of its epochs, of which there is no record where it diverged.</summary>
    public required Action<MemberRun, EpochRecord?> OnEpoch { get; init; }

    /// <summary>Is told where a network is.</summary>
    public Action<int, RunProgress>? OnProgress { get; init; }

    /// <summary>The members that have been trained to their end, and have learned.</summary>
    public IReadOnlyList<TrainedMember> Members => [.. _done.OfType<TrainedMember>()];

    /// <summary>The epochs of the networks that have begun, by what these are called.</summary>
    public IEnumerable<(string Network, History History)> Histories =>
        _histories.Select((history, index) => (NameOf(index), history!)).Where(one => one.Item2 is not null);

    /// <summary>Where members diverged.</summary>
    public IReadOnlyList<Divergence> Divergences { get; private set; } = [];

    /// <summary>Whether no network waits to be trained.</summary>
    public bool IsDone { get; private set; }

    /// <summary>What is to be done, of which the parts can be done side by side.</summary>
    public IReadOnlyList<Action<CancellationToken>> Work =>
        _boosting is not null ? [OneAfterTheOther] : [.. _done.Select((_, index) => (Action<CancellationToken>)(stop => Train(index, stop)))];

    /// <summary>The trained networks as one, and what a file must know to join them again; null before a member is trained.</summary>
    public (Module Network, Committee? Committee)? Join()
    {
        if (_done.Length == 1)
        {
            if (First.Trainer.History.BestEpoch == 0)
                return null;
            First.Trainer.RestoreBest();
            return (First.Network, null);
        }
        IReadOnlyList<TrainedMember> members = Members;
        if (members.Count == 0)
            return null;
        Committee committee = new(members.Count) { Votes = _boosting is null ? null : [.. members.Select(member => member.Vote)] };
        return (committee.Join(members.Select(member => member.Network), _data.Task, _data.SeveralTargets), committee);
    }

    string NameOf(int index) => string.Join(", ", new[] { _name, _done.Length > 1 ? $"member {index + 1}" : "" }.Where(part => part.Length > 0));

    MemberRun Make(int index)
    {
        DataSplit rows = _boosting is not null ? _split with { Train = _boosting.Rows() }
            : _settings.Recipe.Bagging ? _split with { Train = MemberRows.Drawn(_split.Train, _settings.Seed, index) } : _split;
        string suffix = string.Concat(NameOf(index).Split(", ").Where(part => part is not ("" or "member 1"))
            .Select(part => "-" + part.Replace(' ', '-')));
        return new(_settings, _data, rows, MemberSeed.Of((ulong)_settings.Seed, index), _pathOf($"checkpoint{suffix}.safetensors"));
    }

    bool Train(int index, CancellationToken cancellation)
    {
        MemberRun run = index == 0 ? First : Make(index);
        if (_resumes && index > 0)
            run.Resume();
        string name = NameOf(index);
        run.Run(
            OnProgress is null ? null : new Told(training => OnProgress(index, new RunProgress(name, 0, training))), epoch => OnEpoch(run, epoch),
            cancellation);
        History history = run.Trainer.History;
        lock (_done)
            _histories[index] = history;
        if (!run.Trainer.IsFinished)
            return false;
        lock (_done)
        {
            if (history.Divergence is { } divergence)
                Divergences = [.. Divergences, divergence];
            if (history.BestEpoch > 0)
            {
                run.Trainer.RestoreBest();
                _done[index] = new TrainedMember(index + 1, run.Network, history);
            }
            _ended++;
            IsDone = _ended == _done.Length;
        }
        OnProgress?.Invoke(index, new RunProgress(name, 0, Ended: history));
        return true;
    }

    void OneAfterTheOther(CancellationToken cancellation)
    {
        for (int index = 0; index < _done.Length && !_boosting!.IsOver; index++)
        {
            if (!Train(index, cancellation))
                return;
            if (_done[index] is not { } member)
                break;                  // it diverged: what comes after would learn from its mistakes
            if (!_boosting.Add(member.Network))
                _done[index] = null;
        }
        IsDone = true;
        IReadOnlyList<TrainedMember> members = Members;
        if (members.Count == 0)
        {
            if (Divergences.Count > 0)
                return;
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.Boosting), true)} needs networks that are better than guessing, but the first one is wrong on "
                    + $"{Format.Percent(_boosting!.Error)} of its training rows, with {_split.Train.OutputCount} classes. Train it longer with "
                    + $"{Spelling.Of(nameof(Recipe.Epochs))}, or with a larger {Spelling.Of(nameof(Recipe.LearningRate))}.");
        }
        double[] votes = VoteScale.Apply([.. members.Select(member => member.Network)], _boosting!.Votes, _split.Validation);
        foreach ((TrainedMember member, double vote) in members.Zip(votes))
            _done[member.Number - 1] = member with { Vote = vote };
    }

    sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => tell(value);
    }
}
