namespace Elucid;

/// <summary>The residual network of He et al. for small images.</summary>
internal sealed class ResNetNetwork : NetworkKind
{
    public override string Name => "resnet";

    public override string Description =>
        $"residual blocks in stages, each at half the size of the one before; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: channels "
            + $"of each stage, {Spelling.Of(nameof(NetworkRecipe.Blocks))}: blocks of each (3 make ResNet-20)";

    public override IReadOnlyList<int> DefaultHidden => [16, 32, 64];

    public override bool HasRemovableUnits => true;

    public override IReadOnlyList<string> Norms { get; } = ["batch", "none", "layer"];

    public override string NormMeaning =>
        "a norm follows each convolution; batch takes it over each channel, layer over all channels and places of an image";

    public override int DefaultBlocks => 3;

    public override bool HasDropout => false;

    public override void Check(NetworkRecipe recipe, Shape featureShape)
    {
        RequireImages(featureShape);
        RequireHidden(recipe, 1, 5, "the channels of one to five stages");
    }

    internal override Module Build(NetworkPlan plan) => ImageNetworks.ResNet(
        plan.FeatureShape, plan.Outputs, plan.Recipe.Blocks, [.. plan.Recipe.Hidden], plan.Activation, plan.Weights, plan.Initializer,
        plan.Norm, [.. plan.Recipe.Inner ?? []]);

    // What a stage hands on is the sum of all its blocks; what lies between the convolutions of a block is its own.
    internal override NetworkRecipe Narrow(NetworkRecipe recipe, double share) =>
        recipe with { Inner = Narrow(recipe.Inner ?? recipe.Hidden, share) };

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs) =>
        Convolutions(
            featureShape[0], [recipe.Hidden[0], .. recipe.Hidden.Zip(recipe.Inner ?? recipe.Hidden, (outer, inner) => new[] { inner, outer })
                .SelectMany(pair => Enumerable.Repeat(pair, recipe.Blocks)).SelectMany(pair => pair)])
            + (long)recipe.Hidden[^1] * outputs;
}
