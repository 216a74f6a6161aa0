using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Handwritten digits, read pixel by pixel in 64 steps by two and three LSTM layers of 48 units, with the function in place of tanh for the
/// candidate and the output of the cell; forget biases start at 1. Adam, gradients clipped to norm 1, batches of 64, 350 steps.</summary>
internal static class ThickLstm
{
    public const string Id = "A03";

    public static readonly int[] Layers = [2, 3];

    static readonly Lazy<Dataset> Written = new(Digits.Load);

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = "digits",
        Arms = [.. Layers.SelectMany(layers => Functions.Select(function => new Arm(
            Name(function, layers), Settings.Of(("activation", function), ("layers", layers)))))],
        Seeds = 15,
        Settings = Settings.Of(("steps", 350), ("batch", 64), ("width", 48)),
        Measures = [ImageClassifier.TestAccuracy],
        Tuning = new Tuning
        {
            Setting = "rate",
            Grid = [0.001, 0.003, 0.01],
            Score = ImageClassifier.ValidationLoss,
            Seeds = [Tuning.DefaultSeeds[0]],
            ExtendsGrid = false,
        },
        RunTrial = Run,
    };

    /// <summary>The name of an arm.</summary>
    public static string Name(string function, int layers) => $"{function}, {layers} layers";

    static readonly string[] Functions = ["tanh", "elu", "relu"];

    // 1,400 digits to train on, 397 to judge by; for tuning, 1,000 and 400 of the former.
    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        DataSplit split = Written.Value.Split(test: Portion.Rows(397), trial.Random.Derive("split"));
        if (trial.IsTuning)
            split = split.Train.Split(test: Portion.Rows(400), trial.Random.Derive("validation"));
        RandomStream weights = trial.Random.Derive("weights");
        int width = settings.Integer("width");
        Sequential model = new(
            new Flatten(), new ToSequence(),
            new Lstm(1, width, weights, new RecurrentOptions
            {
                Layers = settings.Integer("layers"),
                Activation = ImageClassifier.ActivationOf(settings),
            }, forgetBias: 1),
            new LastStep(), new Linear(width, 10, weights));
        return ImageClassifier.Train(trial, model, new Adam(model, settings.Number("rate")), split.Train, split.Test, clipNorm: 1);
    }
}
