namespace Elucid.Lab;

/// <summary>How far a run has come.</summary>
/// <param name="Stage">What it does.</param>
/// <param name="Share">How much is done, from 0 to 1.</param>
/// <param name="Found">How much of that an interrupted run had done.</param>
public sealed record SmallerProgress(string Stage, double Share, double Found = 0);

/// <summary>Makes a trained network smaller, by the share that is asked for and, where data is given, by others beside it: what does a smaller file
/// cost?</summary>
public sealed class SmallerRun
{
    // Of a curve; the share that is asked for is one more.
    static readonly double[] Shares = [0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95];

    readonly SmallerSettings _settings;
    readonly ModelFile _file;
    readonly Module _network;
    readonly StudyData? _data;
    readonly ModelOrigin? _origin;
    readonly DataSplit? _split;
    readonly Standardizer? _scales;
    readonly Retraining? _retraining;

    /// <summary>Reads the model.</summary>
    /// <param name="path">A model that a training run saved.</param>
    /// <param name="settings">What leaves it.</param>
    /// <param name="data">What it learned from; null to measure size and time alone.</param>
    /// <param name="work">Where what has trained on is kept until all has, to go on from; null for nowhere.</param>
    /// <exception cref="ArgumentException">A setting is out of range, the data is another, it is not known which rows the model learned from, or
    /// the work is another's.</exception>
    /// <exception cref="ModelFormatException">The model cannot be used.</exception>
    public SmallerRun(string path, SmallerSettings settings, StudyData? data, SmallerWork? work = null)
    {
        settings.Check();
        (_file, _network) = ModelFile.Load(path);
        (_settings, _data) = (settings, data);
        if (settings.IsInt8)
            RequireFloats(path);
        if (settings.Retrain is not null && data is null)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(SmallerSettings.Retrain))} needs what the model learned from: name it with "
                    + $"{Spelling.Of(nameof(RunSettings.Data))}, with the options of its training.");
        if (data is null)
            return;
        _origin = ModelOrigin.Of(path, _file, settings.Seed, data);
        _split = data.Split(_origin.Seed, withValidation: true, out _scales);
        if (settings.Retrain is not { } epochs)
            return;
        _retraining = new(_file, _network, _origin, epochs, _split, work);
        work?.Require(path, data, _origin, settings);
    }

    /// <summary>How many networks are to train on.</summary>
    public int NetworkCount => _retraining is null ? 0 : Candidates().Distinct().Count(candidate => candidate.Share > 0);

    /// <summary>How many have, to their end.</summary>
    public int Trained { get; private set; }

    void RequireFloats(string path)
    {
        string option = Spelling.Of(nameof(SmallerSettings.IsInt8));
        if (_file.IsInt8)
            throw new ArgumentException($"'{path}' has eight bits for a weight already: omit {option}.");
        ModelFile quantized = _file with { IsInt8 = true };
        if (ReferenceEquals(quantized.InUse(_network), _network))
            throw new ArgumentException(
                $"{option} is for fully connected layers of at least 32 inputs and 32 outputs, outside of the blocks of transformers, and '{path}' "
                    + $"({_file.Recipe.Model}) has none: omit it.");
    }

    /// <summary>Cuts, trains on, judges and measures.</summary>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="NotSupportedException">Units cannot leave such a network.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public SmallerResult Run(IProgress<SmallerProgress>? progress, CancellationToken cancellation)
    {
        // What is asked for comes first: if it cannot be, nothing else is of use.
        (double Share, bool IsInt8)[] all = [.. Candidates().Distinct()];
        // A network that does not train on takes about as long as an epoch of one that does.
        double EffortOf(double share) => share > 0 ? _settings.Retrain ?? 1 : 1;
        double effort = all.Sum(candidate => EffortOf(candidate.Share)) + 1, done = 0;
        List<Candidate> candidates = [];
        foreach ((double share, bool isInt8) in all)
        {
            cancellation.ThrowIfCancellationRequested();
            candidates.Add(Make(
                share, isInt8, part => Tell($"without {SmallerResult.Percent(share)}", done + part * EffortOf(share)), cancellation));
            done += EffortOf(share);
        }
        Tell("timing predictions", done);
        PredictionTimes times = PredictionTimes.Measure(_file, [.. candidates.Select(candidate => candidate.InUse)], cancellation);
        SmallerPoint[] points = [.. candidates.Zip(times.Of, (candidate, time) => candidate.Point with
        {
            OneSeconds = time.One,
            BatchSeconds = time.Batch,
        })];
        return new(
            _settings, candidates[0].File, candidates[0].Network, points[0],
            [.. points.OrderBy(point => point.Share).ThenBy(point => point.IsInt8)], times.Rows, _data)
        {
            Seed = _origin?.Seed,
            TestRows = _split?.Test.Count,
        };

        void Tell(string stage, double have) => progress?.Report(new(stage, have / effort, (_retraining?.Found ?? 0) / effort));
    }

    // Beside what is asked for the network as it is, and the curve.
    IEnumerable<(double Share, bool IsInt8)> Candidates()
    {
        bool isInt8 = _settings.IsInt8 || _file.IsInt8;
        yield return (_settings.Share, isInt8);
        yield return (0, _file.IsInt8);
        if (_data is not null && _settings.Removal != Removal.Nothing)
            foreach (double share in Shares)
                yield return (share, isInt8);
    }

    Candidate Make(double share, bool isInt8, Action<double> tell, CancellationToken cancellation)
    {
        tell(0);
        (ModelFile file, Module network, PruningMask? mask) = Cut(share);
        file = file with { IsInt8 = isInt8 };
        Module inUse = file.InUse(network);
        Evaluation? asCut = Judge(inUse), test = asCut;
        int? best = null;
        if (_retraining is not null && share > 0)
        {
            (network, best) = _retraining.Run(network, mask, share, tell, cancellation);
            Trained++;
            inUse = file.InUse(network);
            test = Judge(inUse);
        }
        // What the file knows of the answers of its network was measured with another one.
        if (_data is not null && (share > 0 || isInt8 != _file.IsInt8))
            file = _data.Profile.Describe(file, inUse, _split!);
        using MemoryStream stream = new();
        file.Save(network, stream);
        long weights = 0;
        foreach ((_, Tensor value) in network.NamedParameters())
            weights += value.Shape.Size - value.Values.Count(0f);
        return new(file, network, inUse, new(share, weights, stream.Length, network.MultiplyAdds([1, .. _file.FeatureShape]), 0, 0)
        {
            IsInt8 = isInt8,
            Test = test,
            AsCut = best is null ? null : asCut,
            BestEpoch = best,
        });
    }

    Evaluation? Judge(Module inUse) => _split is null ? null : Evaluation.Of(inUse, _split.Test).In(_scales);

    (ModelFile File, Module Network, PruningMask? Mask) Cut(double share)
    {
        if (share == 0)
            return (_file, _network, null);
        if (_settings.Removal == Removal.Units)
        {
            (ModelFile file, Module narrow) = _file.RemoveUnits(_network, share);
            return (file, narrow, null);
        }
        Module copy = _network.Clone();
        return (_file, copy, PruningMask.Weights(copy, share));
    }

    sealed record Candidate(ModelFile File, Module Network, Module InUse, SmallerPoint Point);
}
