namespace Elucid.Lab;

/// <summary>
/// What policies without hidden layers reach: the one of many with random weights that earns most in the first training episodes. Where a network is
/// no better, its hidden layers are of no use here.
/// </summary>
/// <remarks>Random search over linear policies: H. Mania, A. Guy, B. Recht 2018, arXiv:1803.07055, section 3. The same split gives the same
/// bits.</remarks>
static class LinearPolicies
{
    /// <summary>How many are tried.</summary>
    public const int Tried = 100;

    const int MostEpisodes = 8;

    /// <summary>The test's episodes, played by the best one.</summary>
    public static IReadOnlyList<Episode> Play(DataSplit split)
    {
        Dataset few = split.Train.Take(Math.Min(MostEpisodes, split.Train.Count));
        RandomStream random = new RandomStream(0).Derive("linear policies");
        Linear? best = null;
        double most = double.NegativeInfinity;
        for (int i = 0; i < Tried; i++)
        {
            Linear policy = new(split.Train.FeatureCount, split.Train.OutputCount, random, initializer: Initializer.LeCun);
            double earned = EpisodeData.Play(policy, few).Average(episode => episode.TotalReward);
            if (earned > most)
                (most, best) = (earned, policy);
        }
        return EpisodeData.Play(best!, split.Test);
    }
}
