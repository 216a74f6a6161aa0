using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// A convolutional network finds the one object on a canvas: three convolutions of 3 × 3 with stride 2 and 8, 16 and 16 channels, and linear layers
/// of 64 and of 4 units, the edges of the box as shares of the canvas. Smooth L1 with β = 0.05, Adam, 400 steps of 32; looked at every 50 steps.
/// </summary>
/// <remarks>6,000 canvases with training images and 1,000 with test images, drawn by the seed.</remarks>
internal static class BoxRegression
{
    public const string Id = "P01", OthersId = "P01-others";

    /// <summary>The side of a canvas, and how many of the first test canvases each trial keeps its boxes of.</summary>
    public const int Side = 40, Shown = 6;

    /// <summary>The edges of those boxes, in pixels.</summary>
    public const string ShownBoxes = "boxes";

    /// <summary>The overlap of found boxes with the true ones on test canvases, at each look.</summary>
    public const string Course = "overlap";

    const int TrainCanvases = 6000, JudgedCanvases = 1000, StepsEach = 50, Edges = 4;

    // What a box in the middle gets that is as large as the objects are on average.
    const double OfTheMeanBox = 0.2;

    static readonly Metric ValidationOverlap = new("validation overlap", HigherIsBetter: true, MetricScale.Share);

    /// <summary>Intersection over union with the true box, the mean over all looks: who tightens boxes sooner has more.</summary>
    public static Measure MeanOverlap { get; } =
        new(new Metric("overlap while training", HigherIsBetter: true, MetricScale.Share), OfTheMeanBox);

    /// <summary>The same at the end.</summary>
    public static Measure FinalOverlap { get; } = new(new Metric("overlap at the end", HigherIsBetter: true, MetricScale.Share), OfTheMeanBox);

    /// <summary>How many steps lie between two looks.</summary>
    public static int LookedEvery => StepsEach;

    public static Experiment Of(ClaimData data) => Of(data, Id, ["relu", "elu"], seeds: 20, Tuning.DefaultSeeds);

    /// <summary>Others, on fewer seeds and tuned on one: no verdict rests on them.</summary>
    public static Experiment Others(ClaimData data) => Of(data, OthersId, ["leaky-relu", "gelu"], seeds: 5, [Tuning.DefaultSeeds[0]]);

    /// <summary>The first test canvases of a seed.</summary>
    public static Dataset ShownCanvases(ClaimData data, int seed) => Drawn(data.Fashion.Pixels.Test, Shown, new RandomStream((ulong)seed), "test");

    static Experiment Of(ClaimData data, string id, string[] activations, int seeds, IReadOnlyList<int> tuned) => new()
    {
        Id = id,
        Data = data.Fashion.Id,
        Arms = [.. activations.Select(Arm.Of)],
        Seeds = seeds,
        Settings = Settings.Of(("steps", 400), ("batch", 32), ("gain", "he")),
        Measures = [MeanOverlap, FinalOverlap],
        Tuning = new Tuning { Setting = "rate", Grid = [3e-4, 1e-3, 3e-3, 1e-2], Score = ValidationOverlap, Seeds = tuned },
        RunTrial = trial => Run(trial, data.Fashion.Pixels),
    };

    static Dataset Drawn(Dataset items, int count, RandomStream random, string part) =>
        Canvases.Of(items, count, Side, mostItems: 1, random.Derive(part));

    static Measured Run(Trial trial, DataSplit items)
    {
        Settings settings = trial.Settings;
        Sequential model = Network(settings, trial.Random.Derive("weights"));
        Dataset train = Drawn(items.Train, TrainCanvases, trial.Random, "train");
        Dataset judged = trial.IsTuning ? Drawn(items.Validation!, JudgedCanvases, trial.Random, "validation")
            : Drawn(items.Test, JudgedCanvases, trial.Random, "test");
        List<double> overlaps = [];
        int steps = settings.Integer("steps");
        History history = new Trainer(model, new Adam(model, settings.Number("rate")), train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            Objective = Objective.Of((network, batch) =>
                Loss.SmoothL1(network.Forward(batch.X), (1f / Side) * EdgesOf(batch), beta: 0.05)),
            OnStep = step =>
            {
                if ((step.Number + 1) % Math.Min(StepsEach, steps) != 0)
                    return;
                trial.Report(step.Number / (double)steps, "training");
                overlaps.Add(OverlapOf(model, judged));
            },
        }).Fit(cancellation: trial.Cancellation);
        if (history.Divergence is { } divergence)
            return Measured.Failed(FailureKind.Diverged, divergence.ToString());
        return trial.IsTuning ? new() { { ValidationOverlap.Name, overlaps.Average() } } : new()
        {
            { MeanOverlap.Name, overlaps.Average() },
            { FinalOverlap.Name, overlaps[^1] },
            { Course, overlaps },
            { ShownBoxes, BoxesOf(model, judged.Take(Shown)).SelectMany(box => new double[] { box.Left, box.Top, box.Right, box.Bottom }) },
        };
    }

    static Sequential Network(Settings settings, RandomStream random)
    {
        Activation activation = ImageClassifier.ActivationOf(settings);
        Initializer initializer = ImageClassifier.InitializerOf(settings, activation);
        Conv2d Convolution(int from, int to) => new(from, to, 3, random, stride: 2, padding: 1, initializer: initializer);
        return new Sequential(
            Convolution(1, 8), activation, Convolution(8, 16), activation, Convolution(16, 16), activation, new Flatten(),
            new Linear(16 * (Side / 8) * (Side / 8), 64, random, initializer: initializer), activation,
            new Linear(64, Edges, random, initializer: Initializer.LeCun));
    }

    static Tensor EdgesOf(Examples batch) =>
        new([batch.Count, Edges], [.. batch.Boxes.SelectMany(boxes => new[] { boxes[0].Left, boxes[0].Top, boxes[0].Right, boxes[0].Bottom })]);

    static double OverlapOf(Module model, Dataset canvases) => canvases.Boxes
        .Zip(BoxesOf(model, canvases), (truth, found) => truth[0].IntersectionOverUnion(found)).Average();

    static List<LabeledBox> BoxesOf(Module model, Dataset canvases)
    {
        ReadOnlySpan<float> edges = model.Predict(new Tensor([canvases.Count, .. canvases.FeatureShape], canvases.Features)).Values;
        List<LabeledBox> boxes = [];
        for (int i = 0; i < edges.Length; i += Edges)
            boxes.Add(new(Side * edges[i], Side * edges[i + 1], Side * edges[i + 2], Side * edges[i + 3], Class: 0));
        return boxes;
    }
}
