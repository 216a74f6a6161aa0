namespace Elucid.Tests.Environments;

public sealed class EpisodeDataTests
{
    static readonly EnvironmentInfo CartPole = EnvironmentCatalog.Find("cartpole");

    // Depends on what it sees alone, so that it plays alike beside others and alone.
    static int Lean(ReadOnlySpan<float> seen) => seen[2] > 0.01f ? 1 : 0;

    [Fact]
    public void Episodes_side_by_side_are_those_that_run_alone()
    {
        Dataset episodes = EpisodeData.Of(CartPole, 12, seed: 3);
        IReadOnlyList<Episode> played = EpisodeData.Play(_ => Lean, episodes);
        for (int i = 0; i < 12; i++)
        {
            Episode alone = EpisodeData.Play(_ => Lean, episodes.Subset([i])).Single();
            Assert.Equal(episodes.Features.Slice(4 * i, 4), played[i].Observations.Values[..4]);
            Assert.Equal(alone.Observations.Values, played[i].Observations.Values);
            Assert.Equal(alone.Actions.ToArray(), played[i].Actions.ToArray());
        }
        Assert.NotEqual(played[0].Length, played[1].Length);
    }

    [Fact]
    public void A_network_answers_alike_in_any_company()
    {
        Dataset episodes = EpisodeData.Of(CartPole, 7, seed: 4);
        episodes = Standardizer.Fit(episodes).Apply(episodes);
        Module policy =
            new NetworkRecipe { Hidden = [8] }.BuildNetwork([4], 2, ActivationCatalog.Parse("elu"), new RandomStream(1), LearningTask.Control);
        IReadOnlyList<Episode> played = EpisodeData.Play(policy, episodes);
        Assert.All(played.Index(), one => Assert.Equal(
            one.Item.Observations.Values, EpisodeData.Play(policy, episodes.Subset([one.Index])).Single().Observations.Values));
    }

    [Fact]
    public void Observations_are_scaled_by_what_is_seen_at_random_and_not_by_how_episodes_begin()
    {
        Dataset episodes = EpisodeData.Of(CartPole, 40, seed: 5);
        Standardizer scales = Standardizer.Fit(episodes);
        Assert.InRange(scales.Features.Deviations[1], 0.3f, 1);           // at the beginning it is below 0.05
        float[] begins = [.. episodes.Features];
        scales.Features.Apply(begins);
        Dataset scaled = scales.Apply(episodes);
        Assert.Equal(begins, scaled.Features);
        Assert.Equal(EpisodeData.Play(_ => Lean, episodes).Select(e => e.Length), EpisodeData.Play(_ => Lean, scaled).Select(e => e.Length));
        Refused.With<InvalidOperationException>("The observations of 'cartpole' are scaled already: scale them once.", () => scales.Apply(scaled));
    }

    [Fact]
    public void Scores_are_those_of_the_returns()
    {
        Dataset episodes = EpisodeData.Of(CartPole, 50, seed: 6);
        IReadOnlyList<Episode> played = EpisodeData.Play(random => _ => random.NextInt32(2), episodes);
        Evaluation scores = EpisodeScores.Of(played, CartPole);
        Assert.Equal(played.Average(e => e.TotalReward), scores.Metrics[EpisodeScores.Return], 1e-9);
        Assert.Equal(-scores.Metrics[EpisodeScores.Return], scores.Loss);
        Assert.Equal(played.Min(e => e.TotalReward), scores.Metrics[EpisodeScores.WorstReturn]);
        Assert.Equal(0, scores.Metrics[EpisodeScores.Solved]);
        Assert.True(scores.Metrics[EpisodeScores.LowReturn] < scores.Metrics[EpisodeScores.HighReturn]);
        Assert.Equal(scores, EpisodeScores.Of(EpisodeData.Play(random => _ => random.NextInt32(2), episodes), CartPole));
    }

    [Fact]
    public void An_episode_that_would_never_end_is_stopped()
    {
        EnvironmentInfo endless = new("endless", () => new Fake(0, 0)) { MostSteps = 20 };
        Episode episode = EpisodeData.Play(_ => _ => 0, EpisodeData.Of(endless, 1, seed: 1)).Single();
        Assert.Equal((20, false, 0f), (episode.Length, episode.IsTerminal, episode.FinalObservation.Span[0]));
    }

    [Fact]
    public void What_an_environment_may_not_say_is_refused_in_words()
    {
        Refused.With<DataFormatException>(
            "Environment 'broken': expected finite observations, but 0 is NaN after 3 steps.",
            () => EpisodeData.Play(_ => _ => 0, EpisodeData.Of(new EnvironmentInfo("broken", () => new Fake(float.NaN, 0)), 1, seed: 1)));
        Refused.With<DataFormatException>(
            "Environment 'rich': expected finite rewards, but step 3 earned NaN.",
            () => EpisodeData.Play(_ => _ => 0, EpisodeData.Of(new EnvironmentInfo("rich", () => new Fake(0, float.NaN)), 1, seed: 1)));
        Refused.With<ArgumentException>(
            "Environment 'names': expected names of 1 actions and 1 observations, but got 2 and 1.",
            () => EpisodeData.Of(new EnvironmentInfo("names", () => new Fake(0, 0)) { ActionNames = ["a", "b"] }, 1, seed: 1));
        Fake shared = new(0, 0);
        Refused.With<ArgumentException>(
            "Environment 'shared': expected a new one from each call of Create, as episodes run side by side, but it gave the same object twice. Make "
                + "it in the call, such as () => new MyWorld().",
            () => EpisodeData.Play(_ => _ => 0, EpisodeData.Of(new EnvironmentInfo("shared", () => shared), 2, seed: 1)));
        int made = 0;
        Refused.With<ArgumentException>(
            "Environment 'growing': expected as many numbers to see in each episode, but one has 1 and another 2. ObservationSize must not change.",
            () => EpisodeData.Play(_ => _ => 0, EpisodeData.Of(
                new EnvironmentInfo("growing", () => ++made < 6 ? new Fake(0, 0) : new Wide()) { ObservationNames = ["a"], ActionNames = ["b"] },
                8, seed: 1)));
        Refused.With<ArgumentException>(
            "Dataset 'one': expected episodes of an environment, but it is for regression.",
            () => EpisodeData.EnvironmentOf(new Dataset("one", [0, 1], [1], [0f, 1], ["y"])));
        Refused.With<ArgumentException>(
            "There is no environment named 'cartpol'. Did you mean 'cartpole'? The names are cartpole, acrobot. (Parameter 'name')",
            () => EnvironmentCatalog.Find("cartpol"));
    }

    [Fact]
    public void Advantages_are_returns_less_values_or_single_errors_as_lambda_says()
    {
        Episode episode = new(new Tensor([3, 1]), new[] { 0, 0, 0 }, new[] { 1f, 2, 3 }, IsTerminal: false);
        float[] values = [10, 20, 30];
        // λ = 1: all that is earned and what the last value promises, less the value; λ = 0: one step alone.
        Assert.Equal([1 + 1 + 0.75f + 5 - 10, 2 + 1.5f + 10 - 20, 3 + 20 - 30], episode.Advantages(values, 40, 0.5, 1));
        Assert.Equal([1 + 10 - 10, 2 + 15 - 20, 3 + 20 - 30], episode.Advantages(values, 40, 0.5, 0));
        Assert.Equal([3f - 30], (episode with { IsTerminal = true }).Advantages(values, 40, 0.5, 0)[2..]);
        Refused.With<ArgumentException>(
            "Episode: expected one value for each of 3 steps, but got 2.", () => episode.Advantages(values.AsSpan(1), 0, 1, 1));
    }

    sealed class Wide : IEnvironment
    {
        public int ObservationSize => 2;

        public int ActionCount => 1;

        public void Reset(RandomStream random, Span<float> observation) => observation.Clear();

        public StepOutcome Step(int action, Span<float> observation) => new(0, IsTerminal: true, IsTruncated: false);
    }

    /// <summary>Says numbers of 0 but for the third step.</summary>
    sealed class Fake(float seen, float reward) : IEnvironment
    {
        int _steps;

        public int ObservationSize => 1;

        public int ActionCount => 1;

        public void Reset(RandomStream random, Span<float> observation) => (_steps, observation[0]) = (0, 0);

        public StepOutcome Step(int action, Span<float> observation)
        {
            _steps++;
            observation[0] = _steps == 3 ? seen : 0;
            return new StepOutcome(_steps == 3 ? reward : 0, IsTerminal: false, IsTruncated: false);
        }
    }
}
