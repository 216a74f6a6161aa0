using System.Diagnostics;
using Elucid.Reports;

namespace Elucid.Verification;

/// <summary>
/// Times several ways to do the same work, in turn within each round (A B A B …), so that a drift of the clock or a busy neighbour hits all alike.
/// </summary>
/// <param name="rounds">How often each one is timed.</param>
/// <param name="slice">How long one timing takes about; at least one call.</param>
public sealed class Contest(int rounds, TimeSpan slice)
{
    /// <summary>How often each one is timed.</summary>
    public int Rounds => rounds;

    /// <summary>Called before each round; may throw to end the contest. Nothing by default.</summary>
    public Action BeforeRound { get; init; } = () => { };

    /// <summary>Times each contestant in every round.</summary>
    /// <returns>Their timings, in the order given.</returns>
    public Timing[] Run(params ReadOnlySpan<Action> contestants)
    {
        int[] calls = new int[contestants.Length];
        Timing[] timings = new Timing[contestants.Length];
        for (int i = 0; i < contestants.Length; i++)
        {
            // The first call may compile or allocate; the second says how long one takes.
            contestants[i]();
            calls[i] = CallsPerSlice(contestants[i]);
            timings[i] = new Timing(rounds);
        }
        for (int round = 0; round < rounds; round++)
        {
            BeforeRound();
            for (int turn = 0; turn < contestants.Length; turn++)
            {
                // Every other round goes backwards: nobody always runs after the same one.
                int i = round % 2 == 0 ? turn : contestants.Length - 1 - turn;
                // Untimed: fills the caches again, and lets the other's waiting worker threads fall asleep.
                Repeat(contestants[i], (calls[i] + 3) / 4);
                timings[i].Seconds[round] = Repeat(contestants[i], calls[i]) / calls[i];
            }
        }
        return timings;
    }

    int CallsPerSlice(Action contestant)
    {
        int calls = 1;
        while (true)
        {
            double seconds = Repeat(contestant, calls);
            if (seconds > slice.TotalSeconds / 4)
                return Math.Max(1, (int)(calls * slice.TotalSeconds / seconds));
            calls *= 2;
        }
    }

    static double Repeat(Action contestant, int calls)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < calls; i++)
            contestant();
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}

/// <summary>Seconds per call of one contestant, round by round.</summary>
/// <param name="rounds">How many there are.</param>
public sealed class Timing(int rounds)
{
    /// <summary>One for each round.</summary>
    public double[] Seconds { get; } = new double[rounds];

    /// <summary>The middle one.</summary>
    public double Median => MedianOf(Seconds);

    /// <summary>How many times faster this one is than <paramref name="other"/>.</summary>
    public Ratio FasterThan(Timing other)
    {
        double[] byRound = [.. Seconds.Zip(other.Seconds, (mine, others) => others / mine)];
        return new Ratio(other.Median / Median, byRound.Min(), byRound.Max());
    }

    static double MedianOf(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}

/// <summary>The ratio of two medians, and the range of the ratios of single rounds.</summary>
/// <param name="Value">The ratio of the medians.</param>
/// <param name="Minimum">The smallest of one round.</param>
/// <param name="Maximum">The largest of one round.</param>
public readonly record struct Ratio(double Value, double Minimum, double Maximum)
{
    /// <summary>Such as <c>1.04 (0.98..1.10)</c>.</summary>
    public override string ToString() => $"{Format.Fixed(Value, 2)} ({Format.Fixed(Minimum, 2)}..{Format.Fixed(Maximum, 2)})";
}
