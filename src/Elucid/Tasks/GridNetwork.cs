namespace Elucid;

/// <summary>A detector: a convolutional network that says of each cell of a grid which object lies there.</summary>
internal sealed class GridNetwork : NetworkKind
{
    public override string Name => "grid";

    public override string Description =>
        $"finds objects: stages of a 3 × 3 convolution and a pooling, which halve images to a grid, and one more convolution, which says what lies "
            + $"in each cell; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: channels of each stage";

    public override IReadOnlyList<int> DefaultHidden => [16, 32, 64];

    public override bool HasRemovableUnits => true;

    public override IReadOnlyList<LearningTask> Tasks { get; } = [LearningTask.Detect];

    public override IReadOnlyList<string> Norms { get; } = ["batch", "none", "layer"];

    public override string NormMeaning =>
        "a norm follows each convolution but the last; batch takes it over each channel, layer over all channels and places of an image";

    public override bool HasDropout => false;

    public override void Check(NetworkRecipe recipe, Shape featureShape)
    {
        RequireImages(featureShape);
        RequireHidden(recipe, 1, 6, "the channels of one to six stages");
        int cell = 1 << recipe.Hidden.Count;
        if (featureShape[1] % cell != 0 || featureShape[2] % cell != 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} with {recipe.Hidden.Count} stages has cells of {cell} × {cell} pixels, but images of "
                    + $"{featureShape[2]}×{featureShape[1]} do not divide into them. Choose a {Spelling.Of(nameof(ImageRequest.Size))} in multiples "
                    + $"of {cell}, or fewer stages in {Spelling.Of(nameof(NetworkRecipe.Hidden))}.");
    }

    internal override Module Build(NetworkPlan plan) => new GridDetector(
        plan.FeatureShape, plan.Outputs, plan.Activation, plan.Weights, [.. plan.Recipe.Hidden], plan.Norm, plan.Initializer);

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs) =>
        Convolutions(featureShape[0], [.. recipe.Hidden, recipe.Hidden[^1]])
            + (long)recipe.Hidden[^1] * (1 + BoxGrid.BoxNumbers + outputs);
}
