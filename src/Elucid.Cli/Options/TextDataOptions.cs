using System.CommandLine;
using Elucid.Lab;

namespace Elucid.Cli;

/// <summary>The options that say how a text becomes data.</summary>
internal sealed class TextDataOptions
{
    static readonly TextOptions Default = new();

    readonly Option<string?> _tokens = new("--tokens")
    {
        Description = $"What a token is: characters, or pairs:2000 for parts of words, so many of them; {Default.Tokens} by default. With --text "
            + "words in place of characters. (text)",
        HelpName = "TOKENS",
    };

    readonly Option<string?> _prose = new("--text")
    {
        Description = "A column of prose, from which alone --target is predicted, by the words in it. (CSV)",
        HelpName = "COLUMN",
    };

    /// <summary>How far a network looks: forecasts have it, too.</summary>
    public Option<int?> Window { get; } = NumberOption.CreateOptional<int>(
        "--window", $"Tokens that a network sees at once; {Default.Window} by default, with --text the longest text. Steps that a forecast looks "
            + "back; two seasons by default. (text, forecast)");

    /// <summary>All that are for texts alone.</summary>
    public IEnumerable<Option> All => [_prose, _tokens];

    /// <summary>Refuses the options for data that is no text.</summary>
    public void RefuseFor(ParseResult parsed)
    {
        if (All.FirstOrDefault(option => parsed.GetResult(option) is { Implicit: false }) is { } useless)
            throw new ArgumentException($"{useless.Name} is for texts: omit it, or add --task text, or --text COLUMN.");
    }

    /// <summary>What the user said.</summary>
    public TextOptions Read(ParseResult parsed) =>
        new() { Tokens = parsed.GetValue(_tokens) ?? Default.Tokens, Window = parsed.GetValue(Window) ?? Default.Window };

    /// <summary>The column of prose that the user named; null where none is.</summary>
    public string? ColumnOf(ParseResult parsed) => parsed.GetValue(_prose);

    /// <summary>What the user said of it.</summary>
    public ProseOptions ReadProse(ParseResult parsed, string column, string target, LearningTask? task)
    {
        if (parsed.GetValue(Window) is < 1)
            throw new ArgumentException($"{Window.Name} must be a positive number of tokens, but got {parsed.GetValue(Window)}.");
        ProseOptions read = new() { Column = column, Target = target, Task = task, Window = parsed.GetValue(Window) ?? 0 };
        return parsed.GetValue(_tokens) is { } tokens ? read with { Tokens = tokens } : read;
    }
}
