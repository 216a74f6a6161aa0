using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A <see cref="GridDetector"/> of 8 × 8 cells finds one to three objects on canvases of 64 × 64 and says what they are: focal loss,
/// generalised IoU and cross-entropy, Adam, batches of 16. One seed each: a picture beside the card, on which no verdict rests.</summary>
internal static class GridDetection
{
    public const string Id = "P01-grid";

    /// <summary>The side of a canvas, and how many of the first test canvases each trial keeps its detections of.</summary>
    public const int Side = 64, Shown = 6;

    /// <summary>Those detections: canvas, class, edges and score of each.</summary>
    public const string ShownDetections = "detections";

    /// <summary>The numbers of a detection.</summary>
    public const int DetectionNumbers = 7;

    const int MostItems = 3, TrainCanvases = 4000, JudgedCanvases = 200, Classes = 10;

    const double SurelySeen = 0.3;

    /// <summary>Mean average precision at an overlap of one half.</summary>
    public static Measure Precision { get; } = new(new Metric("mAP@0.5", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    public static Experiment Of(ClaimData data) => new()
    {
        Id = Id,
        Data = data.Fashion.Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu")],
        Seeds = 1,
        Settings = Settings.Of(("steps", 800), ("batch", 16), ("rate", 0.003)),
        Measures = [Precision],
        RunTrial = trial => Run(trial, data.Fashion.Pixels),
    };

    /// <summary>The first test canvases of a seed.</summary>
    public static Dataset ShownCanvases(ClaimData data, int seed) => Drawn(data.Fashion.Pixels.Test, Shown, new RandomStream((ulong)seed), "test");

    static Dataset Drawn(Dataset items, int count, RandomStream random, string part) =>
        Canvases.Of(items, count, Side, MostItems, random.Derive(part));

    static Measured Run(Trial trial, DataSplit items)
    {
        Settings settings = trial.Settings;
        GridDetector model = new([1, Side, Side], Classes, ImageClassifier.ActivationOf(settings), trial.Random.Derive("weights"), [8, 16, 32]);
        Dataset train = Drawn(items.Train, TrainCanvases, trial.Random, "train"), test = Drawn(items.Test, JudgedCanvases, trial.Random, "test");
        int steps = settings.Integer("steps");
        History history = new Trainer(model, new Adam(model, settings.Number("rate")), train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            Objective = Objective.Detection(),
            Schedule = Schedule.Cosine,
            OnStep = step => trial.Report(step.Number / (double)steps, "training"),
        }).Fit(cancellation: trial.Cancellation);
        if (history.Divergence is { } divergence)
            return Measured.Failed(FailureKind.Diverged, divergence.ToString());
        Tensor shown = new([Shown, .. test.FeatureShape], test.Features[..(Shown * test.FeatureCount)]);
        return new()
        {
            { Precision.Name, Objective.Detection().Evaluate(model, test).Metrics[Precision.Name] },
            {
                ShownDetections, model.Detect(shown, SurelySeen).SelectMany((found, canvas) => found.SelectMany(one => new double[]
                {
                    canvas, one.Box.Class, one.Box.Left, one.Box.Top, one.Box.Right, one.Box.Bottom, one.Score,
                }))
            },
        };
    }
}
