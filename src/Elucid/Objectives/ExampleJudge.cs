using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>
/// Says how like real examples drawn ones are: by the Fréchet distance in the features of a network, by whether a classifier knows what they show,
/// and by whether they are copies.
/// </summary>
/// <remarks>
/// Distances are comparable in the features of one network, and for as many examples: few raise them. The name says which network it is.
/// </remarks>
public sealed class ExampleJudge
{
    /// <summary>The names of the scores: the Fréchet distance (<see cref="Elucid.FrechetDistance"/>) of features of drawn and of real
    /// examples.</summary>
    public const string FrechetDistance = "FrechetDistance";

    /// <summary>The share of drawn examples of which the classifier is at least <see cref="SureProbability"/> sure.</summary>
    public const string SureShare = "SureShare";

    /// <summary>
    /// The share of drawn examples that are copies: nearer to an example that was learned from than half of what a real one usually is.
    /// </summary>
    public const string CopyShare = "CopyShare";

    /// <summary>What a classifier must say at least to be called sure.</summary>
    public const double SureProbability = 0.9;

    /// <summary>The most examples of each kind that are looked at.</summary>
    public const int MostExamples = 2000;

    const int MostLookedUp = 10_000, CopiesLookedFor = 256;

    readonly Module _features;
    readonly Module? _classifier;
    readonly Dataset _training;
    readonly ConditionalWeakTable<Dataset, Real> _real = [];

    /// <summary>A judge.</summary>
    /// <param name="name">What its network is, in a few words, as reports name it.</param>
    /// <param name="features">[count, ..example] → [count, features]</param>
    /// <param name="training">What was learned from, to find copies of.</param>
    /// <param name="classifier">[count, features] → [count, classes], logits; null where there are no classes.</param>
    /// <param name="classNames">The names of the classes.</param>
    public ExampleJudge(string name, Module features, Dataset training, Module? classifier = null, IReadOnlyList<string>? classNames = null) =>
        (Name, _features, _training, _classifier, ClassNames) = (name, features, training, classifier, classNames ?? []);

    /// <summary>What its network is.</summary>
    public string Name { get; }

    /// <summary>What it can tell apart; empty where there are no classes.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>Judges drawn examples.</summary>
    /// <param name="examples">[count, ..example], row by row, in the units of the real ones.</param>
    /// <param name="real">Real examples that were not learned from.</param>
    /// <returns>The scores by their names; those that are undefined are missing.</returns>
    /// <exception cref="ArgumentException">They are not whole examples.</exception>
    public MetricValues Judge(ReadOnlySpan<float> examples, Dataset real)
    {
        int width = real.FeatureCount;
        if (examples.IsEmpty || examples.Length % width != 0)
            throw new ArgumentException($"Expected whole examples of {width} numbers, at least one, but got {examples.Length} numbers.");
        examples = examples[..(Math.Min(examples.Length / width, MostExamples) * width)];
        Tensor features = FeaturesOf(examples, real.FeatureShape);
        Real known = _real.GetValue(real, Measure);
        List<(string, double)> scores = [];
        if (Elucid.FrechetDistance.Of(GaussianStatistics.Of(features.Values, features.Shape[1]), known.Statistics).Value is { } distance)
            scores.Add((FrechetDistance, distance));
        if (_classifier is not null)
            scores.Add((SureShare, ProbabilitiesOf(features).Count(row => row.Max() >= SureProbability) / (double)features.Shape[0]));
        double[] nearest = NearestTo(examples, width);
        scores.Add((CopyShare, nearest.Count(square => square < known.CopySquare) / (double)nearest.Length));
        return MetricValues.Of(scores);
    }

    /// <summary>The probability of each class, of every example; nothing where there are no classes.</summary>
    /// <param name="examples">[count, ..example], row by row.</param>
    /// <param name="shape">The shape of one.</param>
    public IReadOnlyList<float[]> Classify(ReadOnlySpan<float> examples, ReadOnlySpan<int> shape) =>
        _classifier is null ? [] : ProbabilitiesOf(FeaturesOf(examples, shape));

    /// <summary>The examples that were learned from nearest to drawn ones, by the squares of the differences of their numbers.</summary>
    /// <param name="examples">[count, ..example], row by row.</param>
    /// <returns>The row of each among the first 10,000 training rows.</returns>
    public int[] Nearest(ReadOnlySpan<float> examples) => [.. Nearest(examples, _training.FeatureCount).Select(found => found.Row)];

    float[][] ProbabilitiesOf(Tensor features)
    {
        float[] all = Ops.Softmax(_classifier!.Predict(features)).Values.ToArray();
        return [.. all.Chunk(all.Length / features.Shape[0])];
    }

    Tensor FeaturesOf(ReadOnlySpan<float> examples, ReadOnlySpan<int> shape)
    {
        int width = new Shape(shape).Size, count = examples.Length / width;
        float[]? all = null;
        for (int first = 0; first < count; first += Objective.RowsAtOnce)
        {
            int rows = Math.Min(Objective.RowsAtOnce, count - first);
            ReadOnlySpan<float> part = _features.Predict(new Tensor([rows, .. shape], examples.Slice(first * width, rows * width))).Values;
            all ??= new float[count * (part.Length / rows)];
            part.CopyTo(all.AsSpan(first * (part.Length / rows)));
        }
        return new Tensor([count, all!.Length / count], all);
    }

    Real Measure(Dataset real)
    {
        ReadOnlySpan<float> rows = real.Features[..(Math.Min(real.Count, MostExamples) * real.FeatureCount)];
        Tensor features = FeaturesOf(rows, real.FeatureShape);
        double[] nearest = NearestTo(rows, real.FeatureCount);
        Array.Sort(nearest);
        // Half of the distance is a quarter of its square.
        return new(GaussianStatistics.Of(features.Values, features.Shape[1]), nearest[nearest.Length / 2] / 4);
    }

    double[] NearestTo(ReadOnlySpan<float> examples, int width) =>
        [.. Nearest(examples[..Math.Min(examples.Length, CopiesLookedFor * width)], width).Select(found => found.Square)];

    // |a − b|² = |a|² + |b|² − 2ab finds the row; its distance is then taken without cancellation.
    (int Row, double Square)[] Nearest(ReadOnlySpan<float> examples, int width)
    {
        int count = examples.Length / width, known = Math.Min(_training.Count, MostLookedUp);
        Tensor drawn = new([count, width], examples), training = new([known, width], _training.Features[..(known * width)]);
        using Tape tape = Tape.StartWithoutGradients();
        ReadOnlySpan<float> products = Ops.MatMul(drawn, Ops.Transpose(training)).Values, squares = Ops.Sum(Ops.Square(training), [1]).Values;
        (int, double)[] nearest = new (int, double)[count];
        for (int i = 0; i < count; i++)
        {
            int best = 0;
            for (int row = 1; row < known; row++)
                if (squares[row] - 2 * products[i * known + row] < squares[best] - 2 * products[i * known + best])
                    best = row;
            double square = 0;
            for (int f = 0; f < width; f++)
            {
                double away = (double)examples[i * width + f] - _training.Features[best * width + f];
                square += away * away;
            }
            nearest[i] = (best, square);
        }
        return nearest;
    }

    sealed record Real(GaussianStatistics Statistics, double CopySquare);
}
