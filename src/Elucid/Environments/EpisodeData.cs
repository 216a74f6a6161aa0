namespace Elucid;

/// <summary>
/// Episodes of an environment as data: a row for each, whose features are what is seen at first. A <see cref="Trainer"/> plays them to learn, and an
/// evaluation plays them greedily: <c>Evaluation.Of(policy, episodes).Metrics["Return"]</c>.
/// </summary>
/// <remarks>
/// <code>
/// DataSplit parts = EpisodeData.Of(new EnvironmentInfo("corridor", () => new Corridor()), count: 300, seed: 1).Split(Portion.Rows(100), random);
/// Module policy = new NetworkRecipe { Hidden = [64, 64] }.BuildNetwork([…], actions, Activations.Elu(), random, LearningTask.Control);
/// new Trainer(policy, new Adam(policy), parts.Train, options: new TrainerOptions { BatchSize = 8, ClipNorm = 0.5 }).Fit();
/// </code>
/// <see cref="Standardizer.Fit"/> measures what a policy sees that acts at random, and its <see cref="Standardizer.Apply(DataSplit)"/> scales all
/// that a network sees in these episodes.
/// </remarks>
public static class EpisodeData
{
    /// <summary>Episodes.</summary>
    /// <param name="environment">Of which environment.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">Decides how each begins, and its chance.</param>
    /// <exception cref="ArgumentException">There is no episode, no action, or nothing to see.</exception>
    /// <exception cref="DataFormatException">The environment says numbers that are not finite.</exception>
    public static Dataset Of(EnvironmentInfo environment, int count, ulong seed)
    {
        IEnvironment world = environment.Create();
        int size = world.ObservationSize;
        if (size < 1 || world.ActionCount < 1)
            throw new ArgumentException(
                $"Environment '{environment.Name}': expected at least one number to see and one action, but got {size} and {world.ActionCount}.");
        if (environment.ActionNames.Count != world.ActionCount || environment.ObservationNames.Count != size)
            throw new ArgumentException(
                $"Environment '{environment.Name}': expected names of {world.ActionCount} actions and {size} observations, but got "
                    + $"{environment.ActionNames.Count} and {environment.ObservationNames.Count}.");
        RandomStream random = new RandomStream(seed).Derive("episodes");
        ulong[] seeds = new ulong[Math.Max(0, count)];
        float[] seen = new float[seeds.Length * size];
        for (int i = 0; i < seeds.Length; i++)
        {
            seeds[i] = random.NextUInt64();
            world.Reset(new RandomStream(seeds[i]), seen.AsSpan(i * size, size));
        }
        return new Dataset(environment.Name, seen, [size], new EpisodeStarts(environment, seeds))
        {
            FeatureNames = environment.ObservationNames,
            Source = environment.Source,
        };
    }

    /// <summary>The environment of episodes.</summary>
    /// <param name="episodes">What <see cref="Of"/> made, or a part of it.</param>
    /// <exception cref="ArgumentException">They are no episodes.</exception>
    public static EnvironmentInfo EnvironmentOf(Dataset episodes) => StartsOf(episodes).Environment;

    /// <summary>Plays episodes, each with the likeliest actions of a network.</summary>
    /// <param name="policy">A network of logits; it sees what the episodes' scales make of observations.</param>
    /// <param name="episodes">What <see cref="Of"/> made, or a part of it.</param>
    /// <returns>What happened, with observations as the environment says them.</returns>
    public static IReadOnlyList<Episode> Play(Module policy, Dataset episodes)
    {
        EpisodeStarts starts = StartsOf(episodes);
        return EpisodePlayer.Play(starts.Environment, starts.Seeds, starts.Scales, EpisodePlayer.Greedily(policy, episodes.FeatureCount));
    }

    /// <summary>Plays episodes with any policy.</summary>
    /// <param name="policy">Makes the policy of an episode from random numbers of its own: <c>_ => Rule</c>, or one that draws. It sees observations
    /// as the environment says them.</param>
    /// <param name="episodes">What <see cref="Of"/> made, or a part of it.</param>
    public static IReadOnlyList<Episode> Play(Func<RandomStream, Policy> policy, Dataset episodes)
    {
        EpisodeStarts starts = StartsOf(episodes);
        Policy[] policies = Array.ConvertAll(starts.Seeds, seed => policy(new RandomStream(seed).Derive("actions")));
        int size = episodes.FeatureCount;
        return EpisodePlayer.Play(starts.Environment, starts.Seeds, null, (seen, running, actions) =>
        {
            for (int i = 0; i < running.Length; i++)
                actions[i] = policies[running[i]](seen.Slice(i * size, size));
        });
    }

    /// <summary>Observations of episodes in which any action is taken, all alike: what a network sees before it has learned.</summary>
    /// <param name="episodes">What <see cref="Of"/> made, or a part of it.</param>
    /// <param name="most">How many of them are drawn at most.</param>
    /// <param name="random">Draws them.</param>
    /// <returns>[observations, numbers], in the network's units.</returns>
    public static Tensor SeenAtRandom(Dataset episodes, int most, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most);
        EpisodeStarts starts = StartsOf(episodes);
        int size = episodes.FeatureCount;
        float[] seen = starts.SeenAtRandom();
        starts.Scales?.Apply(seen);
        int[] rows = [.. Enumerable.Range(0, seen.Length / size)];
        random.Shuffle(rows);
        rows = rows[..Math.Min(most, rows.Length)];
        return new Tensor([rows.Length, size], Dataset.Gather(seen, size, rows));
    }

    internal static EpisodeStarts StartsOf(Dataset episodes) => episodes.Answers as EpisodeStarts ?? throw new ArgumentException(
        $"Dataset '{episodes.Name}': expected episodes of an environment, but it is for {episodes.TaskName}.");
}
