namespace Elucid.Lab;

/// <summary>Trains on with what is left of a network.</summary>
internal static class Retraining
{
    /// <summary>Throws unless such networks can train on.</summary>
    /// <exception cref="ArgumentException">They cannot; a sentence that says why.</exception>
    public static void Check(ModelFile file)
    {
        string retrain = Spelling.Of(nameof(SmallerSettings.Retrain));
        if (file.Committee is { } committee)
            throw new ArgumentException(
                $"{retrain} trains one network on, but this model is a committee of {committee.Members}, each with rows of its own: omit it.");
        if (file.Recipe.Model == "gan")
            throw new ArgumentException(
                $"{retrain} trains by one loss, but this model is one of two networks that learned against each other: omit it.");
    }

    /// <summary>Trains a network.</summary>
    /// <param name="network">What is left; it ends with the weights of its best epoch by validation loss.</param>
    /// <param name="mask">The weights that stay 0; null for none.</param>
    /// <param name="origin">How it was trained.</param>
    /// <param name="epochs">For how long.</param>
    /// <param name="split">Its rows.</param>
    /// <param name="progress">Is told where it is.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The network and its best epoch; as it was, and 0, where none is better than that.</returns>
    public static (Module Network, int BestEpoch) Run(
        Module network, PruningMask? mask, ModelOrigin origin, int epochs, DataSplit split, IProgress<TrainingProgress>? progress,
        CancellationToken cancellation)
    {
        // At the rate of its training (A. Renda, J. Frankle, M. Carbin 2020, arXiv:2003.02389). A tenth of it (S. Han et al. 2015) gives less back:
        // over five divisions of the digits an mlp without 80 % of its units had 94.3 in place of 96.9 %.
        Recipe recipe = origin.Recipe with { Epochs = epochs, Patience = 0 };
        if (recipe.From is not null)
            FineTuning.Freeze(network, recipe);
        Module before = network.Clone();
        double least = Loss(before, recipe, split);
        Trainer trainer = new(network, recipe.BuildOptimizer(network), split, recipe.BuildOptions((ulong)origin.Seed, split.Train) with
        {
            OnStep = _ => mask?.Apply(),
        });
        History history = trainer.Fit(progress, cancellation);
        trainer.RestoreBest();
        bool isBetter = history.BestEpoch > 0 && history.Epochs[history.BestEpoch - 1].Validation?.Loss < least;
        return isBetter ? (network, history.BestEpoch) : (before, 0);
    }

    static double Loss(Module network, Recipe recipe, DataSplit split) => split.Validation is { } validation
        ? (recipe.ObjectiveFor(split.Train) ?? Objective.For(validation)).Evaluate(network, validation).Loss : double.PositiveInfinity;
}
