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
        (int Height, int Width)[] sizes = [.. SizesOf(plan.Recipe, plan.FeatureShape)];
        (int height, int width) = sizes[^1];
        int hidden = plan.Recipe.Hidden[^1], latent = plan.Recipe.LatentFor(plan.FeatureShape), flat = channels[^1] * height * width;
        List<Module> down = [];
        for (int i = 1; i < channels.Length; i++)
            down.AddRange([new Conv2d(channels[i - 1], channels[i], 3, plan.Weights, stride: 2, padding: 1, initializer: plan.Initializer),
                .. After(plan, channels[i])]);
        Sequential encoder = new(
            [.. down, new Flatten(), .. HiddenLayers.Of(plan, flat, [hidden]), new Linear(hidden, latent, plan.Weights, initializer: Chain.Code)]);
        List<Module> up = [.. HiddenLayers.Of(plan, latent, [hidden, flat]), new Unflatten([channels[^1], height, width])];
        for (int i = channels.Length - 1; i > 0; i--)
        {
            up.Add(new Upsample(2));
            if (sizes[i - 1] != (2 * sizes[i].Height, 2 * sizes[i].Width))
                up.Add(new CropToSize(sizes[i - 1].Height, sizes[i - 1].Width));
            up.Add(new Conv2d(channels[i], channels[i - 1], 3, plan.Weights, padding: 1, initializer: i > 1 ? plan.Initializer : Chain.Output));
            up.AddRange(i > 1 ? After(plan, channels[i - 1]) : Autoencoders.Output(plan));
        }
        return new(encoder, new Sequential([.. up, new Flatten()]));
    }

    public static long CountWeights(NetworkRecipe recipe, Shape featureShape)
    {
        (int height, int width) = SizesOf(recipe, featureShape).Last();
        int[] channels = [featureShape[0], .. recipe.Hidden.SkipLast(1)];
        long convolutions = channels.Zip(channels.Skip(1), (before, after) => 9L * before * after).Sum();
        return 2 * (convolutions + ((long)channels[^1] * height * width + recipe.LatentFor(featureShape)) * recipe.Hidden[^1]);
    }

    // Of the image, and after each stage.
    static IEnumerable<(int Height, int Width)> SizesOf(NetworkRecipe recipe, Shape featureShape)
    {
        (int height, int width) = (featureShape[1], featureShape[2]);
        yield return (height, width);
        for (int stage = 1; stage < recipe.Hidden.Count; stage++)
            yield return (height, width) = ((height + 1) / 2, (width + 1) / 2);
    }

    static Module[] After(NetworkPlan plan, int channels) =>
        [.. plan.Norm.OfChannels(channels), new ActivationLayer(plan.Activation, channels, axis: 1)];
}
