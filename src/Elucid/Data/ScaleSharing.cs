namespace Elucid;

/// <summary>Which features a <see cref="Standardizer"/> scales by one mean and one deviation.</summary>
public enum ScaleSharing
{
    /// <summary>Each feature has its own, as is right for the columns of a table.</summary>
    None,

    /// <summary>The pixels of a channel have one, as is usual for colour images.</summary>
    Channel,

    /// <summary>All features have one, as is usual for grey images.</summary>
    All,
}
