using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>How signals go up and gradients down through plain networks of 50 to 400 layers that nobody has trained yet. Several cards look at its
/// trials.</summary>
/// <remarks>
/// 128 training images, drawn by the seed, and their cross entropy. Deeper networks go on with the layers of shallower ones. The gradient's ratio is
/// that of the norms before the first and before the last hidden layer's function; float32 ends at 1.4·10⁻⁴⁵, and a gradient of 0 counts as that. The
/// variance is the mean square before the function, over units and images. The cosine is the mean over all pairs of different images after the last
/// function; images of which nothing is left are alike.
/// </remarks>
internal static class GradientPropagation
{
    public const string Id = "A06";

    /// <summary>The depth whose layers are drawn, and that verdicts are about.</summary>
    public const int Deep = 200;

    const int Images = 128;

    /// <summary>The depths of the networks.</summary>
    public static readonly int[] Depths = [50, 100, Deep, 400];

    /// <summary>The functions with the gain that each is given.</summary>
    static readonly (string Name, string Activation, string Gain)[] Starts =
    [
        ("relu", "relu", "he"), ("elu", "elu", "he"), ("elu, unit gain", "elu", "unit"), ("elu, LeCun gain", "elu", "lecun"),
        ("selu", "selu", "lecun"), ("tanh", "tanh", "lecun"), ("sigmoid", "sigmoid", "lecun"), ("gelu", "gelu", "he"),
        ("leaky-relu:slope=0.1", "leaky-relu:slope=0.1", "he"),
    ];

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [.. Starts.Select(start => new Arm(start.Name, Settings.Of(("activation", start.Activation), ("gain", start.Gain))))],
        Settings = Settings.Of(("width", 128)),
        Measures = [.. Depths.SelectMany(Names).Select(name => new Measure(new Metric(name, HigherIsBetter: false, MetricScale.Raw), Chance: 0))],
        RunTrial = trial => Run(trial, data.Fashion.Train),
    };

    /// <summary>What is measured of networks of a depth.</summary>
    public static string[] Names(int depth) => [Gradient(depth), Variance(depth), Cosine(depth)];

    /// <summary>log₁₀ of the gradient's norm before the first layer's function over that before the last one's.</summary>
    public static string Gradient(int depth) => $"log10 of the gradients' ratio, {depth} layers";

    /// <summary>The variance in the last layer over that in the first.</summary>
    public static string Variance(int depth) => $"ratio of variances, {depth} layers";

    /// <summary>How alike different images are at the end: 1 for all the same.</summary>
    public static string Cosine(int depth) => $"cosine between images, {depth} layers";

    /// <summary>The gain as a number.</summary>
    public static double GainOf(Settings settings) =>
        ((VarianceScaling)ImageClassifier.InitializerOf(settings, ImageClassifier.ActivationOf(settings))).Gain;

    static Measured Run(Trial trial, Dataset images)
    {
        int width = trial.Settings.Integer("width");
        Activation activation = ImageClassifier.ActivationOf(trial.Settings);
        Initializer initializer = ImageClassifier.InitializerOf(trial.Settings, activation);
        RandomStream weights = trial.Random.Derive("weights");
        Linear[] layers = [.. Enumerable.Range(0, Depths[^1]).Select(layer =>
            new Linear(layer == 0 ? images.FeatureCount : width, width, weights, initializer: initializer))];
        Linear output = new(width, 10, trial.Random.Derive("output"), initializer: Initializer.LeCun);
        int[] rows = [.. Enumerable.Range(0, images.Count)];
        trial.Random.Derive("images").Shuffle(rows);
        Dataset drawn = images.Subset(rows.AsSpan(0, Math.Min(Images, rows.Length)));
        Tensor x = new([drawn.Count, drawn.FeatureCount], drawn.Features);

        Measured measured = [];
        foreach (int depth in Depths)
        {
            trial.Report(depth / (double)Depths.Sum(), $"{depth} layers");
            using Tape tape = Tape.Start();
            (Tensor[] before, Tensor last) = Forward(layers.AsSpan(0, depth), activation, x);
            tape.Backward(Loss.CrossEntropy(output.Forward(last), drawn.Labels.ToArray()));
            double[] gradients = [.. before.Select(z => Math.Log10(Math.Max(Norm(z.Gradient), float.Epsilon)))];
            double[] variances = [.. before.Select(z => MeanSquare(z.Values))];
            measured.Add(Gradient(depth), gradients[0] - gradients[^1]);
            measured.Add(Variance(depth), variances[^1] / variances[0]);
            measured.Add(Cosine(depth), MeanCosine(last));
            if (depth != Deep)
                continue;
            measured.Add("gradient", gradients.Select(gradient => gradient - gradients[^1]));
            measured.Add("variance", variances);
        }
        return measured;
    }

    static (Tensor[] Before, Tensor Last) Forward(ReadOnlySpan<Linear> layers, Activation activation, Tensor x)
    {
        Module function = activation;
        Tensor[] before = new Tensor[layers.Length];
        for (int layer = 0; layer < layers.Length; layer++)
        {
            before[layer] = layers[layer].Forward(x);
            before[layer].RetainGradient();
            x = function.Forward(before[layer]);
        }
        return (before, x);
    }

    static double Norm(ReadOnlySpan<float> values) => Math.Sqrt(MeanSquare(values) * values.Length);

    static double MeanSquare(ReadOnlySpan<float> values)
    {
        double sum = 0;
        foreach (float value in values)
            sum += (double)value * value;
        return sum / values.Length;
    }

    // |Σ u|² of unit vectors u holds every pair twice, and each with itself.
    static double MeanCosine(Tensor representations)
    {
        (int count, int width) = (representations.Shape[0], representations.Shape[1]);
        double[] sum = new double[width];
        for (int image = 0; image < count; image++)
        {
            ReadOnlySpan<float> values = representations.Values.Slice(image * width, width);
            double norm = Norm(values);
            if (norm == 0)
                return 1;
            for (int unit = 0; unit < width; unit++)
                sum[unit] += values[unit] / norm;
        }
        return (sum.Sum(value => value * value) - count) / (count * (count - 1.0));
    }
}
