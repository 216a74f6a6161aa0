using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the user should know of predictions: rows that stayed empty, values that were filled in, rows that stand out.</summary>
/// <param name="file">What the model answers.</param>
/// <param name="nameHeader">What an example is called.</param>
internal sealed class PredictionNotes(ModelFile file, string nameHeader)
{
    const int Shown = 5;

    readonly List<string> _problems = [];
    int _missing, _unseen, _anomalies, _unknown;
    string? _firstUnknown;

    /// <summary>How many examples there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them cannot be read.</summary>
    public int ProblemCount { get; private set; }

    /// <summary>What is wrong with the first that cannot be read; null where all can.</summary>
    public string? FirstProblem => _problems.FirstOrDefault();

    /// <summary>Adds examples.</summary>
    public void Add(NewRows rows, IReadOnlyList<Prediction?> answers)
    {
        if (rows.UnknownAnswers.Count > 0)
            _firstUnknown ??= $"'{rows.UnknownAnswers[rows.UnknownAnswers.Keys.Min()]}' in {nameHeader} {Count + rows.UnknownAnswers.Keys.Min() + 1}";
        _unknown += rows.UnknownAnswers.Count;
        Count += answers.Count;
        ProblemCount += rows.Problems.Count;
        _problems.AddRange(rows.Problems.OrderBy(problem => problem.Key).Take(Shown - _problems.Count).Select(problem => problem.Value));
        _missing += rows.MissingCount;
        _unseen += rows.UnseenCount;
        _anomalies += answers.Count(answer => answer?.IsAnomaly == true);
    }

    /// <summary>The sentences.</summary>
    public IEnumerable<string> Sentences()
    {
        if (file.Reconstruction is { } schema)
            yield return schema.Threshold is { } threshold
                ? $"Above the threshold, {Format.Number(threshold)}: {Format.Count(_anomalies)} of {Format.Count(Count - ProblemCount)} "
                    + $"{nameHeader}s. {Format.Percent(ReconstructionSchema.Level)} of those like training's are below it."
                : "The model has no threshold: a training run measures it on validation data when it has ended, and nothing else does.";
        if (_missing > 0)
            yield return $"{_missing:N0} missing value{(_missing == 1 ? " was" : "s were")} taken for the mean of training.";
        if (_unseen > 0)
            yield return _unseen == 1 ? "1 value that training did not see was taken for an unknown one."
                : $"{_unseen:N0} values that training did not see were taken for unknown ones.";
        if (_unknown > 0)
            yield return $"{_unknown:N0} {nameHeader}{(_unknown == 1 ? " has an answer" : "s have answers")} that the model cannot give, such as "
                + $"{_firstUnknown}: {(_unknown == 1 ? "it is" : "they are")} not judged.";
        if (ProblemCount == 0)
            yield break;
        foreach (string problem in _problems)
            yield return problem;
        yield return $"{ProblemCount:N0} of {Count:N0} {nameHeader}s could not be read and {(ProblemCount == 1 ? "has" : "have")} an empty prediction"
            + $"{(ProblemCount > Shown ? $"; the first {Shown} are named above" : "")}. "
            + $"Use {Spelling.Of(nameof(PredictionRequest.IsStrict), true)} to stop at the first.";
    }
}
