using System.CommandLine;

namespace Elucid.Cli;

/// <summary>An option that names activations: several with commas between them, or all.</summary>
internal static class ActivationList
{
    public static Option<string> Option(string name, string description) =>
        new(name) { Description = description, HelpName = "NAME,…", DefaultValueFactory = _ => "all" };

    public static IReadOnlyList<Activation> Parse(string text) => text.Trim() == "all"
        ? [.. ActivationCatalog.All.Select(info => info.Create())]
        : [.. text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(ActivationCatalog.Parse)];
}
