namespace Elucid;

/// <summary>
/// Forecasts from windows of series by convolutions along time: for each stage a convolution over three steps and a pooling that halves the window,
/// then a hidden layer.
/// </summary>
internal static class ConvolutionalForecaster
{
    const int Taps = 3;

    public static Sequential Build(NetworkPlan plan)
    {
        (int length, int channels) = (plan.FeatureShape[0], plan.FeatureShape[1]);
        List<Module> modules = [new ChannelsFirst()];
        foreach (int count in plan.Recipe.Hidden.SkipLast(1))
        {
            modules.Add(new Conv1d(channels, count, Taps, plan.Weights, padding: Padding.Same, initializer: plan.Initializer));
            modules.AddRange(plan.Norm switch
            {
                Norm.Batch => [new BatchNorm1d(count)],
                Norm.Layer => [new GroupNorm(1, count)],
                _ => Array.Empty<Module>(),
            });
            modules.AddRange([new ActivationLayer(plan.Activation, count, axis: 1), new MaxPool1d(2)]);
            (length, channels) = (length / 2, count);
        }
        modules.Add(new Flatten());
        modules.AddRange(HiddenLayers.Of(plan, channels * length, [plan.Recipe.Hidden[^1]]));
        modules.Add(new Linear(plan.Recipe.Hidden[^1], plan.Outputs, plan.Weights, initializer: plan.OutputInitializer));
        return new Sequential([.. modules]);
    }

    public static long CountWeights(NetworkRecipe recipe, Shape featureShape, int outputs)
    {
        int[] channels = [featureShape[1], .. recipe.Hidden.SkipLast(1)];
        long length = featureShape[0] >> (channels.Length - 1);
        return channels.Zip(channels.Skip(1), (before, after) => (long)Taps * before * after).Sum()
            + (channels[^1] * length + outputs) * recipe.Hidden[^1];
    }

    /// <summary>Throws unless windows can be halved so often.</summary>
    public static void Check(NetworkRecipe recipe, Shape featureShape)
    {
        int stages = recipe.Hidden.Count - 1;
        if (featureShape[0] >> stages == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(NetworkRecipe.Model), "cnn")} halves windows {stages} times, but one of {featureShape[0]} steps is too short for "
                    + $"that. Give fewer stages in {Spelling.Of(nameof(NetworkRecipe.Hidden))}, or a longer window.");
    }
}
