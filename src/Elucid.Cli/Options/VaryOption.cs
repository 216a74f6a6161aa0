using System.CommandLine;
using System.CommandLine.Parsing;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>What arms differ in beside their activations: any option of a recipe, or a parameter of the activations, set to several
/// values.</summary>
internal sealed class VaryOption(RecipeOptions recipe)
{
    const int Most = 2;

    readonly Option<string[]> _vary = new("--vary")
    {
        Description =
            "Train each activation with several values of a setting, such as init=he,lecun,unit or batch=4,32,256: any option that says how a "
                + "network is built and trained, without its dashes, or a parameter of the activations: alpha=0.5,1,2. Twice for two settings, all "
                + "of whose values are crossed. Values that are lists "
                + "are joined by other signs: hidden=256-128,64-64 and augment=none,crop:4+flip.",
        HelpName = "SETTING=VALUE,…",
        DefaultValueFactory = _ => [],
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Options.Add(_vary);

    /// <summary>The combinations of values, each read as if its options stood on the command line; null where nothing is varied.</summary>
    /// <exception cref="ArgumentException">There is no such setting, or it cannot have such a value.</exception>
    public Variation? Read(ParseResult parsed, StudyData data)
    {
        string[] asked = parsed.GetValue(_vary)!;
        if (asked.Length == 0)
            return null;
        if (asked.Length > Most)
            throw new ArgumentException($"--vary takes {Most} settings at most, but got {asked.Length}: compare them one after the other.");
        Factor[] factors = [.. asked.Select(text => Parse(parsed, text))];
        if (factors.GroupBy(factor => factor.Name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"--vary names {twice.Key} twice: put all of its values into one list.");
        IEnumerable<string[]> combinations = factors.Aggregate(
            (IEnumerable<string[]>)[[]], (before, factor) => from levels in before from level in factor.Levels select (string[])[.. levels, level]);
        return new Variation([.. factors.Select(factor => factor.Name)], [.. combinations.Select(levels => VariantOf(factors, levels))]);

        Variant VariantOf(Factor[] factors, string[] levels)
        {
            (Factor Factor, string Level)[] set = [.. factors.Zip(levels)];
            string[] parameters = [.. set.Where(one => one.Factor.Option is null).Select(one => $"{one.Factor.Name}={one.Level}")];
            return new Variant(levels, recipe.Read(With(parsed, set), data))
            {
                Parameters = parameters.Length > 0 ? string.Join(':', parameters) : null,
            };
        }
    }

    Factor Parse(ParseResult parsed, string text)
    {
        string[] names = [.. recipe.All.Select(NameOf)];
        if (text.IndexOf('=', StringComparison.Ordinal) is not (> 0 and var end))
            throw new ArgumentException($"--vary must be a setting and its values, such as init=he,lecun, but got '{text}'.");
        string name = text[..end].TrimStart('-');
        Option? option = recipe.All.FirstOrDefault(option => NameOf(option) == name);
        if (option is null && !ActivationCatalog.All.Any(info => info.Takes(name)))
            throw new ArgumentException(
                $"--vary must name one of {string.Join(", ", names)} or a parameter of an activation, but got "
                    + $"'{name}'.{Suggestion.DidYouMean(name, names)}");
        if (option is not null && parsed.GetResult(option) is { Implicit: false })
            throw new ArgumentException(
                $"{option.Name} and --vary {name} contradict each other: the one fixes what the other varies. Use one of them.");
        string[] levels = text[(end + 1)..].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return levels.Length < 2 ? throw new ArgumentException($"--vary {name} must have at least two values, such as {name}=A,B, but got '{text}'.")
            : levels.GroupBy(level => level).FirstOrDefault(group => group.Count() > 1) is { } twice
                ? throw new ArgumentException($"--vary {name} must have each value once, but got '{twice.Key}' twice.")
            : new Factor(name, option, levels);
    }

    // The command line with options more: what they change beside themselves, such as the rate that an optimizer brings along, is as it is there.
    ParseResult With(ParseResult parsed, (Factor Factor, string Level)[] set)
    {
        ParseResult varied = parsed.RootCommandResult.Command.Parse(
            [.. parsed.Tokens.Select(token => token.Value), .. set.SelectMany(one =>
                one.Factor.Option is { } option ? (string[])[option.Name, recipe.TextOf(option, one.Level)] : [])]);
        return varied.Errors is [var error, ..] ? throw new ArgumentException(error.Message) : varied;
    }

    static string NameOf(Option option) => option.Name.TrimStart('-');

    /// <param name="Name">The option without its dashes, or the parameter.</param>
    /// <param name="Option">The option; null for a parameter of activations.</param>
    /// <param name="Levels">What it is set to.</param>
    sealed record Factor(string Name, Option? Option, string[] Levels);
}
