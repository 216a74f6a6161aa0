using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A small convolutional network: twice two convolutions of 3 × 3 and a pooling, then two linear layers; momentum, batches of 64, 600
/// steps.</summary>
internal static class ConvolutionalNetwork
{
    public const string Id = "A01";

    public static Experiment Of(ClaimData data) => Of(data.Fashion);

    /// <summary>The same on other images.</summary>
    public static Experiment Of(PreparedImages images) => new()
    {
        Id = Id,
        Data = images.Id,
        Arms = [Arm.Of("leaky-relu"), Arm.Of("elu"), Arm.Of("relu"), Arm.Of("gelu")],
        Settings = Settings.Of(("steps", 600), ("batch", 64), ("optimizer", "momentum"), ("gain", "he")),
        Measures = [ImageClassifier.LossOfAllSteps, ImageClassifier.TestAccuracy],
        Tuning = ImageClassifier.Rates(0.001, 0.003, 0.01, 0.03, 0.1),
        RunTrial = trial => Run(trial, images),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Activation activation = ImageClassifier.ActivationOf(trial.Settings);
        Initializer initializer = ImageClassifier.InitializerOf(trial.Settings, activation);
        RandomStream random = trial.Random.Derive("weights");
        Conv2d Convolution(int from, int to) => new(from, to, 3, random, padding: Padding.Same, initializer: initializer);
        ReadOnlySpan<int> shape = images.Train.FeatureShape;         // channels, height, width
        Sequential model = new(
            Convolution(shape[0], 8), activation, Convolution(8, 8), activation, new MaxPool2d(2),
            Convolution(8, 16), activation, Convolution(16, 16), activation, new MaxPool2d(2),
            new Flatten(), new Linear(16 * (shape[1] / 4) * (shape[2] / 4), 64, random, initializer: initializer), activation,
            new Linear(64, 10, random, initializer: Initializer.LeCun));
        return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), images);
    }
}
