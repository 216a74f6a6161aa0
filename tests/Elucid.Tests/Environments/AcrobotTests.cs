using System.Text.Json;
using Elucid.Tests.Golden;

namespace Elucid.Tests.Environments;

public sealed class AcrobotTests
{
    // Golden/make_acrobot.py has Gymnasium's equations.
    [Fact]
    public void The_trajectory_is_Gymnasium_s()
    {
        JsonElement golden = GoldenFile.Read("acrobot.json");
        double[][] states = [.. golden.GetProperty("states").EnumerateArray().Select(state => state.Doubles())];
        int[] actions = golden.GetProperty("actions").Integers();
        double[] rewards = golden.GetProperty("rewards").Doubles();
        Acrobot environment = new();
        float[] seen = new float[6];
        environment.Reset(states[0][0], states[0][1], states[0][2], states[0][3], seen);
        for (int step = 0; step < actions.Length; step++)
        {
            StepOutcome outcome = environment.Step(actions[step], seen);
            double[] state = states[step + 1];
            double[] expected = [Math.Cos(state[0]), Math.Sin(state[0]), Math.Cos(state[1]), Math.Sin(state[1]), state[2], state[3]];
            Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(expected[i], seen[i], 1e-5));
            Assert.Equal(((float)rewards[step], step == actions.Length - 1, false), (outcome.Reward, outcome.IsTerminal, outcome.IsTruncated));
        }
    }

    [Fact]
    public void One_that_never_swings_up_is_stopped_after_500_steps()
    {
        Episode episode = Episode.Run(new Acrobot(), _ => 1, new RandomStream(1));
        Assert.Equal((500, false, -500.0), (episode.Length, episode.IsTerminal, episode.TotalReward));
        Assert.All(episode.Observations.Values[1..6].ToArray(), x => Assert.InRange(x, -0.1f, 1));
    }

    [Fact]
    public void A_step_that_cannot_be_done_is_refused_in_words()
    {
        Acrobot environment = new();
        Refused.With<InvalidOperationException>("Acrobot: no episode runs. Call Reset before the first step and after an episode's end.",
            () => environment.Step(0, new float[6]));
        Refused.With<ArgumentException>(
            "Acrobot: expected room for 6 numbers, but got 3.", () => environment.Reset(new RandomStream(1), new float[3]));
        Assert.StartsWith("Acrobot: expected 0 or 2, to turn the motor one way or the other, or 1, to let it rest, but got 3.",
            Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(3, new float[6])).Message, StringComparison.Ordinal);
    }
}
