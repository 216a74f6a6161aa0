namespace Elucid;

/// <summary>What to do with missing values.</summary>
public enum MissingValues
{
    /// <summary>A missing value is an error that names its line and column.</summary>
    Refuse,

    /// <summary>
    /// A missing feature becomes the mean of its column, a missing category the share of each category. <see cref="Standardizer"/> takes the means of
    /// the training rows; where it is not used, they are those of all rows. A row without a target is left out: it cannot be invented.
    /// </summary>
    Mean,

    /// <summary>A row with a missing value is left out; only columns that are used count.</summary>
    Drop,

    /// <summary>As <see cref="Mean"/>, and each column of which values are missing has one more feature: 1 where the value is missing, 0
    /// elsewhere.</summary>
    Indicator,
}

/// <summary>What predicting does with a category that training did not see.</summary>
public enum UnseenValues
{
    /// <summary>The row is refused.</summary>
    Refuse,

    /// <summary>The value is taken for an unknown one: it becomes the share of each category in the training rows, as a missing one does.</summary>
    Other,
}
