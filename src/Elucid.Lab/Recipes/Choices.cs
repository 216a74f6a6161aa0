namespace Elucid.Lab;

/// <summary>The names that a setting of <see cref="Recipe"/> takes; those of its network are <see cref="NetworkKind.All"/> and
/// <see cref="NetworkRecipe.Initializers"/>.</summary>
public sealed class Choices
{
    Choices(string setting, params string[] names) => (Setting, Names) = (setting, names);

    /// <summary>The optimizers.</summary>
    public static Choices Optimizers { get; } = new(nameof(Recipe.Optimizer), [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)]);

    /// <summary>The learning-rate schedules.</summary>
    public static Choices Schedules { get; } = new(nameof(Recipe.Schedule), "constant", "cosine", "step");

    /// <summary>What classes count.</summary>
    public static Choices ClassWeights { get; } = new(nameof(Recipe.ClassWeights), "balanced");

    /// <summary>What the losses of several targets count, other than 1 each.</summary>
    public static Choices Balances { get; } = new(nameof(Recipe.Balance), "uncertainty");

    /// <summary>The property of <see cref="Recipe"/>.</summary>
    public string Setting { get; }

    /// <summary>The values it takes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Refuses a name that is not among the choices.</summary>
    /// <exception cref="ArgumentException">Lists the valid names and the nearest.</exception>
    public void Check(string name) => Suggestion.RequireOneOf(Spelling.Of($"{nameof(Recipe)}.{Setting}"), name, Names);
}
