namespace Elucid;

/// <summary>The number by which epochs are compared: <c>Goal.Highest(nameof(Evaluation.Accuracy))</c>.</summary>
/// <remarks>
/// Its name is that of a number that steps recorded or a loop judged by (<see cref="EpochRecord.Metrics"/>), of a score of the validation data
/// (<see cref="Evaluation.Scores"/>), or
/// <c>TrainingLoss</c>. Case does not matter. An epoch whose number is undefined or not a number is the worst.
/// </remarks>
public sealed record Goal
{
    Goal(string name, bool isHigherBetter) => (Name, IsHigherBetter) = (name, isHigherBetter);

    /// <summary>The number's name.</summary>
    public string Name { get; }

    /// <summary>Whether the epoch with the highest number is best, not that with the lowest.</summary>
    public bool IsHigherBetter { get; }

    /// <summary>The epoch with the lowest number is best, as with a loss.</summary>
    public static Goal Lowest(string name) => new(name, isHigherBetter: false);

    /// <summary>The epoch with the highest number is best, as with an accuracy.</summary>
    public static Goal Highest(string name) => new(name, isHigherBetter: true);

    /// <summary>How bad an epoch is: lower is better.</summary>
    internal double BadnessOf(EpochRecord record)
    {
        (string Name, double? Value)[] numbers =
        [
            .. record.Metrics.Select(m => (m.Key, (double?)m.Value)), .. record.Validation?.Scores ?? [],
            (nameof(EpochRecord.TrainingLoss), record.TrainingLoss),
        ];
        int at = Array.FindIndex(numbers, n => n.Name.Equals(Name, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
            throw new InvalidOperationException(
                $"There is no number called '{Name}' to compare epochs by.{Suggestion.DidYouMean(Name, numbers.Select(n => n.Name))} "
                + $"This run has {string.Join(", ", numbers.Select(n => n.Name))}.");
        return Badness(numbers[at].Value is { } value ? IsHigherBetter ? -value : value : double.NaN);
    }

    // What is not a number compares as nothing: as the first epoch's it would stay the best for ever.
    internal static double Badness(double value) => double.IsNaN(value) ? double.PositiveInfinity : value;
}
