using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// A policy learns to balance the pole: one network 4-64-64 with two heads, of actions and of the value; 60 updates of 8 episodes, two passes each
/// over
/// what they saw, discount 0.99, entropy weight 0.01, Adam, gradients clipped to norm 0.5.
/// </summary>
/// <remarks>Observations are divided by (1.2, 1.5, 0.12, 1.5). The value is trained by the squared error of returns divided by 50; advantages have
/// mean 0
/// and deviation 1. Smoothness of exploration is the mean change of the probability of a push from state to state.</remarks>
internal static class CartPoleTraining
{
    public const string Id = "P08";

    /// <summary>The mean return of all episodes: who learns sooner has more.</summary>
    public static Measure Return { get; } = new(new Metric("mean return", HigherIsBetter: true, MetricScale.Raw), Chance: 22);

    /// <summary>How much the policy jumps from state to state.</summary>
    public static Measure Jumps { get; } =
        new(new Metric("change of the policy by step", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    const int EpisodesEach = 8, Passes = 2;

    const double Discount = 0.99, ReturnScale = 50;

    static readonly float[] Scales = [1.2f, 1.5f, 0.12f, 1.5f];

    public static Experiment Of() => new()
    {
        Id = Id,
        Arms = [Arm.Of("relu"), Arm.Of("elu"), Arm.Of("tanh"), Arm.Of("leaky-relu")],
        Seeds = 20,
        Settings = Settings.Of(("steps", 60), ("width", 64)),
        Measures = [Return, Jumps],
        Tuning = new Tuning
        {
            Setting = "rate",
            Grid = [0.001, 0.003, 0.01],
            Score = Return.Metric,
            Seeds = [.. Tuning.DefaultSeeds, Tuning.DefaultSeeds[^1] + 1],
            ExtendsGrid = false,
        },
        RunTrial = Run,
    };

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        int width = settings.Integer("width"), updates = settings.Integer("steps");
        RandomStream weights = trial.Random.Derive("weights");
        Activation activation = ImageClassifier.ActivationOf(settings);
        Initializer initializer = ImageClassifier.InitializerOf(settings, activation);
        // Two actions and the value; small last weights, so that the policy begins undecided.
        Sequential model = Sequential.Mlp([4, width, width, 3], activation, weights, initializer, new VarianceScaling(0.01));
        Adam adam = new(model, settings.Number("rate"));
        CartPole world = new();
        List<double> returns = [], jumps = [];
        TrainingLoop loop = TrainingLoop.Of(
            model, adam,
            step =>
            {
                trial.Report(step.Number / (double)updates, "playing");
                Episode[] episodes = [.. Enumerable.Range(0, EpisodesEach).Select(_ => Play(world, model, step.Random, jumps))];
                returns.Add(episodes.Average(episode => episode.Length));
                for (int pass = 0; pass < Passes; pass++)
                    step.Minimize(adam, () => LossOf(model, episodes));
            },
            new TrainingLoopOptions { Steps = updates, ClipNorm = 0.5, Seed = trial.Random.Derive("world").NextUInt64() });
        History history = loop.Fit(cancellation: trial.Cancellation);
        Measured measured = new()
        {
            { Return.Name, returns.Average() },
            { Jumps.Name, jumps.Average() },
            { "updates until 195", returns.FindIndex(value => value >= 195) is var first and >= 0 ? first + 1 : updates + 1 },
            { "return", returns },
        };
        return history.Divergence is { } divergence ? measured.As(new Failure(FailureKind.Diverged, divergence.ToString())) : measured;
    }

    static Episode Play(CartPole world, Module model, RandomStream random, List<double> jumps)
    {
        double last = double.NaN, sum = 0;
        Episode episode = Episode.Run(
            world,
            seen =>
            {
                float[] logits = model.Predict(Scaled(seen));
                double right = 1 / (1 + Math.Exp(logits[0] - logits[1]));
                sum += double.IsNaN(last) ? 0 : Math.Abs(right - last);
                last = right;
                return random.NextDouble() < right ? 1 : 0;
            },
            random);
        jumps.Add(sum / Math.Max(1, episode.Length - 1));
        return episode;
    }

    static Tensor LossOf(Module model, Episode[] episodes)
    {
        int steps = episodes.Sum(episode => episode.Length);
        float[] seen = [.. episodes.SelectMany(episode => episode.Observations.Values.ToArray().Chunk(4).SelectMany(one => Scaled(one)))];
        int[] actions = [.. episodes.SelectMany(episode => episode.Actions.ToArray())];
        float[] returns = [.. episodes.SelectMany(episode => episode.Returns(Discount).Values.ToArray())
            .Select(value => (float)(value / ReturnScale))];
        Tensor outputs = model.Forward(new Tensor([steps, 4], seen)), values = Ops.Reshape(Ops.Slice(outputs, 1, 2, 1), -1);
        float[] advantages = [.. returns.Zip(values.Values.ToArray(), (came, expected) => came - expected)];
        double mean = advantages.Average(), deviation = Math.Sqrt(advantages.Average(a => (a - mean) * (a - mean))) + 1e-8;
        Tensor scaled = new([steps], [.. advantages.Select(a => (float)((a - mean) / deviation))]);
        Tensor policy = Loss.PolicyGradient(Ops.Slice(outputs, 1, 0, 2), actions, scaled, entropyWeight: 0.01);
        return policy + 0.5f * Loss.MeanSquaredError(values, new Tensor([steps], returns));
    }

    static float[] Scaled(ReadOnlySpan<float> seen)
    {
        float[] scaled = seen.ToArray();
        for (int i = 0; i < scaled.Length; i++)
            scaled[i] /= Scales[i];
        return scaled;
    }
}
