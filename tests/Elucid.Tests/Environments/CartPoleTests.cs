using System.Text.Json;
using Elucid.Tests.Golden;

namespace Elucid.Tests.Environments;

public sealed class CartPoleTests
{
    // Golden/make_cartpole.py has Gymnasium's equations.
    [Fact]
    public void The_trajectory_is_Gymnasium_s()
    {
        JsonElement golden = GoldenFile.Read("cartpole.json");
        double[][] states = [.. golden.GetProperty("states").EnumerateArray().Select(state => state.Doubles())];
        int[] actions = golden.GetProperty("actions").Integers();
        CartPole environment = new();
        float[] seen = new float[4];
        environment.Reset(states[0][0], states[0][1], states[0][2], states[0][3], seen);
        for (int step = 0; step < actions.Length; step++)
        {
            StepOutcome outcome = environment.Step(actions[step], seen);
            Assert.All(Enumerable.Range(0, 4), i => Assert.Equal(states[step + 1][i], seen[i], 1e-6));
            Assert.Equal((1f, step == actions.Length - 1, false), (outcome.Reward, outcome.IsTerminal, outcome.IsTruncated));
        }
    }

    [Fact]
    public void An_episode_begins_near_the_middle_and_is_a_function_of_its_seed()
    {
        Episode first = Run(), second = Run();
        Assert.All(first.Observations.Values[..4].ToArray(), x => Assert.InRange(x, -0.05f, 0.05f));
        Assert.Equal(first.Observations.Values, second.Observations.Values);
        Assert.True(first.IsTerminal);
        Assert.Equal(first.Length, first.TotalReward);

        static Episode Run() => Episode.Run(new CartPole(), _ => 1, new RandomStream(7));
    }

    [Fact]
    public void A_pole_that_is_kept_up_is_stopped_after_500_steps()
    {
        Policy policy = seen => seen[2] + 0.5f * seen[3] + 0.05f * seen[0] + 0.1f * seen[1] > 0 ? 1 : 0;
        Episode episode = Episode.Run(new CartPole(), policy, new RandomStream(1));
        Assert.Equal((500, false), (episode.Length, episode.IsTerminal));
        Assert.Equal(20, Episode.Run(new CartPole(), _ => 0, new RandomStream(1), maxSteps: 5).Observations.Shape.Size);
    }

    [Fact]
    public void Returns_are_the_discounted_sums_of_what_follows() =>
        Assert.Equal([1.75f, 1.5f, 1], Episode.Run(new CartPole(), _ => 0, new RandomStream(1), maxSteps: 3).Returns(0.5).Values);

    [Fact]
    public void A_step_that_cannot_be_done_is_refused_in_words()
    {
        CartPole environment = new();
        Refused.With<InvalidOperationException>("CartPole: no episode runs. Call Reset before the first step and after an episode's end.",
            () => environment.Step(0, new float[4]));
        Refused.With<ArgumentException>("CartPole: expected room for 4 numbers, but got 3.",
            () => environment.Reset(new RandomStream(1), new float[3]));
        Assert.StartsWith("CartPole: expected 0, to the left, or 1, to the right, but got 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => environment.Step(2, new float[4])).Message, StringComparison.Ordinal);
    }
}
