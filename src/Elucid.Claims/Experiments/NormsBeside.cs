using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The 8 × 128 network with ELU and with ReLU, each without a norm, with batch norm and with layer norm before the function; 1,500 steps at
/// tuned rates.</summary>
internal static class NormsBeside
{
    public const string Id = "T04", EluBatch = "elu, batch norm", ReluBatch = "relu, batch norm";

    static readonly double MinimalEffect = -Math.Log(1 - 0.03);

    /// <summary>ELU alone learns faster than ReLU with batch norm.</summary>
    public static Condition InPlace { get; } = new Superiority("elu", ReluBatch, "training loss", MinimalEffect);

    /// <summary>ELU gains little by batch norm.</summary>
    public static Condition NeedsNone { get; } = new NotMuchBetter(EluBatch, "elu", "training loss", MinimalEffect);

    /// <summary>ReLU gains by batch norm.</summary>
    public static Condition ReluGains { get; } = new Superiority(ReluBatch, "relu", "training loss", MinimalEffect);

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms =
        [
            Of(ReluBatch, "relu", "batch"), Arm.Of("relu"), Arm.Of("elu"), Of(EluBatch, "elu", "batch"), Of("relu, layer norm", "relu", "layer"),
            Of("elu, layer norm", "elu", "layer"),
        ],
        Settings = Settings.Of(("steps", 1500), ("batch", 64), ("depth", 8), ("width", 128), ("gain", "he")),
        Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy],
        Tuning = ImageClassifier.Rates(0.01, 0.03, 0.1, 0.3),
        Conditions = [InPlace, NeedsNone],
        RunTrial = trial => ImageClassifier.Run(trial, data.Fashion),
    };

    static Arm Of(string name, string activation, string norm) => new(name, Settings.Of(("activation", activation), ("norm", norm)));
}
