using System.Text.RegularExpressions;

namespace Elucid;

/// <summary>Layers of a network chosen by their names: <c>body.0,body.layers.*</c>, where * stands for any signs and ? for one.</summary>
internal static class LayerPatterns
{
    /// <summary>The full names of the layers that match, those below them aside.</summary>
    /// <exception cref="ArgumentException">A pattern matches none that has parameters; lists those that there are.</exception>
    public static IReadOnlyList<string> Find(Module module, string patterns)
    {
        string[] layers = [.. module.NamedModules().Where(m => m.Name.Length > 0 && m.Module.NamedParameters().Any()).Select(m => m.Name)];
        HashSet<string> chosen = [];
        foreach (string pattern in patterns.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            Regex glob = new($"^{Regex.Escape(pattern).Replace("\\*", ".*").Replace("\\?", ".")}$", RegexOptions.NonBacktracking);
            string[] found = [.. layers.Where(name => glob.IsMatch(name))];
            if (found.Length == 0)
                throw new ArgumentException(
                    $"Expected the name of a layer that has weights, with * for any part of it, but '{pattern}' is none of "
                        + $"{Excerpt.Of(layers, most: 12)}.{Suggestion.DidYouMean(pattern, layers)}");
            chosen.UnionWith(found);
        }
        return [.. layers.Where(name => chosen.Contains(name) && !chosen.Any(other => name.StartsWith($"{other}.", StringComparison.Ordinal)))];
    }
}
