namespace Elucid.Lab;

/// <summary>The names that a setting of <see cref="Recipe"/> takes.</summary>
public sealed class Choices
{
    Choices(string setting, params string[] names) => (Setting, Names) = (setting, names);

    /// <summary>The kinds of network.</summary>
    public static Choices Models { get; } = new(nameof(Recipe.Model), [.. NetworkKind.All.Select(kind => kind.Name)]);

    /// <summary>The optimizers.</summary>
    public static Choices Optimizers { get; } = new(nameof(Recipe.Optimizer), [.. OptimizerCatalog.All.Select(optimizer => optimizer.Name)]);

    /// <summary>The ways to draw initial weights; auto is what the source of each activation recommends.</summary>
    public static Choices Initializers { get; } = new(nameof(Recipe.Init), "he", "glorot", "lecun", "unit", "auto");

    /// <summary>The learning-rate schedules.</summary>
    public static Choices Schedules { get; } = new(nameof(Recipe.Schedule), "constant", "cosine", "step");

    /// <summary>The property of <see cref="Recipe"/>.</summary>
    public string Setting { get; }

    /// <summary>The values it takes.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Refuses a name that is not among the choices.</summary>
    /// <exception cref="ArgumentException">Lists the valid names and the nearest.</exception>
    public void Check(string name)
    {
        if (!Names.Contains(name))
            throw new ArgumentException($"{Spelling.Of($"{nameof(Recipe)}.{Setting}")} must be one of {string.Join(", ", Names)}, but got '{name}'.{Suggestion.DidYouMean(name, Names)}");
    }

    internal static Initializer Initializer(string name, Activation activation) => name switch
    {
        "glorot" => Elucid.Initializer.Glorot,
        "lecun" => Elucid.Initializer.LeCun,
        "unit" => Elucid.Initializer.UnitVariance(activation),
        "auto" => Elucid.Initializer.Recommended(activation),
        _ => Elucid.Initializer.He,
    };
}
