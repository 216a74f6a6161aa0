using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What a network draws beside what it learned from: images, or rows of a table.</summary>
internal sealed class GenerationSections : TaskSections
{
    protected override bool AreFor(RunResult run) => run.Data.Task == LearningTask.Generate;

    protected override IEnumerable<ReportSection> Show(RunResult run)
    {
        Drawn drawn = Drawn.Of(run);
        foreach (ReportSection section in drawn.ArePictures ? DrawnPictures.Sections(run, drawn) : DrawnRows.Sections(run, drawn))
            yield return section;
        if (DrawnClasses.Section(drawn) is { } classes)
            yield return classes;
        yield return LossParts.Section(run);
    }

    protected override IEnumerable<string> Warnings(RunResult run) => AdversaryWarnings.Of(run);

    protected override IEnumerable<string> Sentences(RunResult run) =>
        [$"Fréchet distances are those of features of {Drawn.Of(run).Judge.Name}. As many examples are drawn as there are test examples; "
            + $"real ones from "
            + "training say what cannot be surpassed."];
}
