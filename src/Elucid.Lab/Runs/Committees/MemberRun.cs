namespace Elucid.Lab;

/// <summary>One network of a run, with a checkpoint of its own.</summary>
internal sealed class MemberRun
{
    readonly string _checkpoint;

    /// <summary>Builds the network; nothing is trained yet.</summary>
    /// <param name="settings">What is trained.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="split">Its rows, ready for use.</param>
    /// <param name="seed">Decides weights, order and noise.</param>
    /// <param name="checkpoint">Where its state is kept.</param>
    public MemberRun(RunSettings settings, StudyData data, DataSplit split, ulong seed, string checkpoint)
    {
        _checkpoint = checkpoint;
        Recipe recipe = settings.Recipe;
        Network = data.BuildNetwork(recipe, ActivationCatalog.Parse(settings.Activation), new RandomStream(seed), split.Train);
        Trainer = recipe.BuildTraining(Network, split, seed);
    }

    /// <summary>The network.</summary>
    public Module Network { get; }

    /// <summary>What trains it.</summary>
    public TrainingLoop Trainer { get; }

    /// <summary>Goes on from the checkpoint, if there is one.</summary>
    /// <exception cref="ModelFormatException">It is damaged.</exception>
    public void Resume()
    {
        // run.json names the optimizer, which checkpoints of version 0.1.0 do not.
        if (File.Exists(_checkpoint))
            Checkpoint.Load(Trainer, _checkpoint, isOfThisOptimizer: true);
    }

    /// <summary>Writes the checkpoint.</summary>
    public void Keep() => Checkpoint.Save(Trainer, _checkpoint);

    /// <summary>Trains to the end, or until cancelled.</summary>
    /// <param name="progress">Is told where it is.</param>
    /// <param name="onEpoch">Called after each epoch, with null where it diverged; it keeps what is to be kept.</param>
    /// <param name="cancellation">Ends it; the checkpoint of the last whole epoch is what a resumed run goes on from.</param>
    public void Run(IProgress<TrainingProgress>? progress, Action<EpochRecord?> onEpoch, CancellationToken cancellation)
    {
        try
        {
            while (!Trainer.IsFinished)
                onEpoch(Trainer.RunEpoch(progress, cancellation));
        }
        catch (OperationCanceledException)
        {
        }
    }
}
