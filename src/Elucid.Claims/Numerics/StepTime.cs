using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Time of training steps of the 8 × 128 network on noise of the shape of its images: nothing but the clock is looked at.</summary>
internal static class StepTime
{
    public const string Id = "E-N3";

    /// <summary>Microseconds for a step.</summary>
    public static Metric Step { get; } = new("µs per step", HigherIsBetter: false, MetricScale.Ratio);

    public static Experiment Experiment { get; } = new()
    {
        Id = Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu")],
        Seeds = 15,
        Measures = [new(Step, Chance: 1e6)],
        RunsAlone = true,
        RunTrial = Run,
    };

    static Measured Run(Trial trial)
    {
        const int Batch = 64, Inputs = 784, Classes = 10;
        RandomStream random = trial.Random.Derive("data");
        Tensor x = Tensor.Gaussian([Batch, Inputs], random);
        int[] labels = [.. Enumerable.Range(0, Batch).Select(_ => random.NextInt32(Classes))];
        Sequential model = Sequential.Mlp(
            [Inputs, .. Enumerable.Repeat(128, 8), Classes], ActivationCatalog.Parse(trial.Settings.Text("activation")),
            trial.Random.Derive("weights"), Initializer.He);
        Sgd optimizer = new(model, 0.01f);
        void StepOnce()
        {
            using Tape tape = Tape.Start();
            tape.Backward(Loss.CrossEntropy(model.Forward(x), labels));
            optimizer.Step();
        }
        return new Measured { { Step.Name, KernelCosts.Nanoseconds(() => Repeat(StepOnce, 20)) / 20 / 1000 } };
    }

    static void Repeat(Action action, int times)
    {
        for (int i = 0; i < times; i++)
            action();
    }
}
