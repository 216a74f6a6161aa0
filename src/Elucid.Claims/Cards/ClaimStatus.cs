using System.Text.RegularExpressions;
using Elucid.Lab;

namespace Elucid.Claims;

/// <summary>What is known of a claim before any experiment.</summary>
public enum ClaimStatus
{
    /// <summary>True as stated, by mathematics.</summary>
    True,

    /// <summary>False as stated, by mathematics.</summary>
    False,

    /// <summary>True under a condition that the claim leaves out.</summary>
    Conditional,

    /// <summary>Only an experiment can tell.</summary>
    Empirical,

    /// <summary>Nothing that can be observed depends on it.</summary>
    Untestable,
}

/// <summary>What the ledger says of a claim.</summary>
public enum ClaimVerdict
{
    /// <summary>The evidence is there.</summary>
    Supported,

    /// <summary>The evidence speaks against it.</summary>
    Refuted,

    /// <summary>True under conditions that the finding names, false under others.</summary>
    Depends,

    /// <summary>The data cannot tell.</summary>
    Inconclusive,

    /// <summary>Nothing that can be observed depends on it.</summary>
    Untestable,

    /// <summary>No verdict: its data is missing, its trials are not finished, or a control failed.</summary>
    NotRun,
}

/// <summary>The words of the ledger.</summary>
public static partial class ClaimWords
{
    /// <summary>A verdict as pages and terminals print it.</summary>
    public static string Text(this ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Supported => "supported",
        ClaimVerdict.Refuted => "refuted",
        ClaimVerdict.Depends => "depends",
        ClaimVerdict.Inconclusive => "inconclusive",
        ClaimVerdict.Untestable => "not testable",
        _ => "not run",
    };

    /// <summary>The mark beside the word, for a look over a long table.</summary>
    public static string Mark(this ClaimVerdict verdict) => verdict switch
    {
        ClaimVerdict.Supported => "✓",
        ClaimVerdict.Refuted => "✗",
        ClaimVerdict.Depends => "±",
        ClaimVerdict.Inconclusive => "?",
        _ => "–",
    };

    /// <summary>The words of a name in C#: "SeluScalesAll" is "SELU scales all".</summary>
    internal static string OfName(string name) => string.Join(' ', Word().Matches(name).Select(word => word.Value.ToLowerInvariant()).Select(
        word => word switch
        {
            "alpha" => "α",
            "relu" => "ReLU",
            "prelu" => "PReLU",
            "lstms" or "gans" => $"{word[..^1].ToUpperInvariant()}s",
            "elu" or "selu" or "gelu" or "celu" or "rnn" or "lstm" or "cnn" or "gan" or "vae" or "bert" => word.ToUpperInvariant(),
            "lipschitz" or "adam" or "gaussian" or "swish" or "mish" => $"{char.ToUpperInvariant(word[0])}{word[1..]}",
            _ => word,
        }));

    [GeneratedRegex("[A-Z][a-z]*|[0-9]+")]
    private static partial Regex Word();

    /// <summary>The verdict of a card that rests on the verdict of an experiment.</summary>
    public static ClaimVerdict Of(Verdict verdict) => verdict switch
    {
        Verdict.Supported => ClaimVerdict.Supported,
        Verdict.Inconclusive => ClaimVerdict.Inconclusive,
        _ => ClaimVerdict.Refuted,
    };
}
