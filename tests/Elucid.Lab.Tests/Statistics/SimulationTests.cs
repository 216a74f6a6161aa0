namespace Elucid.Lab.Tests.Statistics;

/// <summary>The promised error rates and power, on seeded random data: the bounds are three standard errors of the simulation.</summary>
[AnyWidth]
public class SimulationTests
{
    [Fact]
    public void Without_an_effect_about_5_percent_are_rejected()
    {
        PairedComparison[] comparisons = Simulate(4000, 10, effect: 0);
        Assert.InRange(Share(comparisons, c => c.StudentP < 0.05), 0.05 - 0.0104, 0.05 + 0.0104);
        // The exact level of n = 10 next to 5 % is 50/1024.
        Assert.InRange(Share(comparisons, c => c.WilcoxonP < 0.05), 0.0488 - 0.0103, 0.0488 + 0.0103);
        Assert.InRange(Share(comparisons, c => c.NormalityP < 0.05), 0.05 - 0.0104, 0.05 + 0.0104);
        Assert.InRange(Share(comparisons, c => c.Interval.Contains(0)), 0.95 - 0.0104, 0.95 + 0.0104);
    }

    [Theory]                                                    // power of the paired t interval by the noncentral t distribution
    [InlineData(10, 0.5, 0.29)]
    [InlineData(10, 1.0, 0.80)]
    [InlineData(20, 0.8, 0.92)]
    public void Power_is_what_the_protocol_promises(int seeds, double effect, double power) =>
        Assert.InRange(Share(Simulate(2000, seeds, effect), c => c.Interval.Lower > 0), power - 0.035, power + 0.035);

    [Fact]
    public void Together_the_intervals_of_a_study_hold_all_true_differences_in_at_least_95_percent_of_studies()
    {
        Random random = new(1511);
        const int Studies = 1000;
        int missed = 0;
        for (int study = 0; study < Studies; study++)
        {
            ArmScores[] sides =
                [.. Enumerable.Range(0, 8).Select(i => new ArmScores($"arm {i}", [.. Enumerable.Range(0, 10).Select(_ => Normal(random))]))];
            if (StudyComparison.Of(Metric.TestR2, sides, "arm 0").Ranking.Any(arm => arm.AgainstBaseline is { } c && !c.Paired.Interval.Contains(0)))
                missed++;
        }
        Assert.InRange(missed / (double)Studies, 0, 0.05 + 3 * Math.Sqrt(0.05 * 0.95 / Studies));
    }

    [Fact]
    public void Among_equal_arms_a_winner_is_declared_in_at_most_5_percent_of_studies()
    {
        foreach (int arms in (int[])[2, 3, 8])
        {
            Random random = new(2016);
            int winners = 0, studies = arms == 8 ? 300 : 1000;
            for (int study = 0; study < studies; study++)
            {
                ArmScores[] sides =
                    [.. Enumerable.Range(0, arms).Select(i => new ArmScores($"arm {i}", [.. Enumerable.Range(0, 10).Select(_ => Normal(random))]))];
                StudyComparison comparison = StudyComparison.Of(Metric.TestR2, sides, "arm 0");
                if (PlainWords.Describe(comparison).Contains(" wins: ", StringComparison.Ordinal))
                    winners++;
            }
            Assert.InRange(winners / (double)studies, 0, 0.05 + 3 * Math.Sqrt(0.05 * 0.95 / studies));
        }
    }

    static PairedComparison[] Simulate(int repetitions, int seeds, double effect)
    {
        Random random = new(1511);
        double[] differences = new double[seeds];
        return [.. Enumerable.Range(0, repetitions).Select(_ =>
        {
            for (int i = 0; i < seeds; i++)
                differences[i] = effect + Normal(random);
            return PairedComparison.Of(differences);
        })];
    }

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    static double Share(PairedComparison[] comparisons, Func<PairedComparison, bool> holds) => comparisons.Count(holds) / (double)comparisons.Length;
}
