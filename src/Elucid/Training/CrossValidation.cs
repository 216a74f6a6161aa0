namespace Elucid;

/// <summary>How well a way to train does, judged on each part of the data by a network that has not seen it.</summary>
/// <param name="Folds">One evaluation for each split.</param>
/// <remarks>
/// M. Stone 1974. The folds share training rows, so that the deviation between them understates how much another sample would differ.
/// </remarks>
/// <example><code>
/// CrossValidation result = CrossValidation.Run(split => Train(split.Train), data, Splitter.KFold(5, random));
/// Console.WriteLine($"{result.Mean(e => e.Accuracy):P1} ± {result.Deviation(e => e.Accuracy):P1}");
/// </code></example>
public sealed record CrossValidation(IReadOnlyList<Evaluation> Folds)
{
    /// <summary>Trains and judges a network for each split.</summary>
    /// <param name="train">Makes a network and trains it by the training part alone, its scales included; what it returns is judged on the test
    /// part.</param>
    /// <param name="data">All rows.</param>
    /// <param name="splitter">How they are divided, such as <see cref="Splitter.KFold"/> or <see cref="Splitter.RollingOrigin"/>.</param>
    /// <exception cref="ArgumentException">The data cannot be divided so.</exception>
    public static CrossValidation Run(Func<DataSplit, Module> train, Dataset data, Splitter splitter) =>
        new([.. data.Splits(splitter).Select(split => Evaluation.Of(train(split), split.Test))]);

    /// <summary>The mean of a score over the folds that have it; null where none does.</summary>
    public double? Mean(Func<Evaluation, double?> score) => Values(score) is { Length: > 0 } values ? values.Average() : null;

    /// <summary>The standard deviation of a score between the folds that have it, divided by n − 1; null for fewer than two.</summary>
    public double? Deviation(Func<Evaluation, double?> score)
    {
        double[] values = Values(score);
        if (values.Length < 2)
            return null;
        double mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
    }

    double[] Values(Func<Evaluation, double?> score) => [.. Folds.Select(score).OfType<double>()];
}
