using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the report of a training run shows of a task beside the scores: where the network errs, how far its answers can be trusted. A task
/// more is a type more, and its entry in the list.</summary>
internal abstract class TaskSections
{
    static readonly TaskSections[] All = [new ClassificationSections(), new RegressionSections(), new TextSections()];

    /// <summary>Those of a run; none where nothing is known of its task.</summary>
    public static IEnumerable<ReportSection> Of(RunResult run) =>
        All.FirstOrDefault(sections => sections.Task == run.Data.Task)?.Show(run) ?? [];

    /// <summary>The task.</summary>
    protected abstract LearningTask Task { get; }

    /// <summary>The sections, the most telling first.</summary>
    protected abstract IEnumerable<ReportSection> Show(RunResult run);
}
