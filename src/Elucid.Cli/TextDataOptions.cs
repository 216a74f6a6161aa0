using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say how a text becomes data.</summary>
internal sealed class TextDataOptions
{
    static readonly TextOptions Default = new();

    readonly Option<string?> _tokens = new("--tokens")
    {
        Description = $"What a token is: characters, or pairs:2000 for parts of words, so many of them; {Default.Tokens} by default. (text)",
        HelpName = "TOKENS",
    };

    readonly Option<int?> _window = NumberOption.CreateOptional<int>(
        "--window", $"Tokens that a network sees at once; {Default.Window} by default. (text)");

    /// <summary>All of them.</summary>
    public IEnumerable<Option> All => [_tokens, _window];

    /// <summary>Refuses the options for data that is no text.</summary>
    public void RefuseFor(ParseResult parsed)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless)
            throw new ArgumentException($"{useless.Name} is for texts: omit it, or add --task text.");
    }

    /// <summary>What the user said.</summary>
    public TextOptions Read(ParseResult parsed) =>
        new() { Tokens = parsed.GetValue(_tokens) ?? Default.Tokens, Window = parsed.GetValue(_window) ?? Default.Window };
}
