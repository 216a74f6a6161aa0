namespace Elucid;

/// <summary>Which rows an epoch of a <see cref="DataLoader"/> sees, and in which order. Derive from it for a way of your own.</summary>
/// <remarks>The rows are a function of the epoch: a run that starts again in the middle sees what it would have seen.</remarks>
public abstract class Sampler
{
    /// <summary>All rows in the order of the dataset, as for evaluation.</summary>
    public static Sampler InOrder { get; } = new Permuted(null);

    /// <summary>All rows, in each epoch in another order.</summary>
    /// <param name="random">Only its derived streams are used.</param>
    public static Sampler Shuffled(RandomStream random) => new Permuted(random);

    /// <summary>Rows drawn at random, each as likely as any other in every draw: some come several times and others not at all.</summary>
    /// <param name="random">Only its derived streams are used.</param>
    /// <param name="count">How many an epoch draws; as many as there are by default (0).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Sampler Drawn(RandomStream random, int count = 0) => new Weighted(random, count, data => UniformWeights(data.Count));

    /// <summary>Rows drawn at random, each as likely as its weight says.</summary>
    /// <param name="weights">One for each row, at least 0.</param>
    /// <param name="random">Only its derived streams are used.</param>
    /// <param name="count">How many an epoch draws; as many as there are by default (0).</param>
    /// <exception cref="ArgumentException">A weight is negative or not finite, all are 0, or the number is negative.</exception>
    public static Sampler WeightedBy(ReadOnlySpan<double> weights, RandomStream random, int count = 0)
    {
        double[] copy = weights.ToArray();
        for (int row = 0; row < copy.Length; row++)
            if (!(copy[row] >= 0) || !double.IsFinite(copy[row]))
                throw new ArgumentException($"Sampler: expected weights of at least 0, but row {row} has {copy[row]}.");
        if (copy.Sum() is not (> 0 and < double.PositiveInfinity))
            throw new ArgumentException($"Sampler: expected weights with a positive, finite sum, but it is {copy.Sum()}.");
        return new Weighted(random, count, data => copy.Length == data.Count ? copy : throw new ArgumentException(
            $"Dataset '{data.Name}': expected a weight for each of its {data.Count} rows, but the sampler has {copy.Length}."));
    }

    /// <summary>Rows of a classification dataset drawn at random, each class as likely as any other, and in it each row.</summary>
    /// <param name="random">Only its derived streams are used.</param>
    /// <param name="count">How many an epoch draws; as many as there are by default (0).</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public static Sampler Balanced(RandomStream random, int count = 0) => new Weighted(random, count, ClassWeights);

    /// <summary>How many rows an epoch has, at least 1.</summary>
    public virtual int CountOf(Dataset data) => data.Count;

    /// <summary>Writes the numbers of the rows of an epoch.</summary>
    /// <param name="data">The rows.</param>
    /// <param name="epoch">From 0.</param>
    /// <param name="rows">As many as <see cref="CountOf"/> says.</param>
    public abstract void Fill(Dataset data, int epoch, Span<int> rows);

    static double[] UniformWeights(int count)
    {
        double[] weights = new double[count];
        Array.Fill(weights, 1);
        return weights;
    }

    static double[] ClassWeights(Dataset data)
    {
        if (data.Labels.IsEmpty)
            throw new ArgumentException(
                $"Dataset '{data.Name}': expected classes to draw alike, but it is for {data.TaskName}. Use Sampler.WeightedBy.");
        int[] counts = new int[data.ClassNames.Count];
        foreach (int label in data.Labels)
            counts[label]++;
        double[] weights = new double[data.Count];
        for (int row = 0; row < weights.Length; row++)
            weights[row] = 1.0 / counts[data.Labels[row]];
        return weights;
    }

    sealed class Permuted(RandomStream? random) : Sampler
    {
        public override void Fill(Dataset data, int epoch, Span<int> rows)
        {
            for (int i = 0; i < rows.Length; i++)
                rows[i] = i;
            random?.Derive("epoch", (ulong)epoch).Shuffle(rows);
        }
    }

    sealed class Weighted : Sampler
    {
        readonly RandomStream _random;
        readonly int _count;
        readonly Func<Dataset, double[]> _weightsOf;
        Prepared? _prepared;

        public Weighted(RandomStream random, int count, Func<Dataset, double[]> weightsOf)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(count);
            (_random, _count, _weightsOf) = (random, count, weightsOf);
        }

        public override int CountOf(Dataset data) => _count == 0 ? data.Count : _count;

        public override void Fill(Dataset data, int epoch, Span<int> rows)
        {
            double[] sums = SumsOf(data);
            RandomStream random = _random.Derive("epoch", (ulong)epoch);
            double largest = double.BitDecrement(sums[^1]);              // a draw may round up to the sum, which is above no row's
            foreach (ref int row in rows)
                row = FirstAbove(sums, Math.Min(random.NextDouble() * sums[^1], largest));
        }

        double[] SumsOf(Dataset data)
        {
            // One object, read and written at once: loaders of several threads may share a sampler.
            if (_prepared is { } prepared && prepared.Data == data)
                return prepared.Sums;
            double[] sums = [.. _weightsOf(data)];
            for (int row = 1; row < sums.Length; row++)
                sums[row] += sums[row - 1];
            _prepared = new(data, sums);
            return sums;
        }

        sealed record Prepared(Dataset Data, double[] Sums);

        // A row of weight 0 has the sum of the row before it, and is never the first above.
        static int FirstAbove(double[] sums, double drawn)
        {
            int low = 0, high = sums.Length - 1;
            while (low < high)
            {
                int middle = (low + high) >>> 1;
                if (sums[middle] > drawn)
                    high = middle;
                else
                    low = middle + 1;
            }
            return low;
        }
    }
}
