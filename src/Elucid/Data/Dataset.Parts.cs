namespace Elucid;

/// <summary>Writes what becomes of a row's features.</summary>
/// <param name="row">The features as they are.</param>
/// <param name="result">The features to be: 0 at first.</param>
public delegate void RowMap(ReadOnlySpan<float> row, Span<float> result);

public sealed partial class Dataset
{
    /// <summary>The rows of these numbers, in this order (a row may be taken more than once), as a dataset of its own. Copies them.</summary>
    /// <exception cref="ArgumentException">There is no index, or one is out of range.</exception>
    public Dataset Subset(ReadOnlySpan<int> indices)
    {
        if (indices.IsEmpty)
            throw new ArgumentException($"Dataset '{Name}': expected at least one row for a subset, but got none.");
        foreach (int index in indices)
            if ((uint)index >= (uint)Count)
                throw new ArgumentException($"Dataset '{Name}': expected row numbers from 0 to {Count - 1}, but got {index}.");
        return new Dataset(this, Gather(_features, FeatureCount, indices), Answers.Of(indices),
            MissingFeatures is null ? null : Gather(MissingFeatures, FeatureCount, indices),
            Times is null ? null : Gather(Times, width: 1, indices), _featureShape);
    }

    /// <summary>The first rows. Copies them.</summary>
    /// <exception cref="ArgumentException">There are not as many, or none is asked for.</exception>
    public Dataset Take(int count) => count >= 1 && count <= Count
        ? Rows(0, count)
        : throw new ArgumentException($"Dataset '{Name}': expected to take 1 to {Count} rows, but {count} were asked for.");

    /// <summary>The rows whose numbers are kept, such as <c>data.Where(row => data.Labels[row] != 3)</c>. Copies them.</summary>
    /// <exception cref="ArgumentException">None is kept.</exception>
    public Dataset Where(Func<int, bool> where) => Subset([.. Enumerable.Range(0, Count).Where(where)]);

    /// <summary>The rows with other features, labels and targets as they are: <c>data.Map((row, result) => …)</c>.</summary>
    /// <param name="map">Called for each row, in order.</param>
    /// <param name="featureShape">The shape of a row's new features; as it is by default. Features of another shape lose their names.</param>
    /// <exception cref="ArgumentException">A size is below 1, or a feature is not finite.</exception>
    public Dataset Map(RowMap map, ReadOnlySpan<int> featureShape = default)
    {
        int[] shape = featureShape.IsEmpty ? _featureShape : featureShape.ToArray();
        int width = WidthOf(Name, shape);
        float[] features = new float[checked(Count * width)];
        for (int row = 0; row < Count; row++)
            map(_features.AsSpan(row * FeatureCount, FeatureCount), features.AsSpan(row * width, width));
        RequireFinite(Name, features, width, "feature");
        return new Dataset(this, features, Answers, shape.SequenceEqual(_featureShape) ? MissingFeatures : null, Times, shape);
    }

    /// <summary>The rows of each class that occurs, by its label. Copies them.</summary>
    /// <exception cref="InvalidOperationException">This is a regression dataset.</exception>
    public IReadOnlyDictionary<int, Dataset> ByLabel()
    {
        if (Labels.IsEmpty)
            throw new InvalidOperationException($"Dataset '{Name}' is for {TaskName} and has no labels to divide it by.");
        return new OrderedDictionary<int, Dataset>(
            from row in Enumerable.Range(0, Count)
            group row by Labels[row] into rows
            orderby rows.Key
            select KeyValuePair.Create(rows.Key, Subset([.. rows])));
    }

    /// <summary>The rows in parts of nearly one size, as for several workers. Copies them.</summary>
    /// <param name="count">How many parts; the first ones have a row more where the rows cannot be divided evenly.</param>
    /// <param name="random">Deals the rows at random; null cuts them where they stand.</param>
    /// <exception cref="ArgumentException">There are fewer rows than parts, or no part is asked for.</exception>
    public IReadOnlyList<Dataset> Shards(int count, RandomStream? random = null)
    {
        if (count < 1 || count > Count)
            throw new ArgumentException($"Dataset '{Name}': expected 1 to {Count} shards, of a row at least, but {count} were asked for.");
        int[] order = [.. Enumerable.Range(0, Count)];
        random?.Derive("shards").Shuffle(order);
        Dataset[] shards = new Dataset[count];
        for (int i = 0, first = 0, size; i < count; i++, first += size)
            shards[i] = Subset(order.AsSpan(first, size = Count / count + (i < Count % count ? 1 : 0)));
        return shards;
    }

    /// <summary>
    /// The rows in parts that see few labels each, as those of clients do: sorted by label, by their first target or by their first object, they are
    /// cut into two pieces for each part, which are dealt at random. Copies them.
    /// </summary>
    /// <param name="count">How many parts.</param>
    /// <param name="random">Deals the pieces.</param>
    /// <remarks>McMahan et al. 2017, arXiv:1602.05629, section 3.</remarks>
    /// <exception cref="ArgumentException">There are fewer rows than pieces, or no part is asked for.</exception>
    public IReadOnlyList<Dataset> ShardsByLabel(int count, RandomStream random)
    {
        const int Pieces = 2;
        if (count < 1 || count > Count / Pieces)
            throw new ArgumentException(
                $"Dataset '{Name}': expected 1 to {Count / Pieces} shards of two pieces, each a row at least, but {count} were asked for.");
        float[] answers = [.. Enumerable.Range(0, Count).Select(row => Answers.Ordered(row) ?? Features[row * FeatureCount])];
        int[] order = [.. Enumerable.Range(0, Count).OrderBy(row => answers[row])];
        int[] pieces = [.. Enumerable.Range(0, Pieces * count)];
        random.Derive("shards").Shuffle(pieces);
        int Start(int piece) => (int)((long)Count * piece / pieces.Length);
        return [.. pieces.Chunk(Pieces).Select(own => Subset([.. own.SelectMany(piece => order[Start(piece)..Start(piece + 1)])]))];
    }

    /// <summary>As many rows as there are, each drawn at random from all: some come several times, and about 1/e of them not at all.</summary>
    /// <param name="random">Draws them.</param>
    /// <remarks>B. Efron, Annals of Statistics 7, 1979.</remarks>
    public Dataset Bootstrap(RandomStream random)
    {
        int[] rows = new int[Count];
        foreach (ref int row in rows.AsSpan())
            row = random.NextInt32(Count);
        return Subset(rows);
    }

    /// <summary>Divides the rows as a splitter says; of one that divides several times the first.</summary>
    /// <exception cref="ArgumentException">They cannot be divided so.</exception>
    public DataSplit Split(Splitter splitter) => Splits(splitter).First();

    /// <summary>
    /// Divides the rows as a splitter says, such as <see cref="Splitter.KFold"/>: one split after the other, each copied when its turn comes.
    /// </summary>
    /// <exception cref="ArgumentException">They cannot be divided so.</exception>
    public IEnumerable<DataSplit> Splits(Splitter splitter) =>
        splitter.Rows(this).Select(rows => new DataSplit(Subset(rows.Train), Subset(rows.Test)));

    /// <summary><see cref="Splitter.Stratified"/> training and test rows.</summary>
    /// <param name="test">How much becomes the test part.</param>
    /// <param name="random">Decides which rows; the same stream gives the same parts.</param>
    /// <exception cref="ArgumentException">A part would be empty, or too few rows remain for the training part to hold every class.</exception>
    public DataSplit Split(Portion test, RandomStream random) => Split(Splitter.Stratified(test, random));

    Dataset Rows(int first, int count) => Subset([.. Enumerable.Range(first, count)]);

    /// <summary>The same rows with other labels: noise, a permutation, corrections. The features are shared, not copied.</summary>
    /// <param name="labels">One per row: an index into <see cref="ClassNames"/>.</param>
    /// <exception cref="InvalidOperationException">This is a regression dataset.</exception>
    /// <exception cref="ArgumentException">There is not one label for each row, or one is out of range.</exception>
    public Dataset WithLabels(ReadOnlySpan<int> labels)
    {
        if (Labels.IsEmpty)
            throw new InvalidOperationException($"Dataset '{Name}' is for {TaskName} and has no labels to replace.");
        if (labels.Length != Count)
            throw new ArgumentException($"Dataset '{Name}': expected {Count} labels, one for each row, but got {labels.Length}.", nameof(labels));
        ClassLabels replaced = new(labels.ToArray(), ClassNames);
        replaced.Check(Name);
        return With(_features, replaced);
    }

    /// <summary>
    /// The same rows without their answers, for a network that learns to put them out again. Classes are still known
    /// (<see cref="KnownLabels"/>), for pictures and for judging; nothing learns from them.
    /// </summary>
    /// <param name="task">What is learned of the rows.</param>
    public Dataset WithoutAnswers(LearningTask task = LearningTask.Reconstruct) => With(
        _features,
        new Unlabeled(
            task, Count, FeatureNames.Count > 0 ? FeatureNames : Unlabeled.NamesOf(FeatureCount),
            KnownLabels.IsEmpty ? null : KnownLabels.ToArray(), KnownClassNames));

    /// <summary>The rows of which one of several targets is known, with that target alone: classes or quantities. Copies them.</summary>
    /// <param name="target">Its number in <see cref="SeveralTargets"/>.</param>
    /// <exception cref="ArgumentException">There are not several targets, none of the number, or it is known of no row.</exception>
    public Dataset OfTarget(int target)
    {
        if (Answers is not SeveralAnswers several || (uint)target >= (uint)SeveralTargets.Count)
            throw new ArgumentException(
                $"Dataset '{Name}': expected one of {SeveralTargets.Count} targets of a dataset with several, but got number {target}.");
        (int[] rows, Answers answers) = several.ToSingle(target);
        if (rows.Length == 0)
            throw new ArgumentException(
                $"Dataset '{Name}': expected rows whose '{Excerpt.Of(SeveralTargets[target].Name)}' is known, but there are none.");
        Dataset known = Subset(rows);
        return known.With(known._features, answers);
    }

    /// <summary>The rows in the order of their times; rows of one time stay in theirs.</summary>
    internal Dataset InOrderOfTime()
    {
        if (Times is null || Times.Zip(Times.Skip(1), (a, b) => a <= b).All(rises => rises))
            return this;
        return Subset([.. Enumerable.Range(0, Count).OrderBy(row => Times[row])]);
    }

    /// <summary>The same rows, of which these features stand for missing values.</summary>
    internal Dataset WithMissing(bool[]? missing) => new(this, _features, Answers, missing, Times, _featureShape);

    /// <summary>The same rows with other features and answers.</summary>
    internal Dataset With(float[] features, Answers answers) => new(this, features, answers, MissingFeatures, Times, _featureShape);

    /// <summary>The task in a sentence.</summary>
    internal string TaskName => Task.Word();

    /// <summary>These rows of a table, copied.</summary>
    internal static T[] Gather<T>(T[] table, int width, ReadOnlySpan<int> rows)
    {
        T[] result = new T[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
            table.AsSpan(rows[i] * width, width).CopyTo(result.AsSpan(i * width));
        return result;
    }
}
