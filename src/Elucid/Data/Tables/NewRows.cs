namespace Elucid;

/// <summary>The features of rows to predict from.</summary>
/// <param name="Features">[rows, features], row by row; zeros for a row that cannot be read.</param>
/// <param name="Problems">What is wrong with the rows that cannot be read: row, from 0, and a sentence.</param>
/// <param name="MissingCount">Missing values that became the means of training.</param>
/// <param name="UnseenCount">Categories that training did not see and that were taken for unknown ones.</param>
public sealed record NewRows(float[] Features, IReadOnlyDictionary<int, string> Problems, int MissingCount, int UnseenCount)
{
    /// <summary>The rows themselves, if all of them could be read.</summary>
    /// <exception cref="DataFormatException">One could not; the message is that of the first.</exception>
    public NewRows EnsureComplete() =>
        Problems.Count == 0 ? this : throw new DataFormatException(Problems.MinBy(problem => problem.Key).Value);
}
