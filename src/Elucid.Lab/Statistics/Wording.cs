namespace Elucid.Lab;

/// <summary>How words stand in sentences.</summary>
internal static class Wording
{
    /// <summary>A name at the beginning of a sentence: "the network" as "The network".</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
