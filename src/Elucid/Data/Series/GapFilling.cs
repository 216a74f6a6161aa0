namespace Elucid;

/// <summary>What becomes of steps of a series that have no value.</summary>
public enum GapFilling
{
    /// <summary>They are an error, which names the first one; the default.</summary>
    Refuse,

    /// <summary>A straight line from the last value before to the first one after.</summary>
    Linear,

    /// <summary>The last value before, as of a price.</summary>
    Last,
}
