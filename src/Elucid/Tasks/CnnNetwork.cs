namespace Elucid;

/// <summary>A small convolutional network after VGG; of windows of series one that convolves along time.</summary>
internal sealed class CnnNetwork : NetworkKind
{
    public override string Name => "cnn";

    public override string Description =>
        $"two 3 × 3 convolutions and a pooling for each stage, then a hidden layer; {Spelling.Of(nameof(NetworkRecipe.Hidden))}: channels of each "
            + $"stage, then its units; along time one convolution of 3 steps for each stage";

    public override IReadOnlyList<int> DefaultHidden => [16, 32, 128];

    public override bool HasRemovableUnits => true;

    public override string NormMeaning =>
        "a norm stands before each activation; batch takes it over each channel, layer over all channels and places of an image";

    // Without it the network knows the training images of Fashion-MNIST by heart after three epochs.
    public override double DefaultDropout => 0.2;

    public override IReadOnlyList<LearningTask> Tasks { get; } =
        [LearningTask.Classification, LearningTask.Regression, LearningTask.Forecast, LearningTask.Reconstruct];

    public override void Check(NetworkRecipe recipe, Shape featureShape)
    {
        RequireHidden(recipe, 2, 6, "the channels of one to five stages and the units of the hidden layer");
        if (IsWindow(featureShape))
        {
            ConvolutionalForecaster.Check(recipe, featureShape);
            return;
        }
        RequireImages(featureShape);
        int least = 1 << (recipe.Hidden.Count - 1);
        if (featureShape[1] < least || featureShape[2] < least)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), Name)} halves images {recipe.Hidden.Count - 1} times, but those of {featureShape[1]} × "
                    + $"{featureShape[2]} are too small for that. Give fewer stages in {Spelling.Of(nameof(NetworkRecipe.Hidden))}.");
    }

    internal override Module Build(NetworkPlan plan) => plan.Task switch
    {
        LearningTask.Reconstruct => ConvolutionalAutoencoder.Build(plan),
        LearningTask.Forecast => ConvolutionalForecaster.Build(plan),
        _ => ImageNetworks.Vgg(
            plan.FeatureShape, plan.Outputs, [.. plan.Recipe.Hidden.SkipLast(1)], plan.Recipe.Hidden[^1], plan.Activation, plan.Weights,
            plan.Initializer, plan.Recipe.Dropout, plan.Noise, plan.Norm),
    };

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs, LearningTask task)
    {
        Check(recipe, featureShape);
        if (task != LearningTask.Forecast)
            RequireImages(featureShape);
        return task switch
        {
            LearningTask.Reconstruct => ConvolutionalAutoencoder.CountWeights(recipe, featureShape),
            LearningTask.Forecast => ConvolutionalForecaster.CountWeights(recipe, featureShape, outputs),
            _ => CountWeights(recipe, featureShape, outputs),
        };
    }

    internal override long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int stages = recipe.Hidden.Count - 1, area = (featureShape[1] >> stages) * (featureShape[2] >> stages);
        return Convolutions(featureShape[0], recipe.Hidden.SkipLast(1).SelectMany(c => new[] { c, c }))
            + (long)recipe.Hidden[^2] * area * recipe.Hidden[^1] + (long)recipe.Hidden[^1] * outputs;
    }

    // [steps, channels]; images have rank 3, and tables 1.
    static bool IsWindow(Shape featureShape) => featureShape.Rank == 2;
}
