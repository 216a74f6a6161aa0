namespace Elucid;

/// <summary>What became of a column of a table.</summary>
/// <param name="Name">As in the header.</param>
/// <param name="Kind">number, category or date; for a column that is left out, nothing.</param>
/// <param name="Values">How many different values it has, as far as they were counted.</param>
/// <param name="HasMoreValues">Whether there are more than were counted.</param>
/// <param name="Missing">How many are missing.</param>
/// <param name="Becomes">What it becomes: features, the target, or why it is left out.</param>
/// <param name="Role">Whether it is a feature, the target, or left out.</param>
public sealed record ColumnSummary(string Name, string Kind, int Values, bool HasMoreValues, int Missing, string Becomes, ColumnRole Role);

/// <summary>What a column of a table is for.</summary>
public enum ColumnRole
{
    /// <summary>It is learned from.</summary>
    Feature,

    /// <summary>It is to be predicted.</summary>
    Target,

    /// <summary>It is not looked at.</summary>
    LeftOut,
}
