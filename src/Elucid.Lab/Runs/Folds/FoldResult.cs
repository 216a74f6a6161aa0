namespace Elucid.Lab;

/// <summary>What one fold of a cross-validation reached.</summary>
/// <param name="Number">1 for the first.</param>
/// <param name="TrainingRows">How many rows it learned from, those that chose the epoch included.</param>
/// <param name="TestRows">How many rows it was judged by.</param>
/// <param name="Test">The network's scores, errors in the target's own units.</param>
/// <param name="Baselines">Those of what it must beat, which learned from the same rows.</param>
/// <param name="Answers">What it says of each of its rows.</param>
public sealed record FoldResult(
    int Number, int TrainingRows, int TestRows, Evaluation Test, IReadOnlyList<Baseline> Baselines, IReadOnlyList<FoldAnswer> Answers);

/// <summary>What a network says of a row that it has not learned from.</summary>
/// <param name="Row">Which row of the data, 1 for the first.</param>
/// <param name="Truth">The true class or number.</param>
/// <param name="Answer">The predicted one.</param>
/// <param name="Probabilities">The probability of each class; empty for numbers.</param>
public sealed record FoldAnswer(int Row, string Truth, string Answer, IReadOnlyList<double> Probabilities)
{
    /// <summary>Of several targets the answer to each, in their order, of which the truth is empty where it is unknown; empty otherwise.</summary>
    public IReadOnlyList<FoldAnswer> Targets { get; init; } = [];
}
