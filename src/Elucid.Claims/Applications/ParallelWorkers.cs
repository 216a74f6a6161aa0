using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Data-parallel training on the digits that are shipped, 64-32-10, plain gradient descent: 1, 2 and 4 workers have a copy of the network each,
/// compute
/// the gradient of their share of a batch of 64, and take the mean of all in a fixed order.
/// </summary>
internal static class ParallelWorkers
{
    public const string Id = "P18", Bytes = "bytes a worker sends a step", Apart = "largest difference of a weight";

    static readonly Lazy<Dataset> Training = new(() => Digits.Load().Split(Splitter.ByTime(Portion.Rows(397))).Train);

    static readonly int[] Counts = [2, 4];

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = "digits",
        Arms = [Arm.Of("relu"), Arm.Of("elu")],
        Seeds = 3,
        Settings = Settings.Of(("steps", 100), ("batch", 64), ("width", 32), ("rate", 0.1)),
        Measures =
        [
            new Measure(new Metric(Bytes, HigherIsBetter: false, MetricScale.Raw), Chance: 0),
            new Measure(new Metric(Apart, HigherIsBetter: false, MetricScale.Raw), Chance: 1),
        ],
        RunTrial = Run,
    };

    static Measured Run(Trial trial)
    {
        float[] alone = Train(trial, workers: 1);
        double apart = Counts.Max(workers =>
            Train(trial, workers).Zip(alone, (one, other) => (double)Math.Abs(one - other)).Max());
        return new Measured { { Bytes, sizeof(float) * (double)alone.Length }, { Apart, apart } };
    }

    // The weights in the end, one after the other.
    static float[] Train(Trial trial, int workers)
    {
        Settings settings = trial.Settings;
        int batch = settings.Integer("batch"), steps = settings.Integer("steps"), share = batch / workers;
        Activation activation = ImageClassifier.ActivationOf(settings);
        Sequential[] models = [.. Enumerable.Range(0, workers).Select(_ => new Sequential(
            new Flatten(), Sequential.Mlp([64, settings.Integer("width"), 10], activation, trial.Random.Derive("weights"), Initializer.He)))];
        Sgd[] optimizers = [.. models.Select(model => new Sgd(model, settings.Number("rate")))];
        DataLoader loader = new(Training.Value, share, trial.Random.Derive("order"), dropLast: true);
        int perEpoch = loader.BatchCount / workers;
        for (int step = 0; step < steps; step++)
        {
            trial.Report(step / (double)steps, $"{workers} workers");
            if (step % perEpoch == 0)
                loader.StartEpoch(step / perEpoch + 1);
            for (int worker = 0; worker < workers; worker++)
            {
                Batch part = loader[step % perEpoch * workers + worker];
                using Tape tape = Tape.Start();
                tape.Backward(Loss.CrossEntropy(models[worker].Forward(part.Features()), part.Labels));
            }
            Exchange(models);
            foreach (Sgd optimizer in optimizers)
                optimizer.Step();
        }
        return [.. models[0].NamedParameters().SelectMany(parameter => parameter.Value.Values.ToArray())];
    }

    // All-reduce: every worker gets the mean of all gradients, summed in the order of the workers.
    static void Exchange(Sequential[] models)
    {
        Tensor[][] parameters = [.. models.Select(model => model.NamedParameters().Select(parameter => parameter.Value).ToArray())];
        for (int p = 0; p < parameters[0].Length; p++)
        {
            float[] mean = new float[parameters[0][p].Shape.Size];
            foreach (Tensor[] own in parameters)
                for (int i = 0; i < mean.Length; i++)
                    mean[i] += own[p].Gradient[i] / models.Length;
            foreach (Tensor[] own in parameters)
                mean.CopyTo(own[p].EditGradient());
        }
    }
}
