using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What everybody knows of the network of T01, so that an experiment that does not find it is broken: a sigmoid does not train 8 layers, and
/// a network without any activation is a linear model.</summary>
internal static class KnownEffects
{
    public const string Id = "PC";

    /// <summary>T01's network and steps at one rate, on five seeds: the effects are many deviations large. A network without activations diverges
    /// from He's weights, which double the variance in each layer; it has LeCun's.</summary>
    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("sigmoid"), new("identity", Settings.Of(("activation", "identity"), ("gain", "lecun")))],
        Seeds = 5,
        Settings = Settings.Of(
            ("steps", 3 * (data.Fashion.Train.Count / 64)), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he"), ("rate", 0.03)),
        Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy],
        RunTrial = trial => ImageClassifier.Run(trial, data.Fashion),
    };
}
