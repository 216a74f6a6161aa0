namespace Elucid;

/// <summary>
/// A way to divide a dataset into rows to learn from and rows to judge by, once or several times: <c>data.Split(Splitter.ByTime(test))</c>,
/// <c>data.Splits(Splitter.KFold(5, random))</c>. Derive from it for a way of your own.
/// </summary>
/// <remarks>A splitter is a value: it gives the same dataset the same parts each time it is asked.</remarks>
public abstract class Splitter
{
    /// <summary>The parts, as numbers of rows, one pair after the other; neither part of a pair may be empty.</summary>
    /// <param name="data">What is divided.</param>
    /// <exception cref="ArgumentException">The dataset cannot be divided so; the sentence says why.</exception>
    public abstract IEnumerable<(int[] Train, int[] Test)> Rows(Dataset data);

    /// <summary>Test rows drawn at random, whatever their classes. Rows stay in their order.</summary>
    /// <param name="test">How much becomes the test part.</param>
    /// <param name="random">Decides which rows; the same stream gives the same parts.</param>
    public static Splitter Random(Portion test, RandomStream random) =>
        Once(data => Strata.Divide(data, [[.. Enumerable.Range(0, data.Count)]], test.Of(data.Count, data.Name), random));

    /// <summary>
    /// Test rows drawn at random, for classification from each class alike, as evenly as whole rows allow; every class keeps at least one training
    /// row. Rows stay in their order.
    /// </summary>
    /// <inheritdoc cref="Random"/>
    public static Splitter Stratified(Portion test, RandomStream random) =>
        Once(data => Strata.Divide(data, data.Answers.Strata(), test.Of(data.Count, data.Name), random));

    /// <summary>
    /// Test rows of groups drawn at random, such as the patients of images: no group has rows in both parts. Whole groups are taken while they fit.
    /// </summary>
    /// <param name="groups">The group of every row, by any numbers.</param>
    /// <param name="test">How much becomes the test part, at most; more only where the smallest group is more.</param>
    /// <param name="random">Decides which groups.</param>
    public static Splitter Grouped(ReadOnlySpan<int> groups, Portion test, RandomStream random)
    {
        int[] groupOf = groups.ToArray();
        return Once(data => RowGroups.Of(data, groupOf).Divide(test.Of(data.Count, data.Name), random));
    }

    /// <summary>
    /// The rows are cut into parts of nearly one size, and each part is the test part once; for classification each class is spread evenly over the
    /// parts.
    /// </summary>
    /// <param name="folds">How many parts, at least 2.</param>
    /// <param name="random">Decides which rows are together.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds.</exception>
    public static Splitter KFold(int folds, RandomStream random) => new Folds(folds, data => Strata.Deal(data, folds, random));

    /// <summary>As <see cref="KFold"/>, with the rows of a group in one part; the parts are as even as whole groups allow.</summary>
    /// <param name="groups">The group of every row, by any numbers.</param>
    /// <param name="folds">How many parts, at least 2.</param>
    /// <param name="random">Decides which groups are together.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than 2 folds.</exception>
    public static Splitter GroupedKFold(ReadOnlySpan<int> groups, int folds, RandomStream random)
    {
        int[] groupOf = groups.ToArray();
        return new Folds(folds, data => RowGroups.Of(data, groupOf).Deal(folds, random));
    }

    /// <summary>
    /// The rows are divided where they stand, as is right where they follow one another in time: those before <paramref name="row"/> are training
    /// rows, and it and those after it test rows.
    /// </summary>
    /// <param name="row">The first test row.</param>
    /// <param name="gap">
    /// How many rows before it are in neither part. Windows that foretell h numbers need h − 1, or the last targets of training are the first of the
    /// test (<see cref="TimeSeries.Windows"/>).
    /// </param>
    public static Splitter At(int row, int gap = 0) => Once(data => Cut(data, row, gap));

    /// <summary>
    /// The last rows are test rows. Rows that a table's time column (<see cref="CsvOptions.Time"/>) puts at one time are not parted: the cut is the
    /// nearest one between times.
    /// </summary>
    /// <param name="test">How much becomes the test part.</param>
    /// <param name="gap">How many rows before it are in neither part, as in <see cref="At"/>.</param>
    public static Splitter ByTime(Portion test, int gap = 0) =>
        Once(data =>
        {
            int row = data.Count - test.Of(data.Count, data.Name);
            return Cut(data, data.Times is { } times ? NearestCut(data, times, row) : row, gap);
        });

    /// <summary>
    /// Forecasts from several points in time: the last rows are cut into <paramref name="origins"/> test parts of one size that follow one another,
    /// and each is foretold from the rows before it.
    /// </summary>
    /// <param name="origins">How many test parts, at least 1.</param>
    /// <param name="test">The size of each.</param>
    /// <param name="gap">How many rows before each are in neither part, as in <see cref="At"/>.</param>
    /// <param name="window">How many rows training sees at most, the last ones; 0 for all.</param>
    /// <remarks>L. J. Tashman, International Journal of Forecasting 16, 2000; scikit-learn's <c>TimeSeriesSplit</c>.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">There is no origin, or the gap or the window is negative.</exception>
    public static Splitter RollingOrigin(int origins, Portion test, int gap = 0, int window = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(origins, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(gap);
        ArgumentOutOfRangeException.ThrowIfNegative(window);
        return new Rolling(origins, test, gap, window);
    }

    static Single Once(Func<Dataset, (int[] Train, int[] Test)> divide) => new Single(divide);

    static (int[] Train, int[] Test) Cut(Dataset data, int row, int gap)
    {
        if (gap < 0 || row - gap < 1 || row >= data.Count)
            throw new ArgumentException(
                $"Dataset '{data.Name}': expected a first test row from {Math.Max(gap, 0) + 1} to {data.Count - 1}, with a gap of at least 0 "
                + $"before it, but got row {row} with a gap of {gap}. Both parts need a row.");
        return ([.. Enumerable.Range(0, row - gap)], [.. Enumerable.Range(row, data.Count - row)]);
    }

    static int NearestCut(Dataset data, double[] times, int row)
    {
        for (int away = 0; away < data.Count; away++)
            foreach (int cut in (ReadOnlySpan<int>)[row - away, row + away])
                if (cut > 0 && cut < data.Count && times[cut - 1] < times[cut])
                    return cut;
        throw new ArgumentException(
            $"Dataset '{data.Name}': expected rows of different times, to test on the later ones, but all {data.Count} have the same. "
            + "Divide them at random, or choose another time column.");
    }

    sealed class Single(Func<Dataset, (int[], int[])> divide) : Splitter
    {
        public override IEnumerable<(int[] Train, int[] Test)> Rows(Dataset data) => [divide(data)];
    }

    sealed class Folds : Splitter
    {
        readonly int _folds;
        readonly Func<Dataset, int[]> _foldOf;

        public Folds(int folds, Func<Dataset, int[]> foldOf)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(folds, 2);
            (_folds, _foldOf) = (folds, foldOf);
        }

        public override IEnumerable<(int[] Train, int[] Test)> Rows(Dataset data)
        {
            if (data.Count < _folds)
                throw new ArgumentException($"Dataset '{data.Name}': expected at least {_folds} rows for as many folds, but there are {data.Count}.");
            int[] foldOf = _foldOf(data);
            return Enumerable.Range(0, _folds).Select(fold => (RowsWhere(row => foldOf[row] != fold), RowsWhere(row => foldOf[row] == fold)));

            int[] RowsWhere(Func<int, bool> isIn) => [.. Enumerable.Range(0, data.Count).Where(isIn)];
        }
    }

    sealed class Rolling(int origins, Portion test, int gap, int window) : Splitter
    {
        public override IEnumerable<(int[] Train, int[] Test)> Rows(Dataset data)
        {
            int size = test.Of(data.Count, data.Name), first = (int)Math.Max(int.MinValue, data.Count - (long)origins * size);
            if (first - gap < 1)
                throw new ArgumentException(
                    $"Dataset '{data.Name}': expected more than {(long)origins * size + gap} rows for {origins} test parts of {size} "
                    + $"and a gap of {gap}, but there are {data.Count}.");
            return Enumerable.Range(0, origins).Select(origin =>
            {
                int row = first + origin * size, seen = window == 0 ? row - gap : Math.Min(window, row - gap);
                return (Enumerable.Range(row - gap - seen, seen).ToArray(), Enumerable.Range(row, size).ToArray());
            });
        }
    }
}
