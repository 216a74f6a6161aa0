using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What is to be said of predictions that have been written.</summary>
/// <param name="Scores">The model's scores where the answers are known; null where they were not asked for.</param>
/// <param name="Notes">What the user should know.</param>
public sealed record WrittenPredictions(ReportTable? Scores, IReadOnlyList<string> Notes);
