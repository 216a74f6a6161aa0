namespace Elucid;

/// <summary>
/// An autoencoder of images: for each stage a convolution of 3 × 3 that halves the image, a hidden layer, the code, and all of it back again, where
/// an image is doubled before it is convolved (A. Odena et al. 2016, Deconvolution and checkerboard artifacts, doi:10.23915/distill.00003).
/// </summary>
internal static class ConvolutionalAutoencoder
{
    public static Autoencoder Build(NetworkPlan plan)
    {
        int[] channels = [plan.FeatureShape[0], .. plan.Recipe.Hidden.SkipLast(1)];
        (int height, int width) = SmallestOf(plan.Recipe, plan.FeatureShape);
        int hidden = plan.Recipe.Hidden[^1], latent = plan.Recipe.LatentFor(plan.FeatureShape), flat = channels[^1] * height * width;
        List<Module> down = [], up = [.. HiddenLayers.Of(plan, latent, [hidden, flat]), new Unflatten([channels[^1], height, width])];
        for (int i = 1; i < channels.Length; i++)
            down.AddRange([new Conv2d(channels[i - 1], channels[i], 3, plan.Weights, stride: 2, padding: 1, initializer: plan.Initializer),
                .. After(plan, channels[i])]);
        for (int i = channels.Length - 1; i > 0; i--)
            up.AddRange([new Upsample(2), new Conv2d(
                channels[i], channels[i - 1], 3, plan.Weights, padding: 1, initializer: i > 1 ? plan.Initializer : Chain.Output),
                .. i > 1 ? After(plan, channels[i - 1]) : Autoencoders.Output(plan)]);
        return new(
            new Sequential([.. down, new Flatten(), .. HiddenLayers.Of(plan, flat, [hidden]),
                new Linear(hidden, latent, plan.Weights, initializer: Chain.Code)]),
            new Sequential([.. up, new Flatten()]));
    }

    public static long CountWeights(NetworkRecipe recipe, Shape featureShape)
    {
        (int height, int width) = SmallestOf(recipe, featureShape);
        int[] channels = [featureShape[0], .. recipe.Hidden.SkipLast(1)];
        long convolutions = channels.Zip(channels.Skip(1), (before, after) => 9L * before * after).Sum();
        return 2 * (convolutions + ((long)channels[^1] * height * width + recipe.LatentFor(featureShape)) * recipe.Hidden[^1]);
    }

    /// <summary>Throws unless images can be halved so often.</summary>
    public static void Check(NetworkRecipe recipe, Shape featureShape)
    {
        int stages = recipe.Hidden.Count - 1, unit = 1 << stages;
        if (featureShape[1] % unit != 0 || featureShape[2] % unit != 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), "cnn")} halves images {stages} times and doubles them again, so their sides must be "
                    + $"multiples of {unit}, but they are {featureShape[1]} × {featureShape[2]}. Give fewer stages in "
                    + $"{Spelling.Of(nameof(NetworkRecipe.Hidden))}, or read the images in another size.");
    }

    static (int Height, int Width) SmallestOf(NetworkRecipe recipe, Shape featureShape)
    {
        Check(recipe, featureShape);
        int stages = recipe.Hidden.Count - 1;
        return (featureShape[1] >> stages, featureShape[2] >> stages);
    }

    static Module[] After(NetworkPlan plan, int channels) =>
        [.. plan.Norm.OfChannels(channels), new ActivationLayer(plan.Activation, channels, axis: 1)];
}
