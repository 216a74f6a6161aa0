using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a recipe says of a body that was trained before.</summary>
public static class FineTuning
{
    const string Body = "body.";

    /// <summary>Whether a parameter or a layer, by its full name, belongs to the body of a fine-tuned network, and not to its new head.</summary>
    public static bool IsOfBody(string name) => name.StartsWith(Body, StringComparison.Ordinal);

    /// <summary>Makes the layers stand still that a recipe names.</summary>
    /// <returns>Their names, those below them aside.</returns>
    /// <exception cref="ArgumentException">There is no such layer, or nothing is left to learn.</exception>
    public static IReadOnlyList<string> Freeze(Module network, Recipe recipe)
    {
        if (recipe.Freeze is not { } patterns)
            return [];
        IReadOnlyList<string> frozen = network.FreezeLayers(patterns);
        return network.NamedParameters().Any(parameter => parameter.Value.RequiresGradient) ? frozen : throw new ArgumentException(
            $"{Spelling.Of(nameof(Recipe.Freeze), patterns)} leaves nothing to learn: name layers of the body, as {Body}0 or body for all of it.");
    }

    /// <summary>What of a network comes from where, what stands still and what learns, in a sentence.</summary>
    /// <param name="network">The network.</param>
    /// <param name="recipe">Its recipe.</param>
    /// <param name="body">Where its body comes from.</param>
    public static string Describe(Module network, Recipe recipe, BodyDescription body)
    {
        (string Name, Tensor Value)[] all = [.. network.NamedParameters()], old = [.. all.Where(parameter => IsOfBody(parameter.Name))];
        static long Count(IEnumerable<(string Name, Tensor Value)> parameters) => parameters.Sum(parameter => (long)parameter.Value.Shape.Size);
        long learning = Count(old.Where(parameter => parameter.Value.RequiresGradient));
        string rate = recipe.BodyRate is { } factor ? $" at {RecipeTable.RateText(factor)} × the rate of the head" : "";
        string still = learning == 0 ? ", all of them frozen" : learning == Count(old) ? $", which go on learning{rate}"
            : $", of which {Format.Count(learning)} go on learning{rate}; frozen: {recipe.Freeze}";
        return $"From {body.Source} ({body}): {Format.Count(Count(old))} weights{still}. New: {Format.Count(Count(all) - Count(old))} weights "
            + $"of the head.";
    }

    /// <summary>Rows of a report's table of settings; none where all weights were drawn.</summary>
    internal static IEnumerable<(string Name, string Value)> Rows(Recipe recipe) => recipe.From is not { } from ? [] :
    [
        ("body", from), ("frozen", recipe.Freeze ?? "nothing"),
        ("rate of the body", $"{Format.Number(recipe.BodyRate ?? 1)} × the learning rate"),
    ];
}
