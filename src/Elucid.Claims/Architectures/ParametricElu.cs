using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The first experiment's network with parametric ELU: a and b are learned, one pair for each layer, and start at 1, where the function is
/// ELU.</summary>
internal static class ParametricElu
{
    public const string Id = "A13";

    public static Experiment Of(ClaimData data)
    {
        Experiment first = FasterLearning.Of(data);
        return first with
        {
            Id = Id,
            Arms = [Arm.Of("elu"), Arm.Of("pelu")],
            Baseline = "elu",
            Seeds = 8,
            Measures = [ImageClassifier.TrainingLoss, ImageClassifier.TestAccuracy],
            RunTrial = trial =>
            {
                Activation activation = ImageClassifier.ActivationOf(trial.Settings);
                Sequential model = ImageClassifier.Network(trial, data.Fashion, _ => new ActivationLayer(activation));
                return ImageClassifier.Train(trial, model, ImageClassifier.OptimizerOf(trial.Settings, model), data.Fashion);
            },
        };
    }
}
