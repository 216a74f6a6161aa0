namespace Elucid.Lab;

// Cross-validation of the training rows.
public sealed partial class StudyData
{
    // Rows of which every seed holds some out as test data, and how many; null where the test data are the same for all.
    (Dataset Rows, Portion Test)? Drawn { get; init; }

    /// <summary>Whether rows follow one another in time, so that none may be learned from that came after the test.</summary>
    internal bool IsByTime => _isByTime;

    /// <summary>Cuts the training rows of a seed into folds; of classes each is spread evenly over them.</summary>
    /// <param name="seed">Decides which rows are training rows, and which are together.</param>
    /// <param name="count">How many folds.</param>
    /// <exception cref="ArgumentException">There are too few rows.</exception>
    internal DataFolds Folds(int seed, int count)
    {
        RandomStream random = new RandomStream((ulong)seed).Derive("split");
        Dataset training = _split(random).Train;
        int[] numbers = Drawn is var (rows, test) ? Splitter.Stratified(test, random).Rows(rows).Single().Train
            : [.. Enumerable.Range(0, training.Count)];
        RandomStream folds = random.Derive("folds");
        return new(
            training, numbers, [.. Splitter.KFold(count, folds).Rows(training)],
            (split, fold) => Ready(split.HoldOut(Splitter.Stratified(ValidationPart, folds.Derive("validation", (ulong)fold)))));
    }
}
