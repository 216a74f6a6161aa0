using System.Security.Cryptography;
using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>The data of a study: named, fingerprinted, and split anew for each seed unless it comes with a test set of its own.</summary>
public sealed partial class StudyData
{
    const double TestShare = 0.2, ValidationShare = 0.15;

    static readonly Portion ValidationPart = Portion.Fraction(ValidationShare), Fifth = Portion.Fraction(TestShare);

    // Of an environment's episodes.
    const int LearnedEpisodes = 80, ValidationEpisodes = 24, TestEpisodes = 100;

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
        FeatureCount = sample.FeatureCount;
        Fingerprint = fingerprint;
        SplitRule = splitRule;
        Schema = table?.Schema;
        Summary = table?.Summary;
        Windows = windows;
        (_split, _isByTime, _validation) = (split, isByTime, windows?.Validation ?? (isByTime ? Splitter.ByTime(ValidationPart) : null));
    }

    StudyData(StreamedTable table) : this(
        table.Head(StreamedHead), FingerprintOf(table), $"of {Format.Count(table.Count)} rows a fifth, but no more than memory holds or than are of "
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

    /// <summary>The embedded handwritten digits: 1,400 training and 397 test images, drawn by the seed.</summary>
    public static StudyData Digits()
    {
        Dataset digits = Elucid.Digits.Load();
        return new StudyData(digits, FingerprintOf(digits), "397 of 1,797 images are test data, stratified, drawn by the seed",
            random => digits.Split(Portion.Rows(397), random))
        { Drawn = (digits, Portion.Rows(397)) };
    }

    /// <summary>Examples of one's own, as they are: of these every seed holds out a fifth as test data, stratified where they have
    /// classes.</summary>
    public static StudyData Of(Dataset examples) => new(
        examples, FingerprintOf(examples), "a fifth of the examples is test data, drawn by the seed",
        random => examples.Split(Fifth, random))
    { Drawn = (examples, Fifth) };

    /// <summary>Data that comes with its own test set.</summary>
    public static StudyData WithTestSet(DataSplit split) =>
        new(split.Train, FingerprintOf(split.Train, split.Test),
            $"{split.Train.Count:N0} training and {split.Test.Count:N0} test examples, as published", _ => split);

    /// <summary>Files of images: with their own test images, or every seed holds out a fifth, stratified.</summary>
    public static StudyData Images(LabeledImages images) => images switch
    {
        { Tests: { } tests } => new(
            images.Images, FingerprintOf(images.Images, tests), $"{images.Images.Count:N0} training and {tests.Count:N0} test images, as in the "
                + "directories", _ => new DataSplit(images.Images, tests))
        { ImageOptions = images.Options },
        _ => new(
            images.Images, FingerprintOf(images.Images), "a fifth of the images is test data, stratified, drawn by the seed",
            random => images.Images.Split(Fifth, random))
        { ImageOptions = images.Options, Drawn = (images.Images, Fifth) },
    };

    /// <summary>Images with boxes of objects, of which every seed holds out a fifth.</summary>
    public static StudyData Detect(BoxedImages images) => new(
        images.Images, FingerprintOf(images.Images), "a fifth of the images is test data, drawn by the seed",
        random => images.Images.Split(Portion.Fraction(0.2), random))
    { ImageOptions = images.Options };

    /// <summary>A table of which every seed holds out a fifth as test data; features and targets are standardised with the training part's mean and
    /// deviation.</summary>
    public static StudyData Table(CsvTable table) =>
        new(table.Dataset, FingerprintOf(table.Dataset), "a fifth of the rows is test data, drawn by the seed; standardised with the training part",
            random => table.Dataset.Split(Fifth, random), table)
        { Drawn = (table.Dataset, Fifth) };

    /// <summary>A table that memory does not hold, of which every seed holds out some rows as test data.</summary>
    public static StudyData Streamed(StreamedTable table) => new(table);

    /// <summary>A table with test rows of its own, read as the table was.</summary>
    /// <param name="table">What is learned from.</param>
    /// <param name="test">What is judged by.</param>
    public static StudyData TableWithTest(CsvTable table, Dataset test) =>
        new(table.Dataset, FingerprintOf(table.Dataset, test), $"{table.Dataset.Count:N0} training and {test.Count:N0} test rows, of two files; "
            + "standardised with the training part", _ => new DataSplit(table.Dataset, test), table);

    /// <summary>A table whose last fifth of the rows is test data, for every seed.</summary>
    /// <param name="table">Its rows are in the order of time.</param>
    /// <param name="column">The column that tells it; null if the file has that order.</param>
    /// <exception cref="DataFormatException">All training rows are of one class.</exception>
    public static StudyData TableByTime(CsvTable table, string? column)
    {
        // The parts are another thing than those drawn at random: no trial may be taken for one on those.
        StudyData data = new(
            table.Dataset, $"{FingerprintOf(table.Dataset)}-time",
            $"the last fifth of the rows{(column is null ? "" : $" by {column}")} is test data, the same for all seeds, which differ in initial "
                + $"weights and the order of examples only; standardised with the training part",
            _ => table.Dataset.Split(Splitter.ByTime(Portion.Fraction(TestShare))), table, isByTime: true);
        Dataset training = data.Split(seed: 0, withValidation: true).Train;
        if (training.Labels.Length > 0 && !training.Labels.ContainsAnyExcept(training.Labels[0]))
            throw new DataFormatException(
                $"'{table.Dataset.Name}': expected training rows of several classes, but the earlier rows are all of class "
                    + $"'{training.ClassNames[training.Labels[0]]}'. "
                + $"Use {Spelling.Of(nameof(TableSplit.Random))}, or add rows.");
        return data;
    }

    /// <summary>The same parts without their answers: the rows themselves are learned.</summary>
    /// <param name="task">What is learned of them.</param>
    /// <exception cref="ArgumentException">These are no rows of numbers: texts, series, a column of prose, or a table, which is read so.</exception>
    public StudyData WithoutAnswers(LearningTask task = LearningTask.Reconstruct)
    {
        if (Tokenizer is not null || Windows is not null || ProseNames is not null || Schema is not null)
            throw new ArgumentException(
                $"{Name}: the task {task.ToString().ToLowerInvariant()} is for images and for tables of numbers and names, not for {Task.ToString().ToLowerInvariant()}.");
        DataSplit Parts(RandomStream random)
        {
            DataSplit split = _split(random);
            return new(split.Train.WithoutAnswers(task), split.Test.WithoutAnswers(task));
        }
        return new(
            Parts(new RandomStream(0)).Train, $"{Fingerprint}-{task.ToString().ToLowerInvariant()}", $"{SplitRule}; answers are not learned", Parts)
        {
            ImageOptions = ImageOptions,
        };
    }

    /// <summary>A text: the same parts for all seeds.</summary>
    /// <param name="parts">Windows of its beginning and of its end.</param>
    /// <param name="splitRule">How they were made, in words.</param>
    /// <param name="tokenizer">What made its tokens.</param>
    internal static StudyData Text(DataSplit parts, string splitRule, Tokenizer tokenizer) =>
        new(parts.Train, FingerprintOf(parts.Train, parts.Test), splitRule, _ => parts, isByTime: true) { Tokenizer = tokenizer };

    /// <summary>Windows of series, of which the last ones in the order of time are test data, for every seed.</summary>
    public static StudyData Forecast(ForecastWindows windows)
    {
        DataSplit split = windows.Data.Split(windows.Test);
        SeriesSchema schema = windows.Schema;
        int cutoffs = ForecastWindows.OriginsOf(split.Test).Select(origin => origin.Cutoff).Distinct().Count();
        return new(
            windows.Data, FingerprintOf(windows.Data),
            $"{Format.Count(cutoffs)} cutoffs from {schema.Grid.TextOf(windows.FirstTest - 1)} on are the test, each a forecast of {schema.Horizon} "
                + $"steps; what is learned from ends before, the same for all seeds, which differ in initial weights and the order of examples only",
            _ => split, isByTime: true, windows: windows);
    }

    /// <summary>Episodes of an environment, drawn anew for each seed; observations are standardised by what is seen where any action is taken in
    /// episodes of the training part.</summary>
    public static StudyData Episodes(EnvironmentInfo environment)
    {
        Dataset sample = EpisodeData.Of(environment, TestEpisodes, seed: 0);
        return new StudyData(
            sample, FingerprintOf(sample),
            $"{LearnedEpisodes + ValidationEpisodes} episodes are learned from again and again, of which {ValidationEpisodes} are held out "
                + $"where an epoch "
                + $"is chosen, and {TestEpisodes} others are the test; how each begins is drawn by the seed",
            random => new DataSplit(
                EpisodeData.Of(environment, LearnedEpisodes + ValidationEpisodes, random.Derive("learned").NextUInt64()),
                EpisodeData.Of(environment, TestEpisodes, random.Derive("tests").NextUInt64())))
        {
            Environment = environment,
            ValidationPortion = Portion.Rows(ValidationEpisodes),
        };
    }

    /// <summary>Rows of which every seed holds out a fifth as test data, and which are made ready by what the training rows teach.</summary>
    /// <param name="rows">Their numbers as features.</param>
    /// <param name="prose">What they are.</param>
    internal static StudyData Prose(Dataset rows, ProseRows prose) =>
        new(rows, $"{FingerprintOf(rows)[..8]}{prose.Fingerprint[..8]}",
            "a fifth of the rows is test data, drawn by the seed; tokens are learned from the training part",
            random => rows.Split(Fifth, random), prepare: prose.Prepare)
        {
            Drawn = (rows, Fifth),
            ProseNames = (prose.Column, prose.Target),
            FeatureCount = prose.Length(rows.Count),
        };

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
            Table = scales is null ? Schema : Schema?.FilledWith(scales.Features),
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
        Standardizer? scales = Schema is null && Environment is null ? null : Standardizer.Fit(split.Train);
        if (scales is not null && Body?.File?.Scales is { } known)
            scales = scales with { Features = known.Features };
        split = scales is null ? split : scales.Apply(split);
        return new PreparedSplit(Task == LearningTask.Generate ? ExampleJudges.Apply(split) : split, scales);
    }

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
    internal sealed record PreparedSplit(DataSplit Parts, Standardizer? Scales, ProseEncoder? Encoder = null);
}
