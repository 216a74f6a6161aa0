namespace Elucid.Lab;

/// <summary>Trains on with what is left of a network, each member of a committee by itself.</summary>
internal sealed class Retraining
{
    readonly ModelFile _file;
    readonly IReadOnlyList<Module> _whole;
    readonly int _seed, _epochs;
    readonly Recipe _recipe;
    readonly DataSplit _split;
    readonly SmallerWork? _work;

    /// <summary>Prepares it; nothing is trained yet.</summary>
    /// <param name="file">The whole network's description.</param>
    /// <param name="whole">The whole network.</param>
    /// <param name="origin">How it was trained.</param>
    /// <param name="epochs">For how long.</param>
    /// <param name="split">Its rows.</param>
    /// <param name="work">Where each epoch is kept; null for nowhere.</param>
    /// <exception cref="ArgumentException">Such networks cannot train on, or it is not known what members learned from.</exception>
    public Retraining(ModelFile file, Module whole, ModelOrigin origin, int epochs, DataSplit split, SmallerWork? work)
    {
        string retrain = Spelling.Of(nameof(SmallerSettings.Retrain));
        if (file.Recipe.Model == "gan")
            throw new ArgumentException(
                $"{retrain} trains by one loss, but this model is one of two networks that learned against each other: omit it.");
        if (file.Committee is { } committee)
        {
            string bagging = Spelling.Of(nameof(Recipe.Bagging));
            if (origin.Missing is { } missing && committee.Votes is null)
                throw new ArgumentException(
                    $"{retrain} gives each member of a committee the rows that it learned from, and whether those were draws of their own ({bagging}) "
                        + $"stands in '{missing}', which does not exist: copy it there, or omit {retrain}.");
            if (origin.Recipe is { Bagging: true, Members: { } all } && all != committee.Members)
                throw new ArgumentException(
                    $"{retrain} gives each member of a committee the rows that it learned from, but of {all} members {committee.Members} are left, as "
                        + $"the others diverged, and which draws ({bagging}) theirs were is not known: omit {retrain}.");
        }
        (_file, _whole, _seed, _epochs, _split, _work) = (file, MembersOf(whole), origin.Seed, epochs, split, work);
        // At the rate of its training (A. Renda, J. Frankle, M. Carbin 2020, arXiv:2003.02389). A tenth of it (S. Han et al. 2015) gives less back:
        // over five divisions of the digits an mlp without 80 % of its units had 94.3 in place of 96.9 %.
        _recipe = origin.Recipe with { Epochs = epochs, Patience = 0 };
    }

    /// <summary>Epochs of networks that an interrupted run had done.</summary>
    public double Found { get; private set; }

    /// <summary>Trains a network.</summary>
    /// <param name="network">What is left; its weights change.</param>
    /// <param name="mask">The weights that stay 0; null for none.</param>
    /// <param name="share">The share that left.</param>
    /// <param name="tell">Is told how much is done, from 0 to 1.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The network with the weights of its best epoch by validation loss, and that epoch, of a committee the latest one of its members;
    /// as it was, and 0, where none is better than that.</returns>
    public (Module Network, int BestEpoch) Run(
        Module network, PruningMask? mask, double share, Action<double> tell, CancellationToken cancellation)
    {
        IReadOnlyList<Module> members = MembersOf(network);
        List<(Module Network, int BestEpoch)> trained = [];
        foreach (Dataset rows in MemberRows.Of(_recipe, _seed, _split.Train, _whole))
        {
            int index = trained.Count;
            trained.Add(Train(
                members[index], mask, _split with { Train = rows }, MemberSeed.Of((ulong)_seed, index), _work?.CheckpointOf(share, index),
                new Reporter(at => tell((index + (at.Epoch - 1 + at.Step / (double)at.StepsPerEpoch) / _epochs) / members.Count)), cancellation));
        }
        return (_file.Committee?.Join(trained.Select(member => member.Network), _file.Task, _file.SeveralTargets) ?? trained[0].Network,
            trained.Max(member => member.BestEpoch));
    }

    static IReadOnlyList<Module> MembersOf(Module network) => network is Ensemble committee ? committee.Members : [network];

    (Module Network, int BestEpoch) Train(
        Module network, PruningMask? mask, DataSplit split, ulong seed, string? checkpoint, Reporter progress, CancellationToken cancellation)
    {
        if (_recipe.From is not null)
            FineTuning.Freeze(network, _recipe);
        Module before = network.Clone();
        double least = Loss(before, split);
        Trainer trainer = new(network, _recipe.BuildOptimizer(network), split, _recipe.BuildOptions(seed, split.Train) with
        {
            OnStep = _ => mask?.Apply(),
        });
        if (File.Exists(checkpoint))
        {
            Checkpoint.Load(trainer, checkpoint);
            Found += trainer.History.Epochs.Count / (double)_whole.Count;
        }
        while (!trainer.IsFinished)
        {
            trainer.RunEpoch(progress, cancellation);
            if (checkpoint is not null)
                Checkpoint.Save(trainer, checkpoint);
        }
        trainer.RestoreBest();
        History history = trainer.History;
        bool isBetter = history.BestEpoch > 0 && history.Epochs[history.BestEpoch - 1].Validation?.Loss < least;
        return isBetter ? (network, history.BestEpoch) : (before, 0);
    }

    double Loss(Module network, DataSplit split) => split.Validation is { } validation
        ? (_recipe.ObjectiveFor(split.Train) ?? Objective.For(validation)).Evaluate(network, validation).Loss : double.PositiveInfinity;

    sealed class Reporter(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }
}
