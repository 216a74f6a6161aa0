using Elucid.Reports;

namespace Elucid.Lab;

// What data there is: sets that are known, tables, images, texts, series, environments.
public sealed partial class StudyData
{
    // Of an environment's episodes.
    const int LearnedEpisodes = 80, ValidationEpisodes = 24, TestEpisodes = 100;

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
}
