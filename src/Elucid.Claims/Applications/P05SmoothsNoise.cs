using Elucid.Lab;

namespace Elucid.Claims;

internal sealed class P05SmoothsNoise : ImageCard
{
    const string ExperimentId = "P05";

    static readonly Measure
        Bound = new(new Metric("minus the lower bound", HigherIsBetter: false, MetricScale.Ratio), Chance: 545),           // 784 · ln 2 nats
        Spread = new(new Metric("spread of the drawings", HigherIsBetter: false, MetricScale.Ratio), Chance: 0.5);

    static readonly Condition Better = new Superiority("elu", "relu", Bound.Name, -Math.Log(1 - 0.01));

    public override string Sentence => "Variational autoencoders benefit from ELU, which smooths the noise that they inject.";

    public override string Expected => "inconclusive";

    public override string Limits =>
        "784-256-16, 1,500 steps at one rate for all. The bound decides; the spread of a pixel over samples of the code stands beside it.";

    public override IReadOnlyList<string> Sources => ["Kingma and Welling 2014, arXiv:1312.6114"];

    public override IReadOnlyList<Experiment> Experiments(ClaimData data) =>
    [
        new()
        {
            Id = ExperimentId,
            Data = data.Fashion.Id,
            Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("tanh"), Arm.Of("gelu")],
            Seeds = 8,
            Settings = Settings.Of(("steps", 1500), ("batch", 64), ("rate", 0.001)),
            Measures = [Bound, Spread],
            Conditions = [Better],
            RunTrial = trial => Run(trial, data.Fashion),
        },
    ];

    public override Finding Judge(Evidence evidence)
    {
        ExperimentResult result = evidence[ExperimentId];
        ConditionResult better = Better.Evaluate(result);
        return Findings.Of(better, "ReLU",
            $"Minus the lower bound is {Findings.Change(better)} with ELU than with ReLU; over samples of the code a pixel spreads by "
                + $"{Findings.Mean(result, "elu", Spread.Name)} against {Findings.Mean(result, "relu", Spread.Name)}.") with
        {
            Charts = [Pictures.PairedDifferences(result, Bound.Name)],
            Tables = [Findings.Means(result)],
        };
    }

    static Measured Run(Trial trial, PreparedImages images)
    {
        Settings settings = trial.Settings;
        Dataset train = images.Pixels.Train, test = images.Pixels.Test;
        VariationalAutoencoder model = new(
            train.FeatureCount, 16, ImageClassifier.ActivationOf(settings), trial.Random.Derive("weights"), hidden: [256]);
        int steps = settings.Integer("steps");
        History history = new Trainer(model, new Adam(model, settings.Number("rate")), train, null, new TrainerOptions
        {
            Steps = steps,
            BatchSize = settings.Integer("batch"),
            Seed = trial.Random.Derive("order").NextUInt64(),
            Objective = Objective.Elbo(),
            OnStep = step => trial.Report(step.Number / (double)steps, "training"),
        }).Fit(cancellation: trial.Cancellation);
        Measured measured = new()
        {
            { Bound.Name, BoundOf(model, test, trial.Random.Derive("bound")) },
            { Spread.Name, SpreadOf(model, test, trial.Random.Derive("spread")) },
        };
        return history.Divergence is { } divergence ? measured.As(new(FailureKind.Diverged, divergence.ToString())) : measured;
    }

    static double BoundOf(VariationalAutoencoder model, Dataset images, RandomStream random)
    {
        const int Part = 500;
        double sum = 0;
        for (int first = 0; first < images.Count; first += Part)
        {
            int count = Math.Min(Part, images.Count - first);
            Tensor x = new([count, images.FeatureCount], images.Features.Slice(first * images.FeatureCount, count * images.FeatureCount));
            using (model.InUse())
            using (Tape.Start())
                sum += model.Loss(x, random).ToScalar() * count;
        }
        return sum / images.Count;
    }

    // The deviation of a pixel over draws of the code, on 100 images.
    static double SpreadOf(VariationalAutoencoder model, Dataset images, RandomStream random)
    {
        const int Draws = 20;
        int count = Math.Min(100, images.Count);
        using Tape tape = Tape.Start();
        (Tensor mean, Tensor logVariance) = model.Encode(new Tensor([count, images.FeatureCount], images.Features[..(count * images.FeatureCount)]));
        double[] sums = new double[count * images.FeatureCount], squares = new double[sums.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            ReadOnlySpan<float> logits = model.Decoder.Forward(Ops.SampleGaussian(mean, logVariance, random)).Values;
            for (int i = 0; i < sums.Length; i++)
            {
                double pixel = 1 / (1 + Math.Exp(-logits[i]));
                sums[i] += pixel;
                squares[i] += pixel * pixel;
            }
        }
        return Enumerable.Range(0, sums.Length).Average(i => Math.Sqrt(Math.Max(0, squares[i] / Draws - sums[i] / Draws * (sums[i] / Draws))));
    }
}
