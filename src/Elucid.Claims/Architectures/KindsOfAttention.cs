using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>The one place where ELU is usual in transformers: elu + 1 in place of softmax. The same small transformer with softmax, with elu + 1 and
/// with ReLU as attention's function, ReLU in the feed-forward part; one rate for all, the best of softmax.</summary>
internal static class KindsOfAttention
{
    public const string Id = "A09-linear";

    public const string Softmax = "softmax", EluPlusOne = "elu + 1", Relu = "relu";

    public static Experiment Of() => new()
    {
        Id = Id,
        Data = Novel.Id,
        Arms = [.. new[] { Softmax, EluPlusOne, Relu }.Select(kind => new Arm(kind, Settings.Of(("attention", kind))))],
        Seeds = 5,
        Settings = Settings.Of(("steps", 400), ("batch", 16), ("context", 48), ("judged", 960), ("width", 64), ("rate", 0.01)),
        Measures = [CharacterModel.Loss],
        RunTrial = Run,
    };

    static Measured Run(Trial trial)
    {
        const int Heads = 4;
        Settings settings = trial.Settings;
        RandomStream random = trial.Random.Derive("weights");
        int width = settings.Integer("width"), vocabulary = Novel.Characters.VocabularySize;
        Module Attention() => settings.Text("attention") switch
        {
            Softmax => new CausalAttention(width, Heads, random),
            EluPlusOne => new LinearAttention(width, Heads, Activations.Elu(), added: 1, random),
            _ => new LinearAttention(width, Heads, Activations.Relu(), added: 0, random),
        };
        IEnumerable<Module> Block() =>
        [
            new Residual(new Sequential(new LayerNorm(width), Attention())),
            new Residual(new Sequential(
                new LayerNorm(width), new Linear(width, 4 * width, random), Activations.Relu(),
                new Linear(4 * width, width, random, initializer: Initializer.Glorot))),
        ];
        Module[] modules =
        [
            new Embedding(vocabulary, width, random), new LearnedPositionalEncoding(width, settings.Integer("context"), random),
            .. Block(), .. Block(), new LayerNorm(width), new Linear(width, vocabulary, random, initializer: Initializer.LeCun),
        ];
        return CharacterModel.Train(trial, new Sequential(modules));
    }
}
