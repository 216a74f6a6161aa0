using Elucid.Reports;

namespace Elucid.Lab;

/// <summary>A training run that has ended, or was stopped: the best network so far, and what it reached.</summary>
/// <param name="Settings">What was trained.</param>
/// <param name="Data">The data.</param>
/// <param name="File">What is known of the network: its model file without the weights.</param>
/// <param name="Network">The best network.</param>
/// <param name="Split">The parts of the data, ready for the network.</param>
/// <param name="Scales">What a table's numbers were standardised with; null if they were not.</param>
/// <param name="History">The epochs.</param>
/// <param name="Test">The network's scores on the test data; RMSE and MAE in the target's own units.</param>
public sealed record RunResult(
    RunSettings Settings, StudyData Data, ModelFile File, Module Network, DataSplit Split, Standardizer? Scales, History History, Evaluation Test)
{
    /// <summary>What the network must beat, on the same test rows: the trivial baseline and the linear one.</summary>
    public IReadOnlyList<Baseline> Baselines => field ??=
    [
        .. Data.Profile.Baselines(Split, Scales, Settings.Recipe),
        .. Apart is { } apart ? [new("networks apart", apart.Test)] : Array.Empty<Baseline>(),
    ];

    /// <summary>Networks of their own for each of several targets; null where there are none, or they are not done.</summary>
    public ApartNetworks? Apart { get; init; }

    /// <summary>What the network made after each epoch, where its task has something to look at.</summary>
    public IReadOnlyList<EpochSample> Samples { get; init; } = [];

    /// <summary>The networks of a committee; empty where there is one network only.</summary>
    public IReadOnlyList<TrainedMember> Members { get; init; } = [];

    /// <summary>Whether all networks were trained to the end, and none was stopped.</summary>
    public bool IsWhole { get; init; } = true;

    /// <summary>The members alone against the committee; null where there is one network only.</summary>
    public CommitteeScores? Committee => field ??= Members.Count > 0 ? new CommitteeScores(this) : null;

    /// <summary>What a cross-validation of the training data found; null where there was none, or it is not done.</summary>
    public FoldScores? Folds { get; init; }

    /// <summary>The epochs of each network.</summary>
    public IReadOnlyList<History> Histories => Members.Count > 0 ? [.. Members.Select(member => member.History)] : [History];

    /// <summary>The time of all training steps.</summary>
    public double Seconds => Histories.Sum(history => history.Epochs.Sum(epoch => epoch.Seconds));

    /// <summary>What was trained, as the subject of a sentence: "the network", "the committee".</summary>
    public string Subject => Members.Count > 0 ? "the committee" : "the network";

    /// <summary>What the network puts out for the test examples: [rows, outputs], in the units that it learned.</summary>
    public Tensor Outputs => field ??= Evaluation.Outputs(Network, Split.Test);

    /// <summary>The scores of its task, the deciding one first.</summary>
    public IReadOnlyList<Metric> Metrics => [.. Data.Profile.OfOne(File.OutputNames), .. TaskProfile.OfTargets(File.SeveralTargets)];

    /// <summary>How the network stands to the baselines, and what else speaks against it, in sentences; empty where it beats both and nothing
    /// does.</summary>
    public string Caution => string.Join(
        ' ',
        TaskSections.WarningsOf(this).Prepend(BaselineWords.Describe(
            Data.Profile, [new(Subject, Test)], new(Baselines[0].Name, Baselines[0].Test), new(Baselines[1].Name, Baselines[1].Test), Subject))
            .Where(sentence => sentence.Length > 0));

    /// <summary>What the task has to show in a terminal below the scores: the numbers of a forecast.</summary>
    public IReadOnlyList<ReportTable> TaskTables => [.. TaskSections.TablesOf(this)];

    /// <summary>What the task has to say there.</summary>
    public IReadOnlyList<string> TaskSentences => [.. TaskSections.SentencesOf(this)];

    /// <summary>An evaluation of the trainer with its errors in the target's own units.</summary>
    public Evaluation InOwnUnits(Evaluation evaluation) => evaluation.In(Scales);
}
