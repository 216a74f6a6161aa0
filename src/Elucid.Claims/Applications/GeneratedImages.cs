using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Two networks that play against each other learn to draw clothes of 14 × 14 pixels: a generator 32-128-256-196 with ReLU, batch norm and a sigmoid
/// at the end, whose discriminator 196-256-128-1 has the function in question. Adam with β₁ = 0.5, 3000 steps of 64.
/// </summary>
/// <remarks>
/// Fashion-MNIST, the mean of each 2 × 2 pixels. In the last third of the steps, every 100 of them, 2,000 generated images are compared with the
/// test images, as a generator's quality goes up and down; the mean counts. It is the Fréchet distance of the 64 features
/// of a classifier, 196-128-64-10, which is trained once on the training images and is the same for all trials: the distance of Heusel et al. 2017
/// (arXiv:1706.08500) with features of its own, comparable only within this experiment. Rates are tuned by the distance from validation images.
/// </remarks>
internal static class GeneratedImages
{
    public const string Id = "P06b", OthersId = "P06b-others";

    /// <summary>The side of an image, and how many of its images each trial keeps.</summary>
    public const int Side = 14, Shown = 10;

    /// <summary>Those images: shades from 0 to 255.</summary>
    public const string ShownImages = "images";

    /// <summary>The distance of as many validation images, which nobody generated.</summary>
    public const string DistanceOfReal = "distance of real images";

    const string Leaky = "leaky-relu:slope=0.2";

    const int Noise = 32, Judged = 2000, Features = 64, LookedEvery = 100;

    /// <summary>How far generated images are from real ones, as the classifier sees both.</summary>
    public static Measure Distance { get; } = new(new Metric("Fréchet distance", HigherIsBetter: false, MetricScale.Ratio), Chance: 1000);

    /// <summary>How much the discriminator's loss jumps from step to step: the deviation of its increments.</summary>
    public static Measure Jitter { get; } = new(new Metric("jitter", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    static readonly Metric ValidationDistance = new("validation distance", HigherIsBetter: false, MetricScale.Ratio);

    public static Experiment Of(ClaimData data) => Of(data, Id, [Leaky, "elu"], seeds: 10, tuned: 2);

    /// <summary>Others, on fewer seeds and tuned on one: no verdict rests on them.</summary>
    public static Experiment Others(ClaimData data) => Of(data, OthersId, ["relu", "tanh"], seeds: 3, tuned: 1);

    /// <summary>The first test images, as the networks see them.</summary>
    public static IEnumerable<float[]> RealImages(ClaimData data) => Small(data.Fashion.Pixels.Test.Take(Shown)).Values.ToArray().Chunk(Side * Side);

    static Experiment Of(ClaimData data, string id, string[] activations, int seeds, int tuned)
    {
        // All trials share them.
        Lazy<Judges> judges = new(() => Judges.Of(data.Fashion.Pixels));
        return new()
        {
            Id = id,
            Data = data.Fashion.Id,
            Arms = [.. activations.Select(activation => new Arm(activation, Settings.Of(("activation", activation))))],
            Seeds = seeds,
            Settings = Settings.Of(("steps", 3000), ("batch", 64), ("gain", "he")),
            Measures = [Distance, Jitter],
            Tuning = new Tuning
            {
                Setting = "rate",
                Grid = [5e-4, 1e-3, 2e-3, 4e-3],
                Score = ValidationDistance,
                Seeds = [.. Tuning.DefaultSeeds.Take(tuned)],
                ExtendsGrid = false,
            },
            RunTrial = trial => Run(trial, judges.Value),
        };
    }

    static Measured Run(Trial trial, Judges judges)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        int batch = settings.Integer("batch"), steps = settings.Integer("steps"), pixels = Side * Side;
        double rate = settings.Number("rate");
        RandomStream weights = trial.Random.Derive("weights");
        Sequential generator = Generator(weights, pixels);
        Sequential discriminator =
            Sequential.Mlp([pixels, 256, 128, 1], activation, weights, ImageClassifier.InitializerOf(settings, activation));
        Adam ofGenerator = new(generator, rate, beta1: 0.5), ofDiscriminator = new(discriminator, rate, beta1: 0.5);
        Tensor yes = Tensor.Ones([batch, 1]), no = Tensor.Zeros([batch, 1]);
        List<double> losses = [], distances = [];
        Tensor Generated() => generator.Predict(Tensor.Gaussian([Judged, Noise], trial.Random.Derive("judged")));
        TrainingLoop loop = TrainingLoop.Of(
            [new("generator", generator, ofGenerator), new("discriminator", discriminator, ofDiscriminator)],
            step =>
            {
                trial.Report(step.Number / (double)steps, "playing");
                Tensor real = judges.Drawn(batch, step.RandomFor("real"));
                Tensor fake = generator.Predict(Tensor.Gaussian([batch, Noise], step.RandomFor("fake")));
                losses.Add(step.Minimize(ofDiscriminator, () => Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(real), yes)
                    + Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(fake), no)));
                Tensor noise = Tensor.Gaussian([batch, Noise], step.RandomFor("noise"));
                step.Minimize(ofGenerator, () => Loss.BinaryCrossEntropyWithLogits(discriminator.Forward(generator.Forward(noise)), yes));
                if (3 * step.Number >= 2L * steps && (step.Number + 1) % Math.Min(LookedEvery, steps) == 0)
                    distances.Add(judges.Distance(Generated(), trial.IsTuning));
            },
            new TrainingLoopOptions { Steps = steps, Seed = trial.Random.Derive("images").NextUInt64() });
        History history = loop.Fit(cancellation: trial.Cancellation);
        if (history.Divergence is not null || !double.IsFinite(losses[^1]))
            return Measured.Failed(FailureKind.Diverged, "a loss is not finite");
        if (trial.IsTuning)
            return new() { { ValidationDistance.Name, distances.Average() } };
        double[] increments = [.. losses.Zip(losses.Skip(1), (before, after) => after - before)];
        return new()
        {
            { Distance.Name, distances.Average() },
            { Jitter.Name, Math.Sqrt(increments.Average(d => d * d)) },
            { DistanceOfReal, judges.DistanceOfReal },
            { ShownImages, Generated().Values[..(Shown * pixels)].ToArray().Select(shade => Math.Round(255.0 * shade)) },
        };
    }

    static Sequential Generator(RandomStream random, int pixels) => new(
        new Linear(Noise, 128, random, initializer: Initializer.He), new BatchNorm1d(128), new ActivationLayer(Activations.Relu(), 128),
        new Linear(128, 256, random, initializer: Initializer.He), new BatchNorm1d(256), new ActivationLayer(Activations.Relu(), 256),
        new Linear(256, pixels, random, initializer: Initializer.LeCun), new ActivationLayer(Activations.Sigmoid()));

    // [images, 196]
    static Tensor Small(Dataset images)
    {
        int side = (int)Math.Sqrt(images.FeatureCount);
        return Ops.Reshape(
            Ops.AvgPool2d(new Tensor([images.Count, 1, side, side], images.Features), side / Side), images.Count, Side * Side);
    }

    /// <summary>The real images, and the classifier whose features compare them with others.</summary>
    sealed class Judges
    {
        readonly float[] _train;
        readonly Module _features;
        readonly GaussianStatistics _validation, _test;

        Judges(Tensor train, Module features, Tensor validation, Tensor test)
        {
            (_train, _features) = (train.Values.ToArray(), features);
            (_validation, _test) = (StatisticsOf(validation), StatisticsOf(test));
            int count = Math.Min(Judged, validation.Shape[0]);
            DistanceOfReal = Of(new Tensor([count, Side * Side], validation.Values[..(count * Side * Side)]), _test);
        }

        public double DistanceOfReal { get; }

        public static Judges Of(DataSplit pixels)
        {
            Tensor train = Small(pixels.Train);
            RandomStream random = new(seed: 0);
            Sequential features = Sequential.Mlp([Side * Side, 128, Features], Activations.Relu(), random.Derive("weights"));
            Sequential model = new(features, new ActivationLayer(Activations.Relu()), new Linear(Features, 10, random.Derive("output")));
            Dataset images = new(
                "small images", train.Values.ToArray(), [Side * Side], pixels.Train.Labels.ToArray(), pixels.Train.ClassNames);
            // Whoever asks first trains it for all: it must not end with that trial.
            new Trainer(model, new Adam(model, 0.001), images, null, new TrainerOptions { Steps = 1500, BatchSize = 64, Seed = 0 }).Fit();
            return new(train, new Sequential(features, new ActivationLayer(Activations.Relu())), Small(pixels.Validation!), Small(pixels.Test));
        }

        public Tensor Drawn(int count, RandomStream random)
        {
            float[] drawn = new float[count * Side * Side];
            for (int i = 0; i < count; i++)
                _train.AsSpan(random.NextInt32(_train.Length / (Side * Side)) * Side * Side, Side * Side).CopyTo(drawn.AsSpan(i * Side * Side));
            return new Tensor([count, Side * Side], drawn);
        }

        public double Distance(Tensor images, bool ofValidation) => Of(images, ofValidation ? _validation : _test);

        double Of(Tensor images, GaussianStatistics real) => FrechetDistance.Of(StatisticsOf(images), real).Value!.Value;

        GaussianStatistics StatisticsOf(Tensor images) => GaussianStatistics.Of(_features.Predict(images).Values, Features);
    }
}
