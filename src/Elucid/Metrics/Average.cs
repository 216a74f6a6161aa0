namespace Elucid;

/// <summary>How the scores of several classes become one.</summary>
public enum Average
{
    /// <summary>The mean of the classes that have the score: each counts alike, however rare.</summary>
    Macro,

    /// <summary>The score of all decisions together: each row counts alike.</summary>
    Micro,

    /// <summary>The mean of the classes that have the score, each counting by its rows.</summary>
    Weighted,
}
