using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The paper's first experiment on Fashion-MNIST: 8 hidden layers of 128 units, plain gradient descent, batches of 64, three epochs. Several
/// cards look at its trials.</summary>
internal static class FasterLearning
{
    public const string Id = "T01";

    static readonly string[] Activations =
        ["relu", "elu", "leaky-relu", "leaky-relu:slope=0.1", "gelu", "swish", "mish", "tanh", "selu", "shifted-relu"];

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [.. Activations.Select(Arm.Of)],
        Baseline = "relu",
        Settings = Settings.Of(("steps", 3 * (data.Fashion.Train.Count / 64)), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he")),
        Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy],
        Tuning = ImageClassifier.Rates(0.003, 0.01, 0.03, 0.1, 0.2),
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        int[] widths = [images.Train.FeatureCount, .. Enumerable.Repeat(settings.Integer("width"), settings.Integer("depth")), 10];
        Sequential model = new(
            new Flatten(),
            Sequential.Mlp(widths, activation, trial.Random.Derive("weights"), ImageClassifier.InitializerOf(settings, activation)));
        return ImageClassifier.Train(trial, model, new Sgd(model, (float)settings.Number("rate")), images);
    }
}
