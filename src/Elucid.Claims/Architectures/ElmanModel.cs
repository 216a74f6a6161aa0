using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>A plain recurrent network that foretells the next character of a novel: vectors of 32 for characters, 128 recurrent units with the
/// function, a linear layer; windows of 48 characters, 32 a step, 600 steps of Adam, gradients clipped to norm 1.</summary>
/// <remarks>Recurrent weights and biases start uniform within ±1/√128, as PyTorch's do; the setting <c>gain</c> takes its place.</remarks>
internal static class ElmanModel
{
    public const string Id = "A11", AtOneRateId = "A11-rate";

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = Novel.Id,
        Arms = [Arm.Of("gelu"), Arm.Of("elu"), Arm.Of("relu"), Arm.Of("tanh")],
        Seeds = 8,
        Settings = Settings.Of(("steps", 600), ("batch", 32), ("context", 48), ("judged", 960), ("width", 128)),
        Measures = [CharacterModel.Loss],
        Tuning = CharacterModel.Rates(0.001, 0.003, 0.01, 0.03),
        RunTrial = Run,
    };

    /// <summary>ELU and GELU at one rate, on five seeds: what the margin to divergence decides is seen beside it.</summary>
    public static Experiment AtOneRate
    {
        get
        {
            Experiment experiment = Of();
            return experiment with
            {
                Id = AtOneRateId,
                Arms = [Arm.Of("gelu"), Arm.Of("elu")],
                Seeds = 5,
                Tuning = null,
                Settings = experiment.Settings.With("rate", 0.01),
            };
        }
    }

    /// <summary>ELU and GELU at other initial gains.</summary>
    public static GainRobustness Gains => new(Of(), "elu", "gelu");

    static Measured Run(Trial trial)
    {
        Settings settings = trial.Settings;
        RandomStream random = trial.Random.Derive("weights");
        Activation activation = ImageClassifier.ActivationOf(settings);
        int width = settings.Integer("width"), vocabulary = Novel.Characters.VocabularySize;
        Embedding table = new(vocabulary, 32, random);
        Rnn cells = new(32, width, random, new RecurrentOptions
        {
            Activation = activation,
            Initializer = settings.Has("gain") ? ImageClassifier.InitializerOf(settings, activation) : null,
        });
        Linear head = new(width, vocabulary, random, initializer: Initializer.LeCun);
        return CharacterModel.Train(
            trial, new Sequential(table, cells, head), sample: () => Write(table, cells, head, trial.Random.Derive("sample")));
    }

    // Character by character, the state being all that is kept; drawn at a temperature of 0.8.
    static string Write(Embedding table, Rnn cells, Linear head, RandomStream random)
    {
        List<int> text = [.. Novel.Characters.Encode(CharacterModel.Prompt)];
        RecurrentState? state = null;
        int length = text.Count + CharacterModel.SampleLength;
        for (int at = 0; at < length - 1; at++)
        {
            Tensor x = new([1], [text[at]]);
            (Tensor y, state) = cells.Step(table.Forward(x), state);
            if (at == text.Count - 1)
                text.Add(Draw(head.Forward(y).Values, random.NextSingle()));
        }
        return Novel.Characters.Decode([.. text]);
    }

    static int Draw(ReadOnlySpan<float> logits, double place)
    {
        const double Temperature = 0.8;
        double[] weights = [.. logits.ToArray().Select(logit => Math.Exp(logit / Temperature))];
        place *= weights.Sum();
        int drawn = 0;
        while (drawn < weights.Length - 1 && (place -= weights[drawn]) >= 0)
            drawn++;
        return drawn;
    }
}
