using System.Text.Json.Serialization;

namespace Elucid.Lab;

/// <summary>What the arms of a study differ in beside their activations: a factor or several, all of whose levels are crossed.</summary>
/// <param name="Factors">The names of the factors, as tables call them: <c>init</c>.</param>
/// <param name="Variants">The combinations of levels; with the first one stands what the others are compared with.</param>
public sealed record Variation(IReadOnlyList<string> Factors, IReadOnlyList<Variant> Variants)
{
    /// <summary>A variant in words: <c>init lecun, batch 32</c>.</summary>
    public string Text(Variant variant) => string.Join(", ", Factors.Zip(variant.Levels, (factor, level) => $"{factor} {level}"));

    /// <summary>The levels of a factor, in their order.</summary>
    internal IReadOnlyList<string> LevelsOf(int factor) => [.. Variants.Select(variant => variant.Levels[factor]).Distinct()];

    /// <summary>The settings of a variant in which any of them differs from another or from what all have in common.</summary>
    internal Settings SettingsOf(Variant variant, Recipe common)
    {
        Settings[] all = [RecipeSettings.Of(common), .. Variants.Select(other => RecipeSettings.Of(other.Recipe))];
        Settings own = RecipeSettings.Of(variant.Recipe);
        return own.Without(own.Names.Where(name => all.All(other => other.Has(name) && other[name].Json == own[name].Json)));
    }

    /// <summary>Checks every recipe, and that variants can be told apart.</summary>
    /// <exception cref="ArgumentException">A sentence that names what was expected and what came.</exception>
    internal void Check()
    {
        if (Factors.Count == 0 || Variants.Count == 0 || Variants.Any(variant => variant.Levels.Count != Factors.Count))
            throw new ArgumentException(
                $"{Spelling.Of(nameof(StudySettings.Variation))} must have variants with one level of each factor, but got {Factors.Count} factors "
                    + $"and {Variants.Count} variants.");
        if (Variants.GroupBy(Text).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"{Spelling.Of(nameof(StudySettings.Variation))} holds '{twice.Key}' twice; name each level once.");
        foreach (Variant variant in Variants)
            variant.Recipe.Check();
    }
}

/// <summary>A combination of levels.</summary>
/// <param name="Levels">One of each factor.</param>
/// <param name="Recipe">The recipe with them.</param>
public sealed record Variant(IReadOnlyList<string> Levels, Recipe Recipe)
{
    /// <summary>Parameters of activations, such as <c>alpha=0.5</c>, with colons between them: each activation gets those that it has, and one that
    /// has none is the same in every variant. Null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Parameters { get; init; }

    /// <summary>The names of those.</summary>
    internal IEnumerable<string> ParameterNames => Settings.Select(setting => setting.Split('=')[0]);

    /// <summary>An arm of a study, by the name of its activation, with the parameters of this variant.</summary>
    /// <exception cref="ArgumentException">The activation cannot have such a value, or fixes it itself.</exception>
    internal string ArmOf(string arm) => ArmName.With(arm, Settings.Where(setting =>
        ArmName.FunctionOf(arm).Info.Takes(setting.Split('=')[0])));

    string[] Settings => Parameters?.Split(':') ?? [];
}
