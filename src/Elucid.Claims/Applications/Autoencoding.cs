using Elucid.Lab;
using Elucid.Reports;

namespace Elucid.Claims;

/// <summary>Autoencoders of images, 784-256-128-32-128-256-784, that are given them clean or with noise and draw them clean. The output is a sigmoid
/// with LeCun's weights, or linear.</summary>
internal static class Autoencoding
{
    public const string Id = "P02", LinearId = "P02-linear";

    /// <summary>The first test images as the network was given them, and what it drew, in shades from 0 to 255: of trials that are to keep
    /// them.</summary>
    public const string Given = "given", Drawn = "drawn";

    /// <summary>How many images are kept, and how wide and high one is.</summary>
    public const int Shown = 6, Side = 28;

    const float Noise = 0.3f;

    const int CodeSize = 32;

    static readonly bool[] CleanAndNoisy = [false, true];

    /// <summary>The mean squared error of a pixel, on test images.</summary>
    public static Measure Error { get; } = new(new Metric("test error", HigherIsBetter: false, MetricScale.Ratio), Chance: 0.0868);

    /// <summary>The energy of the differences between neighbouring pixels, as a share of the original's: 1 is no blur.</summary>
    public static Measure Sharpness { get; } = new(new Metric("sharpness", HigherIsBetter: true, MetricScale.Raw), Chance: 0);

    /// <summary>How far codes of a class lie apart, as a share of how far the classes do.</summary>
    public static Measure Scatter { get; } = new(new Metric("scatter of the codes", HigherIsBetter: false, MetricScale.Ratio), Chance: 100);

    /// <summary>The share of test codes whose five nearest training codes tell the class.</summary>
    public static Measure Neighbours { get; } = new(new Metric("accuracy of five neighbours", HigherIsBetter: true, MetricScale.Share), Chance: 0.1);

    static Metric ValidationError { get; } = new("validation error", HigherIsBetter: false, MetricScale.Ratio);

    /// <summary>ELU's codes are tighter than ReLU's.</summary>
    public static Condition Tighter { get; } = new Superiority("elu", "relu", Scatter.Name, -Math.Log(1 - 0.05));

    /// <summary>ELU's error is lower than ReLU's.</summary>
    public static Condition LessError(bool isNoisy) =>
        new Superiority(Name("elu", isNoisy), Name("relu", isNoisy), Error.Name, -Math.Log(1 - 0.05));

    /// <summary>ELU's pictures are sharper than ReLU's.</summary>
    public static Condition Sharper(bool isNoisy) => new Superiority(Name("elu", isNoisy), Name("relu", isNoisy), Sharpness.Name, 0.01);

    /// <summary>What the arm of an activation is called on clean or noisy images.</summary>
    public static string Name(string activation, bool isNoisy) => isNoisy ? $"{activation}, noisy" : activation;

    public static Experiment Of(ClaimData data) => Of(data, Id, ["relu", "elu"], "sigmoid", seeds: 20) with
    {
        Conditions = [LessError(isNoisy: false), Sharper(isNoisy: false), LessError(isNoisy: true), Sharper(isNoisy: true), Tighter],
    };

    /// <summary>The others that the claim names, on fewer seeds: no verdict rests on them.</summary>
    public static Experiment Others(ClaimData data) => Of(data, "P02-others", ["leaky-relu", "tanh", "gelu"], "sigmoid", seeds: 5);

    /// <summary>The same with a linear output: a verdict that it turns depends on the output.</summary>
    public static Experiment Linear(ClaimData data) => Of(data, LinearId, ["relu", "elu"], "identity", seeds: 8) with
    {
        Conditions = [LessError(isNoisy: false), LessError(isNoisy: true)],
    };

    /// <summary>ELU against ReLU at other initial gains, all at one rate, which keeps some images, too.</summary>
    public static GainRobustness Gains(ClaimData data, bool isNoisy)
    {
        Experiment experiment = Of(data);
        return new(
            experiment with
            {
                Id = isNoisy ? $"{Id}-noisy" : Id,
                Seeds = 3,
                Tuning = null,
                Settings = experiment.Settings.With("rate", 0.001).With("shown", Shown),
            },
            Name("elu", isNoisy), Name("relu", isNoisy));
    }

    static Experiment Of(ClaimData data, string id, string[] activations, string output, int seeds) => new()
    {
        Id = id,
        Data = data.Fashion.Id,
        Arms =
        [
            .. from activation in activations
                from isNoisy in CleanAndNoisy
                select new Arm(Name(activation, isNoisy), Settings.Of(("activation", activation), ("noisy", isNoisy))),
        ],
        Seeds = seeds,
        Settings = Settings.Of(("steps", 1500), ("batch", 64), ("output", output), ("gain", "he")),
        Measures = [Error, Sharpness, Scatter, Neighbours],
        Tuning = new Tuning { Setting = "rate", Grid = [3e-4, 1e-3, 3e-3, 1e-2], Score = ValidationError, Seeds = [Tuning.DefaultSeeds[0]] },
        RunTrial = trial => Run(trial, data.Fashion),
    };

    static Measured Run(Trial trial, PreparedImages images)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        Initializer initializer = ImageClassifier.InitializerOf(settings, activation);
        RandomStream weights = trial.Random.Derive("weights");
        int pixels = images.Pixels.Train.FeatureCount;
        Sequential encoder = new(new Flatten(), Sequential.Mlp([pixels, 256, 128, CodeSize], activation, weights, initializer));
        Sequential decoder = new(
            Sequential.Mlp([CodeSize, 128, 256, pixels], activation, weights, initializer),
            new ActivationLayer(ActivationCatalog.Parse(settings.Text("output"))));
        Sequential model = new(encoder, decoder);
        bool isNoisy = settings.IsSet("noisy");
        int steps = settings.Integer("steps");
        History history = new Trainer(model, new Adam(model, settings.Number("rate")), images.Pixels.Train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            Objective = Objective.Reconstruction(),
            Augmentation = isNoisy ? Augmentation.Noise(Noise) : null,
            OnStep = step => trial.Report(step.Number / (double)steps, "training"),
        }).Fit(cancellation: trial.Cancellation);
        Dataset judged = trial.IsTuning ? images.Pixels.Validation! : images.Pixels.Test;
        (double error, double sharpness) = Judge(model, judged, isNoisy ? trial.Random.Derive("noise") : null);
        Measured measured = trial.IsTuning ? new() { { ValidationError.Name, error } } : new()
        {
            { Error.Name, error },
            { Sharpness.Name, sharpness },
        };
        if (history.Divergence is { } divergence)
            return measured.As(new(FailureKind.Diverged, divergence.ToString()));
        if (settings.Has("shown"))
        {
            float[] given = judged.Features[..(settings.Integer("shown") * pixels)].ToArray();
            AddNoise(given, isNoisy ? trial.Random.Derive("noise") : null);
            measured.Add(Given, Shades(given));
            measured.Add(Drawn, Shades(model.Predict(new Tensor([settings.Integer("shown"), pixels], given)).Values));
        }
        if (!trial.IsTuning)
        {
            Codes train = Codes.Of(encoder, images.Pixels.Train.Take(Math.Min(5000, images.Pixels.Train.Count)));
            Codes test = Codes.Of(encoder, judged.Take(Math.Min(2000, judged.Count)));
            measured.Add(Scatter.Name, test.Scatter());
            measured.Add(Neighbours.Name, test.ToldBy(train, neighbours: 5));
        }
        return measured;
    }

    static (double Error, double Sharpness) Judge(Module model, Dataset images, RandomStream? noise)
    {
        const int Part = 500;
        int width = images.FeatureCount;
        double squares = 0, drawn = 0, original = 0;
        for (int first = 0; first < images.Count; first += Part)
        {
            int count = Math.Min(Part, images.Count - first);
            ReadOnlySpan<float> clean = images.Features.Slice(first * width, count * width);
            float[] input = clean.ToArray();
            AddNoise(input, noise);
            ReadOnlySpan<float> output = model.Predict(new Tensor([count, width], input)).Values;
            for (int i = 0; i < output.Length; i++)
                squares += (output[i] - clean[i]) * (double)(output[i] - clean[i]);
            drawn += Energy(output);
            original += Energy(clean);
        }
        return (squares / ((double)images.Count * width), drawn / original);
    }

    static void AddNoise(float[] images, RandomStream? noise)
    {
        for (int i = 0; noise is not null && i < images.Length; i++)
            images[i] += Noise * noise.NextGaussian();
    }

    static IEnumerable<double> Shades(ReadOnlySpan<float> pixels) => PixelImage.Of([Side, Side], pixels).Pixels.Select(shade => (double)shade);

    // Of the differences to the right and downwards.
    static double Energy(ReadOnlySpan<float> images)
    {
        double sum = 0;
        for (int i = 0; i < images.Length; i++)
        {
            int place = i % (Side * Side);
            if (place % Side < Side - 1)
                sum += (images[i + 1] - images[i]) * (double)(images[i + 1] - images[i]);
            if (place < Side * (Side - 1))
                sum += (images[i + Side] - images[i]) * (double)(images[i + Side] - images[i]);
        }
        return sum;
    }
}
