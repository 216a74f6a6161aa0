namespace Elucid;

/// <summary>The scores of episodes that were played, by their names among <see cref="Evaluation.Metrics"/>.</summary>
public static class EpisodeScores
{
    /// <summary>The mean return of an evaluation.</summary>
    public const string Return = "Return";

    /// <summary>What nine tenths of the episodes reach, and one tenth.</summary>
    public const string LowReturn = "LowReturn", HighReturn = "HighReturn";

    /// <summary>The return of the worst episode.</summary>
    public const string WorstReturn = "WorstReturn";

    /// <summary>The mean number of steps.</summary>
    public const string Steps = "Steps";

    /// <summary>1 where the mean return counts as solved, 0 where it does not; missing where nobody has said when it does.</summary>
    public const string Solved = "Solved";

    /// <summary>Judges episodes that were played: returns, and how long they took. The loss is minus the mean return.</summary>
    /// <param name="played">The episodes.</param>
    /// <param name="environment">Says when it counts as solved.</param>
    public static Evaluation Of(IReadOnlyList<Episode> played, EnvironmentInfo environment)
    {
        double[] returns = [.. played.Select(episode => episode.TotalReward).Order()];
        double mean = returns.Average();
        return new Evaluation(-mean)
        {
            Metrics = MetricValues.Of(
            [
                (Return, mean), (WorstReturn, returns[0]), (LowReturn, returns[(returns.Length - 1) / 10]),
                (HighReturn, returns[returns.Length - 1 - (returns.Length - 1) / 10]), (Steps, played.Average(episode => (double)episode.Length)),
                .. environment.SolvedReturn is { } solved ? [(Solved, mean >= solved ? 1.0 : 0)] : Array.Empty<(string, double)>(),
            ]),
        };
    }
}
