using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>
/// A small transformer that foretells the next character of a novel: two blocks of width 64 that normalise first, with four heads and 256 units in
/// the feed-forward part, on windows of 48 characters, 16 a step; Adam, gradients clipped to norm 1.
/// </summary>
/// <remarks>
/// Two starts, as near 0 GELU and ELU are almost linear, and ReLU is not: <em>small</em> is GPT-2's, with weights and positions from N(0, 0.02²) and
/// biases at 0; <em>wide</em> has weights and biases of the feed-forward part uniform within ±1/√inputs, PyTorch's default, and positions at 0.
/// They are what the initial gain is elsewhere in the ledger.
/// </remarks>
internal static class LanguageModel
{
    public const string Id = "A09";

    public const string Small = "small", Wide = "wide";

    public static readonly string[] Starts = [Small, Wide];

    static readonly string[] Functions = ["relu", "elu", "gelu"];

    const int LookEach = 5;

    /// <summary>The 99 % quantile of gradient norms by their median, in the last half of the steps.</summary>
    public static Measure Spikes { get; } =
        new(new Metric("99 % quantile of gradient norms by their median", HigherIsBetter: false, MetricScale.Ratio), Chance: 100);

    /// <summary>The largest weight that a head gives to one character, the mean over all heads and questions.</summary>
    public static Measure Attention { get; } =
        new(new Metric("largest attention weight", HigherIsBetter: true, MetricScale.Share), Chance: 0);

    /// <summary>How much it moves from step to step in the last half of the steps.</summary>
    public static Measure Unsteadiness { get; } =
        new(new Metric("deviation of attention over steps", HigherIsBetter: false, MetricScale.Ratio), Chance: 1);

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = Novel.Id,
        Arms = [.. Starts.SelectMany(start => Functions.Select(function => new Arm(
            Name(function, start), Settings.Of(("activation", function), ("start", start)))))],
        Seeds = 8,
        Settings = Settings.Of(("steps", 400), ("batch", 16), ("context", 48), ("judged", 960), ("width", 64)),
        Measures = [CharacterModel.Loss, Spikes, Attention, Unsteadiness],
        Tuning = CharacterModel.Rates(0.001, 0.003, 0.01),
        RunTrial = Run,
    };

    /// <summary>The name of an arm.</summary>
    public static string Name(string function, string start) => $"{function}, {start} start";

    /// <summary>The studies that stand near a card on two functions, from GPT-2's start.</summary>
    public static LikeStudy Like(string function, string over) => new(
        LearningTask.Text, "transformer", "2 blocks of width 64", "adam", Name(function, Small), Name(over, Small), CharacterModel.UnseenLoss.Name,
        Metric.TestLoss.Name);

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        RandomStream random = trial.Random.Derive("weights");
        Gpt model = new(
            new GptOptions
            {
                VocabularySize = Novel.Characters.VocabularySize,
                MaxLength = settings.Integer("context"),
                Features = settings.Integer("width"),
                Layers = 2,
                Activation = ImageClassifier.ActivationOf(settings),
            },
            random);
        if (settings.Text("start") == Wide)
            Widen(model, trial.Random.Derive("wide"));
        List<double> norms = [], largest = [];
        int forwards = 0;
        Measured measured = CharacterModel.Train(
            trial, model, tokens => forwards++ % LookEach == 0 && !trial.IsTuning ? Looked(model, tokens, largest) : model.Forward(tokens),
            step => norms.Add(step.Updates[0].GradientNorm!.Value), () => Write(model, trial.Random.Derive("sample")));
        if (trial.IsTuning || norms.Count == 0)
            return measured;
        double[] settled = [.. norms.Skip(norms.Count / 2).Order()], attention = [.. largest.Skip(largest.Count / 2)];
        double mean = attention.Average();
        measured.Add(Spikes.Name, settled[(int)(0.99 * (settled.Length - 1))] / settled[settled.Length / 2]);
        measured.Add(Attention.Name, mean);
        measured.Add(Unsteadiness.Name, Math.Sqrt(attention.Average(value => (value - mean) * (value - mean))));
        measured.Add("attention", ImageClassifier.Thinned(largest, 5));
        return measured;
    }

    static string Write(Gpt model, RandomStream random)
    {
        int[] prompt = Novel.Characters.Encode(CharacterModel.Prompt);
        return Novel.Characters.Decode([.. prompt, .. model.Generate(prompt, CharacterModel.SampleLength, random, temperature: 0.8)]);
    }

    static void Widen(Gpt model, RandomStream random)
    {
        foreach ((string name, Tensor parameter) in model.NamedParameters())
            if (name == "wpe.weight")
                parameter.Edit().Clear();
            else if (name.Contains(".linear", StringComparison.Ordinal))
            {
                int features = model.Options.Features, inputs = name.Contains("linear1", StringComparison.Ordinal) ? features : 4 * features;
                float reach = 1 / MathF.Sqrt(inputs);
                random.FillUniform(parameter.Edit(), -reach, reach);
            }
    }

    static Tensor Looked(Gpt model, Tensor tokens, List<double> largest)
    {
        using Taps taps = Taps.On(model, module => module is MultiHeadAttention);
        Tensor logits = model.Forward(tokens);
        largest.Add(taps.Readings.Average(reading => MeanLargest(reading.AttentionWeights!)));
        return logits;
    }

    // [batch, heads, queries, keys]
    static double MeanLargest(Tensor weights)
    {
        int keys = weights.Shape[3];
        double sum = 0;
        foreach (float[] row in weights.Values.ToArray().Chunk(keys))
            sum += row.Max();
        return sum * keys / weights.Shape.Size;
    }
}
