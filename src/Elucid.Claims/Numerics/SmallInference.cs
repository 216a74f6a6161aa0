using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Time of one prediction of a small network, 784-64-64-10, one example at a time on one thread: what stands for a device.</summary>
internal static class SmallInference
{
    public const string Id = "E-N4";

    /// <summary>Microseconds for a prediction.</summary>
    public static Metric Prediction { get; } = new("µs per prediction", HigherIsBetter: false, MetricScale.Ratio);

    public static Experiment Experiment { get; } = new()
    {
        Id = Id,
        Arms = [Arm.Of("elu"), Arm.Of("relu")],
        Seeds = 15,
        Measures = [new(Prediction, Chance: 1e6)],
        RunsAlone = true,
        RunTrial = trial =>
        {
            Sequential model = Sequential.Mlp(
                [784, 64, 64, 10], ActivationCatalog.Parse(trial.Settings.Text("activation")), trial.Random.Derive("weights"), Initializer.He);
            RandomStream random = trial.Random.Derive("data");
            Tensor x = Tensor.Gaussian([1, 784], random);
            return new Measured { { Prediction.Name, KernelCosts.Nanoseconds(() => model.Predict(x)) / 1000 } };
        },
    };
}
