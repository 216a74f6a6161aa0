using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>What a study compares.</summary>
public sealed record StudySettings
{
    readonly int? _seeds;

    /// <summary>The activations that are compared when none are named.</summary>
    public static IReadOnlyList<string> DefaultActivations { get; } = ["elu", "relu", "leaky-relu", "selu", "gelu", "swish", "mish", "tanh"];

    /// <summary>The baseline where none is named: relu, or the first one where it is not compared.</summary>
    /// <param name="activations">What is compared.</param>
    public static string BaselineOf(IReadOnlyList<string> activations) =>
        activations.Contains("relu") ? "relu" : activations is [var first, ..] ? first : "";

    /// <summary>How each network is built and trained; with <see cref="Network"/> how it is trained alone.</summary>
    public Recipe Recipe { get; init; } = new();

    /// <summary>A network of one's own, in place of the recipe's; null for the recipe's.</summary>
    [JsonIgnore]
    public OwnNetwork? Network { get; init; }

    /// <summary>Its name; null for the recipe's network.</summary>
    [JsonPropertyName("network"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? NetworkName => Network?.Name;

    /// <summary>What is compared, by canonical name; see <see cref="Activation.Name"/>.</summary>
    public IReadOnlyList<string> Activations { get; init; } = DefaultActivations;

    /// <summary>The activation that the others are compared with; by default relu, or the first one where it is not compared.</summary>
    public string Baseline { get => field ?? BaselineOf(Activations); init; }

    /// <summary>How many seeds; each is a block in which all activations share split, weights, order and noise. 10 by default, with a
    /// <see cref="Rule"/> its most.</summary>
    public int Seeds { get => _seeds ?? Rule?.Most ?? 10; init => _seeds = value; }

    /// <summary>The rule that decides while the study runs how many of these seeds it takes; null takes all of them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SeedRule? Rule { get; init; }

    /// <summary>The first seed.</summary>
    public int FirstSeed { get; init; }

    /// <summary>Whether each activation gets its own learning rate; see <see cref="Tuning"/>.</summary>
    public bool TunesLearningRate { get; init; }

    /// <summary>What the arms differ in beside the activation; null for nothing. Each activation is then trained in each variant.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Variation? Variation { get; init; }

    /// <summary>What the experiment compares: an arm for each activation in each variant.</summary>
    [JsonIgnore]
    public IReadOnlyList<Arm> Arms => [.. StudyArm.Of(this).Select(arm => arm.Arm)];

    /// <summary>The arm that the others are compared with: the baseline's activation, in the first variant.</summary>
    [JsonIgnore]
    public string BaselineArm => StudyArm.Of(this).First(arm => arm.Activation == Baseline).Arm.Name;

    /// <summary>Checks every value.</summary>
    /// <exception cref="ArgumentException">A sentence that names the setting, what it takes and what came.</exception>
    public void Check()
    {
        Recipe.Check();
        Variation?.Check();
        Rule?.Check();
        if (Seeds < 1)
            throw new ArgumentException($"{Spelling.Of(nameof(StudySettings.Seeds))} must be a positive number, but got {Seeds}.");
        if (FirstSeed < 0)
            throw new ArgumentException($"{Spelling.Of(nameof(StudySettings.FirstSeed))} must be 0 or a positive number, but got {FirstSeed}.");
        if (FirstSeed > int.MaxValue - Seeds)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.FirstSeed))} must leave room for {Seeds} seeds below {int.MaxValue}, but got {FirstSeed}.");
        if (TunesLearningRate && Tuning.DefaultSeeds.Any(seed => seed >= FirstSeed && seed < FirstSeed + Seeds))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.FirstSeed))} must keep clear of {Tuning.DefaultSeeds[0]} to {Tuning.DefaultSeeds[^1]}, on "
                    + $"which {Spelling.Of(nameof(StudySettings.TunesLearningRate))} chooses the rates, but got {FirstSeed} with {Seeds} seeds.");
        if (Activations.Count == 0)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Activations))} must name at least one activation; {Spelling.Of(nameof(ActivationCatalog.All))} "
                    + $"lists them.");
        if (Activations.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{Spelling.Of(nameof(StudySettings.Activations))} names '{twice.Key}' twice; name each once.");
        if (Variation?.Variants.SelectMany(variant => variant.ParameterNames).FirstOrDefault(
            parameter => !Activations.Any(name => ArmName.FunctionOf(name).Info.Takes(parameter))) is { } unknown)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Variation))} must set parameters that a compared activation has, but '{unknown}' is none of "
                    + $"{string.Join(", ", Activations)}.");
        foreach (StudyArm arm in StudyArm.Of(this))
            if (Network is null)
                NetworkKind.Find((arm.Variant?.Recipe ?? Recipe).Model).Check(ArmName.FunctionOf(arm.Arm.Settings));
        if (!Activations.Contains(Baseline))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Baseline))} must be one of the compared activations ({string.Join(", ", Activations)}), but got "
                    + $"'{Baseline}'.{Suggestion.DidYouMean(Baseline, Activations)}");
    }
}
