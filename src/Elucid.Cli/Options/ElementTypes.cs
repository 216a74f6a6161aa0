using System.CommandLine;
using Elucid.Verification;

namespace Elucid.Cli;

/// <summary>The option <c>--types</c>.</summary>
internal static class ElementTypes
{
    public static Option<string> Option(string description) =>
        new("--types") { Description = description, HelpName = "TYPE,…", DefaultValueFactory = _ => "float" };

    public static IReadOnlyList<ElementType> Parse(string text) =>
        [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ParseOne).Distinct()];

    static ElementType ParseOne(string text) => Choice.Parse("--types", text, Enum.GetValues<ElementType>());
}
