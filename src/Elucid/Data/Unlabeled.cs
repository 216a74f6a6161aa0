namespace Elucid;

/// <summary>
/// Rows without answers: their features are what is learned. Where something else is known of a row, as its class, it stands beside and is not
/// learned from.
/// </summary>
/// <param name="task">What is learned of the rows.</param>
/// <param name="count">How many there are.</param>
/// <param name="featureNames">The name of every feature, which a network puts out again.</param>
/// <param name="known">The class of each row, −1 for one that training did not see, <see cref="Unsaid"/> where nothing is said; null where nothing is
/// known.</param>
/// <param name="classNames">The names of those classes.</param>
internal sealed class Unlabeled(
    LearningTask task, int count, IReadOnlyList<string> featureNames, int[]? known = null, IReadOnlyList<string>? classNames = null) : Answers
{
    /// <summary>Stands for the class of a row of which nothing is said.</summary>
    public const int Unsaid = -2;

    public override LearningTask Task => task;

    public override int Count => count;

    public override IReadOnlyList<string> OutputNames => featureNames;

    public override int[] KnownLabels => known ?? [];

    public override IReadOnlyList<string> KnownClassNames => classNames ?? [];

    // What a network does not learn from makes no other data of it.
    public override ReadOnlySpan<byte> Bytes => [];

    public override void Check(string dataset)
    {
        if (known is not null && known.Length != count)
            throw new ArgumentException(
                $"Dataset '{dataset}': expected a class for each of {count} rows, or a negative number, but got {known.Length}.");
    }

    public override Answers Of(ReadOnlySpan<int> rows) => new Unlabeled(
        task, rows.Length, featureNames, known is null ? null : Dataset.Gather(known, width: 1, rows), classNames);

    public override Answers ForFeatures(int features) =>
        features == featureNames.Count ? this : new Unlabeled(task, count, NamesOf(features), known, classNames);

    /// <summary>The names of features that have none: their numbers, from 1.</summary>
    public static IReadOnlyList<string> NamesOf(int features) => [.. Enumerable.Range(1, features).Select(feature => $"{feature}")];
}
