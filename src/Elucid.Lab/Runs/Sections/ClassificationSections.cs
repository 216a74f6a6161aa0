using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>Where a classifier errs, how far its confidence can be trusted, and what it rests on.</summary>
internal sealed class ClassificationSections : TaskSections
{
    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Classification;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        ClassAnswers answers = new(run);
        return
        [
            Confusion.Section(answers), .. WrongPictures.Sections(answers), Reliability.Section(answers), .. OcclusionPictures.Sections(answers),
            .. AugmentedPictures.Sections(run), .. ColumnSections.Of(run),
        ];
    }
}
