using System.Security.Cryptography;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The data of a study: named, fingerprinted, and split anew for each seed unless it comes with a test set of its own.</summary>
public sealed partial class StudyData
{
    const double TestShare = 0.2, ValidationShare = 0.15;

    static readonly Portion ValidationPart = Portion.Fraction(ValidationShare), Fifth = Portion.Fraction(TestShare);

    // All activations of a seed share its parts, and seeds run in order: a few are enough, and large data is not copied for every trial.
    const int KeptSplits = 4;

    const int StreamedHead = 100;

    readonly Func<RandomStream, DataSplit> _split;
    readonly bool _isByTime;
    readonly Splitter? _validation;
    readonly Func<DataSplit, PreparedSplit>? _prepare;
    readonly StreamedTable? _streamed;
    readonly Queue<(int Seed, bool WithValidation, Lazy<PreparedSplit> Split)> _recent = [];

    StudyData(Dataset sample, string fingerprint, string splitRule, Func<RandomStream, DataSplit> split, CsvTable? table = null,
        bool isByTime = false, ForecastWindows? windows = null, Func<DataSplit, PreparedSplit>? prepare = null)
    {
        _prepare = prepare;
        Name = sample.Name;
        Source = sample.Source;
        Task = sample.Task;
        OutputNames = sample.OutputNames;
        SeveralTargets = sample.SeveralTargets;
        FeatureCount = sample.FeatureCount;
        Fingerprint = fingerprint;
        SplitRule = splitRule;
        Schema = table?.Schema;
        Summary = table?.Summary;
        Windows = windows;
        (_split, _isByTime, _validation) = (split, isByTime, windows?.Validation ?? (isByTime ? Splitter.ByTime(ValidationPart) : null));
    }

    StudyData(StreamedTable table) : this(
        // Under other memory the parts are others: no run may go on with those, and no trial be taken for one on those.
        table.Head(StreamedHead), $"{FingerprintOf(table)}-{table.RowsAtOnce}",
        $"of {Format.Count(table.Count)} rows a fifth, but no more than memory holds or than are of "
            + "use, is test data, drawn by the seed; standardised with the training part", _ => throw new InvalidOperationException())
    {
        _streamed = table;
        Schema = table.Schema;
        Summary = table.Summary;
    }

    /// <summary>Whether training rows pass through memory in parts: what trains on <see cref="DataSplit.Train"/> alone sees one of them.</summary>
    public bool IsStreamed => _streamed is not null;

    /// <summary>Such as <c>digits</c>.</summary>
    public string Name { get; }

    /// <summary>Where it comes from and under which licence, if known.</summary>
    public string Source { get; }

    /// <summary>What is learned of it.</summary>
    public LearningTask Task { get; }

    /// <summary>What the laboratory knows of the task.</summary>
    public TaskProfile Profile => TaskProfile.Of(Task);

    /// <summary>Numbers per example.</summary>
    public int FeatureCount { get; private init; }

    /// <summary>The names of classes or targets.</summary>
    public IReadOnlyList<string> OutputNames { get; }

    /// <summary>What the targets of a row are where there are several; else empty.</summary>
    public IReadOnlyList<TargetInfo> SeveralTargets { get; }

    /// <summary>How many classes or targets.</summary>
    public int OutputCount => OutputNames.Count;

    /// <summary>How a table's columns become features; null for data that is no table.</summary>
    public CsvSchema? Schema { get; }

    /// <summary>What makes the tokens of a text; null for data that is no text.</summary>
    public Tokenizer? Tokenizer { get; private init; }

    /// <summary>The column of prose that examples are, and the one to predict; null where they are none.</summary>
    public (string Column, string Target)? ProseNames { get; private init; }

    /// <summary>What became of a table's columns; null for data that is no table.</summary>
    public TableSummary? Summary { get; }

    /// <summary>What became of files of images; null for data that is none.</summary>
    public ImageOptions? ImageOptions { get; private init; }

    /// <summary>The environment whose episodes these are; null for data that is none.</summary>
    public EnvironmentInfo? Environment { get; private init; }

    // How much of the training part is held out to choose settings by.
    Portion ValidationPortion { get; init; } = ValidationPart;

    /// <summary>The windows of series and how they are divided; null for data that is none.</summary>
    public ForecastWindows? Windows { get; }

    /// <summary>The first 16 hexadecimal digits of the SHA-256 of all numbers, and <c>-time</c> behind it if the last rows are test data: tells
    /// whether a stored trial was run on this data.</summary>
    public string Fingerprint { get; }

    /// <summary>How training and test data are separated, in words.</summary>
    public string SplitRule { get; }

    /// <summary>The body that reads the data, which is prepared as it expects; null where all weights are drawn.</summary>
    public PretrainedBody? Body { get; private set; }

    /// <summary>How a trial's settings name this data.</summary>
    public string Id => $"{Name}@{Fingerprint}";

    /// <summary>What makes tokens of a column of prose, as learned for a seed; null where examples are none.</summary>
    internal ProseEncoder? EncoderOf(int seed, bool withValidation) => PreparedFor(seed, withValidation).Encoder;

    /// <summary>The same data for a body.</summary>
    /// <exception cref="ArgumentException">The body cannot read such examples.</exception>
    internal StudyData For(PretrainedBody body)
    {
        if (IsStreamed)
            throw new ArgumentException(StreamedRows.Refusal(Spelling.Of(nameof(Recipe.From)), Name));
        BodyFit.Check(this, body);
        Body = body;
        _recent.Clear();                // a table's are scaled as the body's were
        return this;
    }

    /// <summary>What the file of a network for this data says, but its weights.</summary>
    /// <param name="recipe">How the network is built.</param>
    /// <param name="activation">Its activation.</param>
    /// <param name="seed">Decides the parts.</param>
    /// <param name="withValidation">Whether a part is held out.</param>
    internal ModelFile Describe(Recipe recipe, string activation, int seed, bool withValidation)
    {
        DataSplit split = Split(seed, withValidation, out Standardizer? scales);
        return new ModelFile
        {
            Recipe = recipe,
            Activation = activation,
            FeatureShape = split.Train.FeatureShape.ToArray(),
            OutputNames = OutputNames,
            SeveralTargets = SeveralTargets,
            Task = Task,
            Data = Name,
            Scales = scales,
            Images = ImageOptions,
            Tokenizer = Tokenizer,
            Series = Windows?.Schema,
            Reconstruction = Task == LearningTask.Reconstruct ? new() { Classes = split.Train.KnownClassNames } : null,
            Environment = Environment?.Name,
            Prose = ProseNames is var (column, target) ? new ProseColumn(column, target, EncoderOf(seed, withValidation)!) : null,
            Body = Body?.Description,
            Scores = ScoresOf(seed, withValidation),
            // Rows are drawn, and none is read.
            Table = scales is null || Task == LearningTask.Generate ? Schema : Schema?.FilledWith(scales.Features),
        };
    }

    /// <summary>The parts for a seed, ready for use; the same for every activation.</summary>
    /// <param name="seed">Decides which rows are test and validation data.</param>
    /// <param name="withValidation">Whether 15 % of the training part is held out to choose settings by.</param>
    public DataSplit Split(int seed, bool withValidation) => Split(seed, withValidation, out _);

    /// <summary>The parts for a seed, and the scales that a table's numbers were brought to.</summary>
    public DataSplit Split(int seed, bool withValidation, out Standardizer? scales)
    {
        PreparedSplit prepared = PreparedFor(seed, withValidation);
        scales = prepared.Scales;
        return prepared.Parts;
    }

    /// <summary>What a table's quantities became before they were scaled, for a seed; null where they stayed as they are.</summary>
    internal NormalScores? ScoresOf(int seed, bool withValidation) => PreparedFor(seed, withValidation).Scores;

    PreparedSplit PreparedFor(int seed, bool withValidation)
    {
        if (_isByTime)
            seed = 0;                   // one split for all
        Lazy<PreparedSplit> split;
        lock (_recent)
        {
            split = _recent.FirstOrDefault(r => r.Seed == seed && r.WithValidation == withValidation).Split
                ?? new(() => Prepare(seed, withValidation));
            if (!_recent.Any(r => r.Split == split))
                _recent.Enqueue((seed, withValidation, split));
            if (_recent.Count > KeptSplits)
                _recent.Dequeue();
        }
        return split.Value;
    }

    PreparedSplit Prepare(int seed, bool withValidation)
    {
        RandomStream random = new RandomStream((ulong)seed).Derive("split");
        if (_streamed is not null && Task == LearningTask.Generate)
            throw new ArgumentException(StreamedRows.Refusal(Spelling.Of(nameof(CsvOptions.Task), LearningTask.Generate), Name));
        if (_streamed is not null)
            return new PreparedSplit(_streamed.Split(TestShare, withValidation ? ValidationShare : 0, random, out Standardizer streamed), streamed);
        DataSplit split = _split(random);
        if (withValidation)
            split = split.HoldOut(_validation ?? Splitter.Stratified(ValidationPortion, random.Derive("validation")));
        return Ready(split);
    }

    PreparedSplit Ready(DataSplit split)
    {
        if (_prepare is not null)
            return _prepare(split);
        NormalScores? scores = Task == LearningTask.Generate && Schema is { } schema
            ? NormalScores.Fit(split.Train, [.. schema.Columns.SelectMany(AreQuantities)]) : null;
        split = scores?.Apply(split) ?? split;
        Standardizer? scales = Schema is null && Environment is null ? null : Standardizer.Fit(split.Train);
        if (scales is not null && Body?.File?.Scales is { } known)
            scales = scales with { Features = known.Features };
        split = scales is null ? split : scales.Apply(split);
        return new PreparedSplit(Task == LearningTask.Generate ? ExampleJudges.Apply(split) : split, scales) { Scores = scores };
    }

    // Of each feature of a column; whether a value is missing is none.
    static IEnumerable<bool> AreQuantities(Column column) =>
        Enumerable.Range(0, column.Width).Select(feature => column is NumericColumn && feature == 0);

    static string FingerprintOf(StreamedTable table)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        table.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    static string FingerprintOf(params ReadOnlySpan<Dataset> parts)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (Dataset part in parts)
            part.AppendTo(hash);
        return Convert.ToHexStringLower(hash.GetHashAndReset())[..16];
    }

    /// <summary>Parts that are ready, and what made them so.</summary>
    internal sealed record PreparedSplit(DataSplit Parts, Standardizer? Scales, ProseEncoder? Encoder = null)
    {
        /// <summary>What quantities became before the scales, where rows are drawn; null where they stayed as they are.</summary>
        public NormalScores? Scores { get; init; }
    }
}
