namespace Elucid;

/// <summary>Where something was first seen in a file.</summary>
/// <param name="Line">From 1; 0 if it was not.</param>
/// <param name="Text">The field, as it may appear in a message.</param>
internal readonly record struct Sighting(int Line, string Text)
{
    /// <summary>Whether it was seen.</summary>
    public bool Exists => Line > 0;

    /// <summary>This one; the present field if there is no earlier one.</summary>
    public Sighting Or(ReadOnlySpan<char> text, int line) => Exists ? this : new Sighting(line, Excerpt.Of(text));

    /// <summary>The one that comes first.</summary>
    public Sighting Earlier(Sighting other) => !Exists || (other.Exists && other.Line < Line) ? other : this;
}
