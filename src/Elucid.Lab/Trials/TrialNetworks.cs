namespace Elucid.Lab;

/// <summary>What a trial trains: a network, or the members of a committee, all of them epoch by epoch.</summary>
internal sealed class TrialNetworks
{
    readonly TrainingLoop[] _trainers;
    readonly DataSplit _split;

    /// <summary>Builds them.</summary>
    /// <param name="recipe">How many, and how they are trained.</param>
    /// <param name="trial">Its seed and stream.</param>
    /// <param name="split">The rows.</param>
    /// <param name="build">Builds a network from a stream.</param>
    /// <exception cref="ArgumentException">They cannot be trained side by side.</exception>
    public TrialNetworks(Recipe recipe, Trial trial, DataSplit split, Func<RandomStream, Module> build)
    {
        StreamedRows.RefuseOwnRows(recipe, split);
        _split = split;
        Module[] networks = new Module[recipe.Members ?? 1];
        _trainers = [.. networks.Select((_, index) =>
        {
            RandomStream random = index == 0 ? trial.Random : trial.Random.Derive("member", (ulong)index);
            DataSplit rows = recipe.Bagging ? split with { Train = split.Train.Bootstrap(trial.Random.Derive("bag", (ulong)index)) } : split;
            networks[index] = build(random);
            return recipe.BuildTraining(networks[index], rows, MemberSeed.Of((ulong)trial.Seed, index));
        })];
        First = networks[0];
        Network = networks.Length == 1 ? First : Ensemble.Average(networks, split.Train.Task, split.Train.SeveralTargets);
    }

    /// <summary>The only one, or the first member, which is looked into.</summary>
    public Module First { get; }

    /// <summary>What answers: the only one, or the mean of all.</summary>
    public Module Network { get; }

    /// <summary>Whether all have come to their end.</summary>
    public bool IsFinished => _trainers.All(trainer => trainer.IsFinished);

    /// <summary>Where the first of them diverged, if one did.</summary>
    public Divergence? Divergence => _trainers.Select(trainer => trainer.History.Divergence).FirstOrDefault(divergence => divergence is not null);

    /// <summary>The best epoch of a single network.</summary>
    public int BestEpoch => _trainers[0].History.BestEpoch;

    /// <summary>Refuses what has no epochs in common.</summary>
    public static void Check(Recipe recipe)
    {
        if (recipe.Boosting)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.Boosting), true)} trains networks one after the other, and a comparison judges arms after each epoch: "
                    + $"compare with {Spelling.Of(nameof(Recipe.Bagging), true)}, or without.");
    }

    /// <summary>An epoch of all that have not come to their end.</summary>
    /// <returns>The mean of their losses, the score on validation data, and the time of all; null where one diverged.</returns>
    public EpochRecord? RunEpoch(IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        foreach (TrainingLoop trainer in _trainers)
            if (!trainer.IsFinished)
                trainer.RunEpoch(trainer == _trainers[0] ? progress : null, cancellation);
        if (Divergence is not null)
            return null;
        EpochRecord[] last = [.. _trainers.Select(trainer => trainer.History.Epochs[^1])];
        if (last.Length == 1)
            return last[0];
        int epoch = last.Max(record => record.Epoch);
        return new EpochRecord(
            epoch, last.Average(record => record.TrainingLoss), _split.Validation is null ? null : Evaluation.Of(Network, _split.Validation),
            last[0].LearningRate, last.Where(record => record.Epoch == epoch).Sum(record => record.Seconds));
    }

    /// <summary>Gives each the weights of its best epoch.</summary>
    public void RestoreBest()
    {
        foreach (TrainingLoop trainer in _trainers)
            trainer.RestoreBest();
    }
}
