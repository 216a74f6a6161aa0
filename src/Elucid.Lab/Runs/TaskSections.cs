using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>What the report of a training run shows of a task beside the scores: where the network errs, how far its answers can be trusted. A task
/// more is a type more, and its entry in the list.</summary>
internal abstract class TaskSections
{
    static readonly TaskSections[] All =
    [
        new FoldSections(), new CommitteeSections(), new ClassificationSections(), new RegressionSections(), new TextSections(),
        new ForecastSections(), new ProseSections(), new BodySections(), new DetectionSections(),
        new ReconstructionSections(), new ControlSections(), new GenerationSections(), new SeveralSections(),
    ];

    /// <summary>Those of a run; none where nothing is known of its task.</summary>
    public static IEnumerable<ReportSection> Of(RunResult run) =>
        For(run).SelectMany(sections => sections.Show(run));

    /// <summary>How the network learned, where the task shows that in its own way; null where loss and score by epoch say it.</summary>
    public static ReportSection? LearningOf(RunResult run) =>
        For(run).Select(sections => sections.Learning(run)).FirstOrDefault(own => own is not null);

    /// <summary>The tables that stand below the scores in a terminal.</summary>
    public static IEnumerable<ReportTable> TablesOf(RunResult run) => For(run).SelectMany(sections => sections.Tables(run));

    /// <summary>What is to be said below the scores.</summary>
    public static IEnumerable<string> SentencesOf(RunResult run) => For(run).SelectMany(sections => sections.Sentences(run));

    /// <summary>What speaks against the network although its score may not show it.</summary>
    public static IEnumerable<string> WarningsOf(RunResult run) => For(run).SelectMany(sections => sections.Warnings(run));

    /// <summary>What is written beside the report.</summary>
    public static IEnumerable<(string Name, string Content)> FilesOf(RunResult run) => For(run).SelectMany(sections => sections.Files(run));

    static IEnumerable<TaskSections> For(RunResult run) => All.Where(sections => sections.AreFor(run));

    /// <summary>Whether they are for a run's task and data.</summary>
    protected abstract bool AreFor(RunResult run);

    /// <summary>The sections, the most telling first.</summary>
    protected abstract IEnumerable<ReportSection> Show(RunResult run);

    /// <summary>How the network learned; null, the default, for loss and score by epoch.</summary>
    protected virtual ReportSection? Learning(RunResult run) => null;

    /// <summary>Tables for a terminal; none by default.</summary>
    protected virtual IEnumerable<ReportTable> Tables(RunResult run) => [];

    /// <summary>Sentences below the scores; none by default.</summary>
    protected virtual IEnumerable<string> Sentences(RunResult run) => [];

    /// <summary>Warnings, in sentences that say what to do; none by default.</summary>
    protected virtual IEnumerable<string> Warnings(RunResult run) => [];

    /// <summary>Files by name; none by default.</summary>
    protected virtual IEnumerable<(string Name, string Content)> Files(RunResult run) => [];
}
