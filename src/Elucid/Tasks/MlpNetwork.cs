namespace Elucid;

/// <summary>A chain of fully connected layers.</summary>
internal sealed class MlpNetwork : NetworkKind
{
    public override string Name => "mlp";

    public override string Description => $"a chain of fully connected layers; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: units of each, for "
        + "reconstruct down to the code, and back again";

    public override IReadOnlyList<int> DefaultHidden => [128, 128];

    public override bool IsStack => true;

    public override bool HasRemovableUnits => true;

    public override IReadOnlyList<LearningTask> Tasks { get; } =
        [LearningTask.Classification, LearningTask.Regression, LearningTask.Forecast, LearningTask.Reconstruct, LearningTask.Control,
            LearningTask.Several];

    public override string NormMeaning => "a norm stands before each activation, over the units of a layer";

    internal override Module Build(NetworkPlan plan)
    {
        if (plan.Task == LearningTask.Control)
            return new ActorCritic(Network(plan, plan.Outputs, plan.OutputInitializer), Network(plan, 1, plan.Initializer));
        if (plan.Task != LearningTask.Reconstruct)
            return Network(plan, plan.Outputs, plan.OutputInitializer);
        Module[] flat = plan.FeatureShape.Rank == 1 ? [] : [new Flatten()];
        List<Module> hidden = HiddenLayers.Of(plan, plan.FeatureShape.Size, plan.Recipe.Hidden);
        int latent = plan.Recipe.LatentFor(plan.FeatureShape);
        Sequential encoder = new([.. flat, .. hidden, new Linear(plan.Recipe.Hidden[^1], latent, plan.Weights, initializer: Chain.Code)]);
        int[] back = [.. plan.Recipe.Hidden.Reverse()];
        return new Autoencoder(encoder, new Sequential(
        [
            .. HiddenLayers.Of(plan, latent, back), new Linear(back[^1], plan.Outputs, plan.Weights, initializer: Chain.Output),
            .. Autoencoders.Output(plan),
        ]));
    }

    static Sequential Network(NetworkPlan plan, int outputs, Initializer last) => new(
    [
        .. plan.FeatureShape.Rank == 1 ? [] : new Module[] { new Flatten() },
        .. HiddenLayers.Of(plan, plan.FeatureShape.Size, plan.Recipe.Hidden),
        new Linear(plan.Recipe.Hidden[^1], outputs, plan.Weights, initializer: last),
    ]);

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs, LearningTask task)
    {
        if (task != LearningTask.Reconstruct)
            return CountWeights(recipe, featureShape, outputs);
        int[] widths = [featureShape.Size, .. recipe.Hidden, recipe.LatentFor(featureShape)];
        return 2 * widths.Zip(widths.Skip(1), (inputs, units) => (long)inputs * units).Sum();
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int[] widths = [featureShape.Size, .. recipe.Hidden, outputs];
        return widths.Zip(widths.Skip(1), (inputs, units) => (long)inputs * units).Sum();
    }
}
