using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>How far predicted numbers are from the true ones, and what they rest on.</summary>
internal sealed class RegressionSections : TaskSections
{
    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Regression;

    protected override IEnumerable<ReportSection> Show(RunResult run) =>
        [PredictedAgainstTrue.Section(run), .. AugmentedPictures.Sections(run), .. ColumnSections.Of(run)];
}
