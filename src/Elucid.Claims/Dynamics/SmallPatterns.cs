using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Two sets of points that a straight line does not explain: a surface over six quantities, and two spirals. Small networks, 3 layers of 64
/// units.</summary>
internal static class SmallPatterns
{
    public const string SurfaceId = "T18", SpiralsId = "T18-spirals";

    const int Training = 8000, Held = 2000;

    /// <summary>The loss on test points: the mean squared error of the surface, the cross-entropy of the spirals.</summary>
    public static Measure TestLoss { get; } = new(new Metric("test loss", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    static readonly Lazy<DataSplit> Surface = new(() => Split(SurfacePoints)), Spirals = new(() => Split(SpiralPoints));

    public static Experiment OfSurface { get; } = Of(SurfaceId, () => Surface.Value);

    public static Experiment OfSpirals { get; } = Of(SpiralsId, () => Spirals.Value);

    static Experiment Of(string id, Func<DataSplit> points) => new()
    {
        Id = id,
        Arms = [Arm.Of("leaky-relu"), Arm.Of("elu"), Arm.Of("relu"), Arm.Of("gelu"), Arm.Of("tanh")],
        Settings = Settings.Of(("steps", 4000), ("batch", 64), ("width", 64), ("gain", "he")),
        Measures = [TestLoss],
        Tuning = ImageClassifier.Rates(0.0003, 0.001, 0.003, 0.01),
        RunTrial = trial => Run(trial, points()),
    };

    /// <summary>The points that the networks of the spirals are judged by.</summary>
    public static Dataset SpiralTest => Spirals.Value.Test;

    /// <summary>Trains the network of a trial on the spirals, the same bits each time.</summary>
    public static Sequential OnSpirals(Trial trial) => Train(trial, Spirals.Value, _ => { }).Model;

    static Measured Run(Trial trial, DataSplit points)
    {
        List<double> losses = [];
        (Sequential model, History history) = Train(trial, points, step => losses.Add(step.Loss));
        Measured measured = new()
        {
            {
                trial.IsTuning ? ImageClassifier.ValidationLoss.Name : TestLoss.Name,
                Evaluation.Of(model, trial.IsTuning ? points.Validation! : points.Test).Loss
            },
            { "loss", ImageClassifier.Thinned(losses, 50) },
        };
        return history.Divergence is { } divergence ? measured.As(new Failure(FailureKind.Diverged, divergence.ToString())) : measured;
    }

    static (Sequential Model, History History) Train(Trial trial, DataSplit points, Action<TrainingStep> onStep)
    {
        Settings settings = trial.Settings;
        Activation activation = ImageClassifier.ActivationOf(settings);
        int width = settings.Integer("width");
        Sequential model = Sequential.Mlp(
            [points.Train.FeatureCount, width, width, width, points.Train.OutputCount], activation, trial.Random.Derive("weights"),
            ImageClassifier.InitializerOf(settings, activation));
        return (model, ImageClassifier.Fit(
            trial, model, new Adam(model, settings.Number("rate")), points.Train, settings.Integer("steps"), settings.Integer("batch"), onStep));
    }

    static DataSplit Split(Func<int, RandomStream, Dataset> points)
    {
        RandomStream random = new(18);
        return new(points(Training, random.Derive("training")), points(Held, random.Derive("test")), points(Held, random.Derive("validation")));
    }

    // y = sin 3x₁ + x₂x₃ + |x₄| + cos 5x₅x₆ over six quantities from −1 to 1.
    static Dataset SurfacePoints(int count, RandomStream random)
    {
        float[] x = new float[6 * count], y = new float[count];
        random.FillUniform(x, -1, 1);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<float> p = x.AsSpan(6 * i, 6);
            y[i] = (float)(Math.Sin(3 * p[0]) + p[1] * p[2] + Math.Abs(p[3]) + Math.Cos(5 * p[4] * p[5]));
        }
        return new Dataset("surface", x, [6], y, ["y"]);
    }

    // One and a half turns, with noise of a tenth of the distance between the arms.
    static Dataset SpiralPoints(int count, RandomStream random)
    {
        float[] x = new float[2 * count];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = i % 2;
            double radius = Math.Sqrt(random.NextDouble()), angle = 3 * Math.PI * radius + Math.PI * labels[i];
            x[2 * i] = (float)(2 * radius * Math.Cos(angle) + 0.06 * random.NextGaussian());
            x[2 * i + 1] = (float)(2 * radius * Math.Sin(angle) + 0.06 * random.NextGaussian());
        }
        return new Dataset("spirals", x, [2], labels, ["one", "other"]);
    }
}
