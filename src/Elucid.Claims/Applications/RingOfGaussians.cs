using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Two networks that play against each other learn a ring of eight Gaussians of radius 2 and deviation 0.05: a generator 16-64-64-2 with ReLU, whose
/// discriminator 2-64-64-1 has the function in question. Adam with β₁ = 0.5, 2500 steps of 128 points.
/// </summary>
/// <remarks>
/// Of 2000 generated points one is of high quality within three deviations of a centre, and a mode counts with 1 % of the points there. Rates are
/// tuned
/// by modes / 8 × quality: quality alone rewards a generator that knows one mode. In a second variant the discriminator's gradients of the
/// generator's
/// step are not cleared before its own; that is a mistake, of which programs are full, and the claim is looked at with it, too.
/// </remarks>
internal static class RingOfGaussians
{
    public const string Id = "P06", Uncleared = ", not cleared";

    /// <summary>How many of the eight are found.</summary>
    public static Measure Modes { get; } = new(new Metric("modes", HigherIsBetter: true, MetricScale.Raw), Chance: 0);

    /// <summary>The share of points within three deviations of a centre.</summary>
    public static Measure Quality { get; } = new(new Metric("share of good points", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    /// <summary>How much the discriminator's loss jumps from step to step: the deviation of its increments.</summary>
    public static Measure Jitter { get; } = new(new Metric("jitter", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    const int Count = 8, Noise = 16, Judged = 2000;

    const float Radius = 2, Deviation = 0.05f;

    static readonly Metric Found = new("modes times quality", HigherIsBetter: true, MetricScale.Share);

    public static Experiment Of() => new()
    {
        Id = Id,
        Arms =
        [
            Judge("leaky-relu:slope=0.2", clears: true), Judge("elu", clears: true), Judge("relu", clears: true), Judge("tanh", clears: true),
            Judge("leaky-relu:slope=0.2", clears: false), Judge("elu", clears: false),
        ],
        Seeds = 20,
        Settings = Settings.Of(("steps", 2500), ("batch", 128), ("width", 64)),
        Measures = [Modes, Quality, Jitter],
        Tuning = new Tuning { Setting = "rate", Grid = [0.0005, 0.001, 0.002, 0.004], Score = Found, ExtendsGrid = false },
        RunTrial = Run,
    };

    static Arm Judge(string activation, bool clears) => new(
        clears ? activation : activation + Uncleared, Settings.Of(("activation", activation), ("clears", clears)));

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        int width = settings.Integer("width"), batch = settings.Integer("batch"), steps = settings.Integer("steps");
        double rate = settings.Number("rate");
        RandomStream weights = trial.Random.Derive("weights");
        Sequential generator = Sequential.Mlp([Noise, width, width, 2], Activations.Relu(), weights, Initializer.He);
        Activation activation = ImageClassifier.ActivationOf(settings);
        Sequential discriminator =
            Sequential.Mlp([2, width, width, 1], activation, weights, ImageClassifier.InitializerOf(settings, activation));
        Adam ofGenerator = new(generator, rate, beta1: 0.5), ofDiscriminator = new(discriminator, rate, beta1: 0.5);
        Tensor yes = Tensor.Ones([batch, 1]), no = Tensor.Zeros([batch, 1]);
        List<double> losses = [];
        TrainingLoop loop = TrainingLoop.Of(
            [new("generator", generator, ofGenerator), new("discriminator", discriminator, ofDiscriminator)],
            step =>
            {
                trial.Report(step.Number / (double)steps, "playing");
                Tensor real = Real(batch, step.RandomFor("real"));
                Tensor fake = generator.Predict(Tensor.Gaussian([batch, Noise], step.RandomFor("fake")));
                Tensor Told() => Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(real), yes)
                    + Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(fake), no);
                losses.Add(settings.IsSet("clears") ? step.Minimize(ofDiscriminator, Told) : WithLeftovers(ofDiscriminator, Told));
                Tensor noise = Tensor.Gaussian([batch, Noise], step.RandomFor("noise"));
                step.Minimize(ofGenerator, () => Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(generator.Forward(noise)), yes));
            },
            new TrainingLoopOptions { Steps = steps, Seed = trial.Random.Derive("points").NextUInt64() });
        History history = loop.Fit(cancellation: trial.Cancellation);
        (int modes, double quality) = Look(generator.Predict(Tensor.Gaussian([Judged, Noise], trial.Random.Derive("judged"))));
        double[] increments = [.. losses.Zip(losses.Skip(1), (before, after) => after - before)];
        Measured measured = new()
        {
            { Modes.Name, modes },
            { Quality.Name, quality },
            { Jitter.Name, Math.Sqrt(increments.Select(d => d * d).DefaultIfEmpty(1).Average()) },
            { Found.Name, modes / (double)Count * quality },
        };
        return history.Divergence is { } divergence || !double.IsFinite(losses[^1])
            ? measured.As(new Failure(FailureKind.Diverged, "a loss is not finite")) : measured;
    }

    // What the generator's step left in the discriminator's gradients is added to its own.
    static float WithLeftovers(Adam optimizer, Func<Tensor> loss)
    {
        using Tape tape = Tape.Start();
        Tensor value = loss();
        tape.Backward(value, accumulate: true);
        optimizer.Step();
        return value.ToScalar();
    }

    static Tensor Real(int count, RandomStream random)
    {
        float[] points = new float[2 * count];
        for (int i = 0; i < count; i++)
        {
            (float x, float y) = Centre(random.NextInt32(Count));
            points[2 * i] = x + Deviation * random.NextGaussian();
            points[2 * i + 1] = y + Deviation * random.NextGaussian();
        }
        return new Tensor([count, 2], points);
    }

    static (float X, float Y) Centre(int mode)
    {
        double angle = 2 * Math.PI * mode / Count;
        return ((float)(Radius * Math.Cos(angle)), (float)(Radius * Math.Sin(angle)));
    }

    static (int Modes, double Quality) Look(Tensor points)
    {
        int[] near = new int[Count];
        for (int i = 0; i < Judged; i++)
            for (int mode = 0; mode < Count; mode++)
            {
                (float x, float y) = Centre(mode);
                (float dx, float dy) = (points.Values[2 * i] - x, points.Values[2 * i + 1] - y);
                near[mode] += dx * dx + dy * dy < 9 * Deviation * Deviation ? 1 : 0;
            }
        return (near.Count(points => points >= Judged / 100), near.Sum() / (double)Judged);
    }
}
