namespace Elucid;

/// <summary>One of several things that are learned of a row at once: one of some classes, or a quantity.</summary>
/// <param name="Name">Its name, such as that of a column.</param>
/// <param name="ClassNames">The classes in the order of their labels; empty for a quantity.</param>
public sealed record TargetInfo(string Name, IReadOnlyList<string> ClassNames)
{
    /// <summary>A quantity.</summary>
    /// <param name="name">Its name.</param>
    public TargetInfo(string name) : this(name, []) { }

    /// <summary>What was subtracted from the quantity so that float32 can tell its numbers apart, and must be added to what a network says; 0 for
    /// most.</summary>
    public double Offset { get; init; }

    /// <summary>How the quantity is written in a table; null for classes, and for plain numbers.</summary>
    internal NumericColumn? Numbers { get; init; }

    /// <summary>Whether it is one of some classes, and not a quantity.</summary>
    public bool IsOfClasses => ClassNames.Count > 0;

    /// <summary>What it would be learned as by itself.</summary>
    public LearningTask Task => IsOfClasses ? LearningTask.Classification : LearningTask.Regression;

    /// <summary>How many numbers a network puts out for it: a logit for each class, or the quantity.</summary>
    public int OutputCount => IsOfClasses ? ClassNames.Count : 1;

    /// <summary>What those are called: <c>kind=house</c> for a class, the name itself for a quantity.</summary>
    public IReadOnlyList<string> OutputNames => IsOfClasses ? [.. ClassNames.Select(name => $"{Name}={name}")] : [Name];

    /// <summary>The quantity before <see cref="Offset"/> is added to it: <c>price</c>, or <c>time - 1700000000</c>.</summary>
    public string AnswerName => Offset == 0 ? Name : NumericColumn.NameWithout(Name, Offset);

    /// <summary>What a score of this target is called in <c>Evaluation.Metrics</c>: <c>rmse(price)</c>.</summary>
    /// <param name="score">The score: loss, remaining, explained; of classes accuracy, balanced accuracy and f1; of quantities rmse and mae.</param>
    public string ScoreName(string score) => $"{score}({Name})";

    /// <summary>The first of the outputs that are those of a target.</summary>
    internal static int FirstOutput(IReadOnlyList<TargetInfo> targets, int target) => targets.Take(target).Sum(before => before.OutputCount);
}
