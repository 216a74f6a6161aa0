namespace Elucid.Lab;

/// <summary>The training rows of a seed, cut into folds, each of which is judged once by what has learned from the others alone.</summary>
/// <param name="training">The rows as they are.</param>
/// <param name="numbers">Which rows of the data they are.</param>
/// <param name="folds">Which of them each fold learns from and is judged by.</param>
/// <param name="prepare">Holds validation rows out and makes parts ready by what their training rows teach.</param>
internal sealed class DataFolds(
    Dataset training, IReadOnlyList<int> numbers, IReadOnlyList<(int[] Train, int[] Test)> folds, Func<DataSplit, int,
    StudyData.PreparedSplit> prepare)
{
    /// <summary>How many folds there are.</summary>
    public int Count => folds.Count;

    /// <summary>Which rows of the data a fold is judged by, counted from 1.</summary>
    public int[] RowsOf(int fold) => [.. folds[fold].Test.Select(row => numbers[row] + 1)];

    /// <summary>The parts of a fold, ready for use: scales and tokens are those of its training rows.</summary>
    public StudyData.PreparedSplit Prepare(int fold) =>
        prepare(new DataSplit(training.Subset(folds[fold].Train), training.Subset(folds[fold].Test)), fold);
}
