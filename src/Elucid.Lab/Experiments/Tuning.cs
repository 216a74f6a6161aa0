namespace Elucid.Lab;

/// <summary>Which of the values that did well on the tuning seeds an arm gets.</summary>
public enum TuningRule
{
    /// <summary>The best one.</summary>
    Best,

    /// <summary>The best of those that train on all tuning seeds and whose next larger one does, too: the best rate is often one step below
    /// divergence, and would then fail on some of the seeds of the comparison.</summary>
    Safe,
}

/// <summary>How each arm's own value of a setting is found before the comparison, on seeds of its own and by validation data.</summary>
public sealed record Tuning
{
    /// <summary>The setting that marks a trial of tuning.</summary>
    internal const string Mark = "tuning";

    /// <summary>The seeds that are tuned on where none are given; comparisons start at 0.</summary>
    public static IReadOnlyList<int> DefaultSeeds { get; } = [1_000_100, 1_000_101, 1_000_102];

    /// <summary>The setting, such as <c>rate</c>.</summary>
    public required string Setting { get; init; }

    /// <summary>The values to try, ascending.</summary>
    public required IReadOnlyList<double> Grid { get; init; }

    /// <summary>The number that decides; on validation data. One of the numbers that a trial of tuning measures.</summary>
    public required Metric Score { get; init; }

    /// <summary>A number that decides between equal scores; null for the smaller value of the setting.</summary>
    public Metric? TieBreaker { get; init; }

    /// <summary>The seeds, none of them among the experiment's.</summary>
    public IReadOnlyList<int> Seeds { get; init; } = DefaultSeeds;

    /// <summary>How a value is chosen.</summary>
    public TuningRule Rule { get; init; } = TuningRule.Safe;

    /// <summary>Whether the grid grows once by one value where the winner lies at its edge.</summary>
    public bool ExtendsGrid { get; init; } = true;
}

/// <summary>A value that was tried for an arm.</summary>
/// <param name="Arm">The arm's name.</param>
/// <param name="Value">The value.</param>
/// <param name="Score">The mean score over the tuning seeds; NaN if a run failed.</param>
/// <param name="IsSafe">Whether this value and the next larger one trained on every tuning seed.</param>
/// <param name="IsChosen">Whether the experiment uses it.</param>
public sealed record TriedValue(string Arm, double Value, double Score, bool IsSafe, bool IsChosen)
{
    /// <summary>The mean of the tie breaker; NaN if a run failed, or there is none.</summary>
    public double Tie { get; init; } = double.NaN;
}
