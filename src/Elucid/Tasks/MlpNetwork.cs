namespace Elucid;

/// <summary>A chain of fully connected layers.</summary>
internal sealed class MlpNetwork : NetworkKind
{
    public override string Name => "mlp";

    public override string Description => $"a chain of fully connected layers; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: units of each";

    public override IReadOnlyList<int> DefaultHidden => [128, 128];

    public override bool IsStack => true;

    public override IReadOnlyList<LearningTask> Tasks { get; } =
        [LearningTask.Classification, LearningTask.Regression, LearningTask.Forecast];

    public override string NormMeaning => "a norm stands before each activation, over the units of a layer";

    internal override Module Build(NetworkPlan plan)
    {
        List<Module> modules = plan.FeatureShape.Rank == 1 ? [] : [new Flatten()];
        int width = plan.FeatureShape.Size;
        foreach (int units in plan.Recipe.Hidden)
        {
            modules.Add(new Linear(width, units, plan.Weights, initializer: plan.Initializer));
            modules.AddRange(plan.Norm.OfUnits(units));
            modules.Add(new ActivationLayer(plan.Activation, units));
            if (plan.Recipe.Dropout > 0)
                modules.Add(new Dropout(plan.Recipe.Dropout, plan.Noise));
            width = units;
        }
        modules.Add(new Linear(width, plan.Outputs, plan.Weights, initializer: plan.Initializer));
        return new Sequential([.. modules]);
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int[] widths = [featureShape.Size, .. recipe.Hidden, outputs];
        return widths.Zip(widths.Skip(1), (inputs, units) => (long)inputs * units).Sum();
    }
}
