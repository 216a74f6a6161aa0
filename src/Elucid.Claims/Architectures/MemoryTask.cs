using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// Whether a recurrent network still knows the first of many symbols: one of eight at the first step, then noise of deviation 0.3 on a ninth input;
/// the
/// answer is asked for at the last step. 64 units, Adam, gradients clipped to norm 1, 400 steps of 64 sequences drawn anew.
/// </summary>
/// <remarks>
/// Each trial goes through the lengths and measures the longest at which 90 % of 512 fresh sequences are told right. Recurrent weights start from a
/// Gaussian of variance 1 / n, orthogonal, or from the identity: three arms for each function. Rates are tuned at the second length.
/// </remarks>
internal static class MemoryTask
{
    public const string Id = "A02";

    /// <summary>The longest sequence that is remembered.</summary>
    public static Metric Memory { get; } = new("longest memory", HigherIsBetter: true, MetricScale.Ratio);

    public static readonly string[] Functions = ["elu", "tanh", "relu", "sigmoid"], Starts = ["gaussian", "orthogonal", "identity"];

    public static readonly int[] Lengths = [5, 20, 50, 100];

    const int Symbols = 8, TunedAt = 20, TestRows = 512;

    public static Experiment Of() => new()
    {
        Id = Id,
        Arms = [.. Starts.SelectMany(start => Functions.Select(function => new Arm(
            Name(function, start), Settings.Of(("activation", function), ("start", start)))))],
        Baseline = Name("tanh", "gaussian"),
        Seeds = 6,
        Settings = Settings.Of(("steps", 400), ("batch", 64), ("width", 64)),
        Measures = [new Measure(Memory, Chance: 1), .. Lengths.Select(length => new Measure(Accuracy(length), Chance: 1.0 / Symbols))],
        Tuning = new Tuning
        {
            Setting = "rate",
            Grid = [0.001, 0.003, 0.01],
            Score = Accuracy(TunedAt),
            Seeds = [Tuning.DefaultSeeds[0]],
            Rule = TuningRule.Best,
            ExtendsGrid = false,
        },
        RunTrial = Run,
    };

    /// <summary>The name of an arm.</summary>
    public static string Name(string function, string start) => $"{function}, {start}";

    /// <summary>The share of sequences told right.</summary>
    public static Metric Accuracy(int length) => new($"accuracy, {length} steps", HigherIsBetter: true, MetricScale.Share);

    static Measured Run(Trial trial)
    {
        if (trial.IsTuning)
            return new Measured { { Accuracy(TunedAt).Name, Learn(trial, TunedAt) } };
        Measured measured = [];
        int longest = 1;
        foreach (int length in Lengths)
        {
            double accuracy = Learn(trial, length);
            measured.Add(Accuracy(length).Name, accuracy);
            longest = accuracy >= 0.9 ? length : longest;
        }
        measured.Add(Memory.Name, longest);
        return measured;
    }

    static double Learn(Trial trial, int length)
    {
        Settings settings = trial.Settings;
        int width = settings.Integer("width"), batch = settings.Integer("batch"), steps = settings.Integer("steps");
        RandomStream weights = trial.Random.Derive("weights");
        Sequential model = new(
            new Rnn(Symbols + 1, width, weights, new RecurrentOptions
            {
                Activation = ImageClassifier.ActivationOf(settings),
                Initializer = Initializer.LeCun,
                RecurrentInitializer = settings.Text("start") switch
                {
                    "gaussian" => Initializer.LeCun,
                    "orthogonal" => Initializer.Orthogonal(),
                    _ => Initializer.Identity(),
                },
            }),
            new LastStep(), new Linear(width, Symbols, weights, initializer: Initializer.LeCun));
        Adam adam = new(model, settings.Number("rate"));
        TrainingLoop loop = TrainingLoop.Of(
            model, adam,
            step =>
            {
                trial.Report(step.Number / (double)steps, $"{length} steps");
                (Tensor x, int[] labels) = Draw(batch, length, step.Random);
                step.Minimize(adam, () => Loss.CrossEntropy(model.Forward(x), labels));
            },
            new TrainingLoopOptions { Steps = steps, ClipNorm = 1, Seed = trial.Random.Derive("sequences").NextUInt64() });
        loop.Fit(cancellation: trial.Cancellation);
        (Tensor test, int[] truth) = Draw(TestRows, length, trial.Random.Derive("test"));
        ReadOnlySpan<float> logits = model.Predict(test).Values;
        int right = 0;
        for (int row = 0; row < TestRows; row++)
            right += IndexOfLargest(logits.Slice(row * Symbols, Symbols)) == truth[row] ? 1 : 0;
        return right / (double)TestRows;
    }

    static (Tensor X, int[] Labels) Draw(int rows, int length, RandomStream random)
    {
        Tensor x = Tensor.Zeros([rows, length, Symbols + 1]);
        int[] labels = new int[rows];
        Span<float> values = x.Edit();
        for (int row = 0; row < rows; row++)
        {
            labels[row] = random.NextInt32(Symbols);
            values[row * length * (Symbols + 1) + labels[row]] = 1;
            for (int step = 1; step < length; step++)
                values[(row * length + step) * (Symbols + 1) + Symbols] = 0.3f * random.NextGaussian();
        }
        return (x, labels);
    }

    // A network that diverged has no largest logit.
    static int IndexOfLargest(ReadOnlySpan<float> values)
    {
        int best = -1;
        for (int i = 0; i < values.Length; i++)
            if (float.IsFinite(values[i]) && (best < 0 || values[i] > values[best]))
                best = i;
        return best;
    }
}
