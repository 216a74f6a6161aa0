using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>Word vectors of 32 numbers that foretell the words around a word of a novel, at most two places away, through the function or none and
/// a linear layer over all words; 256 pairs a step, 2,000 steps of Adam.</summary>
/// <remarks>The table starts from N(0, 1), as PyTorch's, or from N(0, 1/32), where ELU is nearly the identity: two arms for each function.</remarks>
internal static class SkipGram
{
    public const string Id = "A10";

    public static readonly string[] Starts = ["wide", "narrow"];

    static readonly (string Name, string Activation)[] Functions = [("none", "identity"), ("elu", "elu"), ("relu", "relu")];

    const int Reach = 2;

    /// <summary>The mean cross-entropy of a word beside one, where it was not trained.</summary>
    public static Measure Loss => new(CharacterModel.UnseenLoss, Chance: Math.Log(NovelWords.Words.Count));

    /// <summary>The share of the vectors' numbers that are below 0.</summary>
    public static Measure Negative { get; } = new(new Metric("numbers below 0", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    /// <summary>How well the vectors part words of grammar from all others.</summary>
    public static Measure Contrast { get; } = new(new Metric("silhouette of words of grammar", HigherIsBetter: true, MetricScale.Raw), Chance: 0);

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = Novel.Id,
        Arms = [.. Starts.SelectMany(start => Functions.Select(function => new Arm(
            Name(function.Name, start), Settings.Of(("activation", function.Activation), ("start", start)))))],
        Seeds = 8,
        Settings = Settings.Of(("steps", 2000), ("batch", 256), ("width", 32)),
        Measures = [Loss, Negative, Contrast],
        Tuning = CharacterModel.Rates(0.001, 0.003, 0.01),
        RunTrial = Run,
    };

    /// <summary>The loss of a word's frequency alone, which asks nothing of the word beside it.</summary>
    public static double ByFrequency => CharacterModel.ByFrequency(NovelWords.Tokens(0, 8), NovelWords.Tokens(9, 10), NovelWords.Words.Count);

    /// <summary>The name of an arm.</summary>
    public static string Name(string function, string start) => $"{function}, {start} start";

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        int steps = settings.Integer("steps"), batch = settings.Integer("batch"), width = settings.Integer("width"), words = NovelWords.Words.Count;
        RandomStream random = trial.Random.Derive("weights");
        Embedding table = new(words, width, random, initializer: settings.Text("start") == "narrow" ? Initializer.LeCun : null);
        Sequential vectors = new(table, new ActivationLayer(ImageClassifier.ActivationOf(settings), width));
        Sequential model = new(vectors, new Linear(width, words, random, initializer: Initializer.LeCun));
        Adam adam = new(model, settings.Number("rate"));
        int[] train = NovelWords.Tokens(0, 8).ToArray();
        List<double> losses = [];
        TrainingLoop loop = TrainingLoop.Of(
            model, adam,
            step =>
            {
                trial.Report(step.Number / (double)steps, "training");
                (Tensor x, int[] around) = Draw(train, batch, step.Random);
                step.Minimize(adam, () => Elucid.Loss.CrossEntropy(model.Forward(x), around));
                losses.Add(step.Loss);
            },
            new TrainingLoopOptions { Steps = steps, StepsPerEpoch = steps, Seed = trial.Random.Derive("order").NextUInt64() });
        History history = loop.Fit(cancellation: trial.Cancellation);
        double unseen = Judge(model, trial.IsTuning ? NovelWords.Tokens(8, 9) : NovelWords.Tokens(9, 10));
        Measured measured = new()
        {
            { trial.IsTuning ? CharacterModel.ValidationLoss.Name : Loss.Name, unseen },
            { "loss", ImageClassifier.Thinned(losses, 50) },
        };
        if (!trial.IsTuning)
        {
            float[] all = vectors.Predict(new Tensor([words], [.. Enumerable.Range(0, words).Select(word => (float)word)])).Values.ToArray();
            measured.Add(Negative.Name, all.Count(value => value < 0) / (double)all.Length);
            measured.Add(Contrast.Name, Silhouette.Of(all, width, [.. NovelWords.Words.Select(NovelWords.OfGrammar.Contains)]));
        }
        return history.Divergence is { } divergence ? measured.As(new Failure(FailureKind.Diverged, divergence.ToString()))
            : unseen >= Loss.Chance ? measured.As(new Failure(FailureKind.LearnedNothing, "no better than chance"))
            : measured;
    }

    // A word anywhere, and one of the four nearest.
    static (Tensor Words, int[] Around) Draw(int[] text, int pairs, RandomStream random)
    {
        Tensor x = Tensor.Zeros([pairs]);
        Span<float> words = x.Edit();
        int[] around = new int[pairs];
        for (int pair = 0; pair < pairs; pair++)
        {
            int at = Reach + random.NextInt32(text.Length - 2 * Reach), place = random.NextInt32(2 * Reach);
            words[pair] = text[at];
            around[pair] = text[at - Reach + place + (place < Reach ? 0 : 1)];
        }
        return (x, around);
    }

    // All words with the two before and after each.
    static double Judge(Module model, ReadOnlySpan<int> text)
    {
        const int Each = 256;
        using ModeScope scope = model.InUse();
        double sum = 0;
        int count = 0;
        foreach (int place in (ReadOnlySpan<int>)[-2, -1, 1, 2])
            for (int first = Reach; first < text.Length - Reach; first += Each)
            {
                int rows = Math.Min(Each, text.Length - Reach - first);
                Tensor x = Tensor.Zeros([rows]);
                Span<float> words = x.Edit();
                for (int row = 0; row < rows; row++)
                    words[row] = text[first + row];
                using Tape tape = Tape.StartWithoutGradients();
                sum += Elucid.Loss.CrossEntropy(model.Forward(x), text.Slice(first + place, rows).ToArray()).Values[0] * (double)rows;
                count += rows;
            }
        return sum / count;
    }
}
