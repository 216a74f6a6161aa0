using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>
/// How a network is built, in the words of model files. Together with an activation, the shape of an example and the number of outputs it is a
/// network; <c>elucid train</c> makes all of its networks so.
/// </summary>
/// <remarks>
/// As JSON every version has written what is required there. What came later has its default, which the generated reader replaces by null or 0 where
/// a file lacks it.
/// </remarks>
public record NetworkRecipe
{
    /// <summary>The kind of network: the name of one of <see cref="NetworkKind.All"/>.</summary>
    [JsonRequired]
    public string Model { get; init; } = "mlp";

    /// <summary>Units of each hidden layer, from input to output; kinds of network say what else they mean by it.</summary>
    [JsonRequired]
    public IReadOnlyList<int> Hidden { get; init; } = [128, 128];

    /// <summary>Channels between the two convolutions of a residual block, for each stage; null for as many as the stage has.
    /// <see cref="ModelFile.RemoveUnits"/> makes them fewer.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<int>? Inner { get; init; }

    /// <summary>Blocks of a network that has them: residual blocks of each stage, or transformer blocks.</summary>
    public int Blocks { get; init; }

    /// <summary>Numbers of the code through which an autoencoder has to bring each row, or of which a network makes new ones; 0 for
    /// <see cref="DefaultLatent"/> or <see cref="NetworkKind.DefaultLatent"/>, and for other networks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Latent { get; init; }

    /// <summary>Share of hidden outputs that are dropped in training.</summary>
    [JsonRequired]
    public double Dropout { get; init; }

    /// <summary>How initial weights are drawn: one of <see cref="Initializers"/>.</summary>
    public string Init { get; init => field = value ?? "he"; } = "he";

    /// <summary>What normalises the sums before activations: one of <see cref="Norms"/> that the kind of network takes; null for what it has by
    /// default, the first of its <see cref="NetworkKind.Norms"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Norm { get; init; }

    /// <summary>The norms; which of them a network takes, and where they stand, its <see cref="NetworkKind"/> says.</summary>
    public static IReadOnlyList<string> Norms { get; } = ["none", "batch", "layer"];

    /// <summary>The ways to draw initial weights; auto is what the source of each activation recommends.</summary>
    public static IReadOnlyList<string> Initializers { get; } = ["he", "glorot", "lecun", "unit", "auto"];

    /// <summary>Numbers of an autoencoder's code unless the user says otherwise: a quarter of the features, at least 1 and at most 32.</summary>
    /// <param name="features">Numbers of a row.</param>
    public static int DefaultLatent(int features) => Math.Clamp(features / 4, 1, 32);

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A sentence that names the setting, the values it takes and what came.</exception>
    public virtual void Check()
    {
        NetworkKind kind = NetworkKind.Find(Model);
        Suggestion.RequireOneOf(Spelling.Of(nameof(NetworkRecipe.Init)), Init, Initializers);
        CheckNorm(kind);
        bool hasUnits = Hidden.Count > 0 && Hidden.All(units => units > 0);
        Require(hasUnits, Spelling.Of(nameof(NetworkRecipe.Hidden)), "positive numbers of units such as 128,128", string.Join(',', Hidden));
        Require(Inner is null || (kind is ResNetNetwork && Inner.Count == Hidden.Count && Inner.All(units => units > 0)), nameof(Inner),
            "a positive number of channels for each stage of a resnet", string.Join(',', Inner ?? []));
        Require(Blocks >= 0 && (Blocks > 0 || kind.DefaultBlocks == 0), Spelling.Of(nameof(NetworkRecipe.Blocks)), "a positive number", Blocks);
        Require(Latent >= 0, Spelling.Of(nameof(NetworkRecipe.Latent)), "a positive number", Latent);
        Require(Dropout is >= 0 and < 1, Spelling.Of(nameof(NetworkRecipe.Dropout)), "at least 0 and below 1", Dropout);
    }

    /// <summary>Builds the network: hidden layers with the activation (and dropout) after each, then a linear output; for
    /// <see cref="LearningTask.Reconstruct"/> an <see cref="Autoencoder"/>.</summary>
    /// <param name="featureShape">The shape of one example; flattened first if it has several axes.</param>
    /// <param name="outputs">Classes, targets, or features that are put out again.</param>
    /// <param name="activation">The function after each hidden layer.</param>
    /// <param name="random">Decides weights and dropout: the same draws whatever the activation.</param>
    /// <param name="task">What the outputs mean.</param>
    /// <param name="vocabulary">How many kinds of tokens examples consist of, 0 being what fills short ones up; 0 where they are numbers.</param>
    /// <exception cref="ArgumentException">
    /// There is no such network: a setting is out of range, or does not fit the examples, the activation or the task.
    /// </exception>
    public Module BuildNetwork(
        ReadOnlySpan<int> featureShape, int outputs, Activation activation, RandomStream random, LearningTask task = LearningTask.Classification,
        int vocabulary = 0)
    {
        Shape shape = new(featureShape);
        NetworkKind kind = NetworkKind.Find(Model);
        kind.Check(this, task);
        kind.CheckTokens(vocabulary);
        kind.Check(this, shape);
        kind.Check(activation);
        RandomStream weights = random.Derive("weights"), noise = random.Derive("dropout");
        CheckNorm(kind);
        Norm norm = Enum.Parse<Norm>(Norm ?? kind.Norms[0], ignoreCase: true);
        return kind.Build(new NetworkPlan(this, task, shape, outputs, activation, norm, InitializerFor(activation), weights, noise)
        {
            Vocabulary = vocabulary,
        });
    }

    void CheckNorm(NetworkKind kind)
    {
        if (Norm is not { } norm)
            return;
        string setting = Spelling.Of(nameof(NetworkRecipe.Norm));
        Suggestion.RequireOneOf(setting, norm, Norms);
        if (!kind.Norms.Contains(norm))
            throw new ArgumentException(
                $"{setting} of {Spelling.Of(nameof(NetworkRecipe.Model), kind.Name)} must be {string.Join(" or ", kind.Norms)}, but got {norm}: "
                    + $"{kind.NormMeaning}.");
    }

    /// <summary>Throws unless a setting is in range.</summary>
    /// <param name="isMet">Whether it is.</param>
    /// <param name="setting">Its name in the current spelling.</param>
    /// <param name="expected">What it may be.</param>
    /// <param name="actual">What it is.</param>
    /// <exception cref="ArgumentException">It is not.</exception>
    protected static void Require(bool isMet, string setting, string expected, object actual)
    {
        if (!isMet)
            throw new ArgumentException($"{setting} must be {expected}, but got {actual}.");
    }

    VarianceScaling InitializerFor(Activation activation) => Init switch
    {
        "glorot" => Initializer.Glorot,
        "lecun" => Initializer.LeCun,
        "unit" => Initializer.UnitVariance(activation),
        "auto" => Initializer.Recommended(activation),
        _ => Initializer.He,
    };
}
