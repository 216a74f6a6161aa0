namespace Elucid.Lab;

/// <summary>
/// What the laboratory knows of a task: the scores of its networks, what they must beat, and the words for both. Whatever differs between tasks here
/// is a member; a task more is a type more, and its entry in the list.
/// </summary>
public abstract class TaskProfile
{
    static readonly TaskProfile[] All =
    [
        new ClassificationProfile(), new RegressionProfile(), new TextProfile(), new ForecastProfile(), new ReconstructionProfile(),
        new DetectionProfile(),
        new ControlProfile(), new GenerationProfile(), new SeveralProfile(),
    ];

    private protected const int ProbeRows = 128;

    const int MostTargetsShown = 4;

    private protected TaskProfile()
    {
    }

    /// <summary>What is known of a task.</summary>
    public static TaskProfile Of(LearningTask task) => All.First(profile => profile.Task == task);

    /// <summary>Whether rows were judged by a score that decides.</summary>
    internal static bool HasScore(Evaluation evaluation) => All.Any(profile => profile.Deciding.Of(evaluation) is not null);

    /// <summary>Whose profile it is.</summary>
    public abstract LearningTask Task { get; }

    internal string Word => Task.ToString().ToLowerInvariant();

    /// <summary>The score that networks are ranked and compared by.</summary>
    public abstract Metric Deciding { get; }

    /// <summary>The scores that stand beside it.</summary>
    /// <param name="outputNames">The classes, or the targets.</param>
    public abstract IReadOnlyList<Metric> Beside(IReadOnlyList<string> outputNames);

    /// <summary>All scores of a single network, the deciding one first.</summary>
    /// <param name="outputNames">The classes, or the targets.</param>
    public virtual IReadOnlyList<Metric> OfOne(IReadOnlyList<string> outputNames) => [Deciding, .. Beside(outputNames)];

    /// <summary>The scores of each of several targets that stand beside those of all.</summary>
    /// <param name="targets">The targets; none for other tasks.</param>
    public static IReadOnlyList<Metric> OfTargets(IReadOnlyList<TargetInfo> targets) =>
        [.. targets.Take(MostTargetsShown).Select(Metric.TestExplainedOf)];

    /// <summary>Whether the loss is the deciding score itself, turned round: minus what is earned.</summary>
    public virtual bool LossIsScore => false;

    /// <summary>What rows are called: "examples".</summary>
    public virtual string ExamplesName => "examples";

    /// <summary>What is minimised, with its unit: "mean squared error".</summary>
    public abstract string LossName { get; }

    /// <summary>What there is an output for each of: "classes".</summary>
    public abstract string OutputsName { get; }

    /// <summary>What a network takes where it is not the columns of a table: "pixels from 0 to 1, as of digits".</summary>
    /// <param name="data">The name of the data.</param>
    public virtual string InputMeaning(string data) => $"pixels from 0 to 1, as of {data}";

    /// <summary>What a network puts out: "logits of the classes".</summary>
    public abstract string OutputMeaning { get; }

    /// <summary>Whether a network puts out one number for each of <see cref="OutputsName"/>; otherwise its objective alone says what.</summary>
    internal virtual bool HasOneOutputEach => true;

    /// <summary>Who always gives the same answer: "mean target".</summary>
    public abstract string TrivialName { get; }

    /// <summary>The best model without hidden layers: "ridge regression".</summary>
    public abstract string LinearName { get; }

    /// <summary>What somebody does who uses the trivial baseline, before its name.</summary>
    internal virtual string TrivialAnswer => "always answering with";

    /// <summary>What the linear baseline is, at the start of a sentence.</summary>
    internal virtual string LinearKind => "A linear model";

    /// <summary>What is said of a score that no error mars.</summary>
    internal virtual string TooGood =>
        "A perfect score is often too good to be true: look for a column that tells the target, or for rows that stand in both parts.";

    /// <summary>What is to be known of the course of losses, in the report of a network.</summary>
    internal virtual string LearningNote =>
        "Where the training loss goes on falling while the validation loss rises, the network learns its examples by heart. The epoch with the "
            + "lowest validation loss is kept.";

    /// <summary>Whether a loss that did not fall tells that nothing was learned.</summary>
    internal virtual bool LossTells => true;

    /// <summary>What a network makes after an epoch, to be looked at; null where it makes nothing.</summary>
    internal virtual EpochSample? Sample(TrainedModel model, DataSplit split, int epoch) => null;

    /// <summary>The scores of all tasks.</summary>
    internal static IEnumerable<Metric> Metrics => All.SelectMany(profile => profile.OfOne([]));

    /// <summary>What who always gives the same answer reaches on the test rows.</summary>
    internal virtual Evaluation Trivial(DataSplit split) => TrivialBaseline.Of(split);

    /// <summary>What the best model without hidden layers reaches on the test rows.</summary>
    internal virtual Evaluation Linear(DataSplit split) => LinearBaseline.Of(split);

    /// <summary>What a single network is shown beside; those that it must beat, the trivial baseline and the linear one, stand first.</summary>
    /// <param name="split">They learn from its training rows and are judged on its test rows.</param>
    /// <param name="scales">What the targets were standardised with; null if they were not.</param>
    /// <param name="recipe">How the network is built.</param>
    internal virtual IReadOnlyList<Baseline> Baselines(DataSplit split, Standardizer? scales, NetworkRecipe recipe) =>
    [
        new(TrivialName, Trivial(split).In(scales)),
        split.Train.VocabularySize > 0 ? new($"{LinearName} on TF-IDF", Linear(TfIdf.Of(split)).In(scales))
            : new(LinearName, Linear(split).In(scales)),
    ];

    /// <summary>Whether several networks can answer together: their outputs have a mean.</summary>
    public virtual bool HasCommittees => false;

    /// <summary>Whether rows can be dealt to folds, each judged by what has learned from the others.</summary>
    internal virtual bool HasFolds => false;

    /// <summary>The tasks of which something is true, in words.</summary>
    internal static string WordsOf(Func<TaskProfile, bool> isTrue) => string.Join(", ", All.Where(isTrue).Select(profile => profile.Word));

    /// <summary>Why boosting, which draws the rows that were answered wrongly, is not for this task, in words.</summary>
    private protected virtual string WhyNoVotes => $"{Word} has none";

    /// <summary>Throws unless networks of this task can be trained as a recipe says.</summary>
    /// <exception cref="ArgumentException">They cannot answer together, or not so.</exception>
    public void Check(Recipe recipe)
    {
        if (recipe.Members is null)
            return;
        if (!HasCommittees)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.Members))} is for {WordsOf(profile => profile.HasCommittees)}, not for {Word}: omit it.");
        if (recipe.Boosting && Task != LearningTask.Classification)
            throw new ArgumentException(
                $"{Spelling.Of(nameof(Recipe.Boosting), true)} gives votes for classes, and {WhyNoVotes}: use "
                    + $"{Spelling.Of(nameof(Recipe.Bagging), true)}, or neither.");
    }

    /// <summary>
    /// What the deciding score of rows is a mean of, one number for each row, and the score of such a mean; null where it is no mean of rows.
    /// </summary>
    /// <param name="outputs">[rows, outputs].</param>
    /// <param name="data">The rows.</param>
    /// <param name="scales">What targets were scaled with.</param>
    internal virtual RowScores? RowScoresOf(ReadOnlySpan<float> outputs, Dataset data, Standardizer? scales) => null;

    /// <summary>What a model file knows of a network that has been trained, beside its weights.</summary>
    internal virtual ModelFile Describe(ModelFile file, Module network, DataSplit split) => file;

    /// <summary>What a probe sends through a network, and the loss of what comes out. Drawn by the seed and stratified: the first rows of a sorted
    /// table would be of one class.</summary>
    internal virtual (Tensor X, Func<Tensor, Tensor> Loss) Probe(Dataset training, RandomStream random)
    {
        Dataset batch = training.Count <= ProbeRows ? training : training.Split(Portion.Rows(ProbeRows), random).Test;
        return (new Tensor([batch.Count, .. batch.FeatureShape], batch.Features), outputs => LossOf(outputs, batch));
    }

    /// <summary>The outputs that fit the training rows best without their features.</summary>
    internal abstract float[] TrivialOutputs(Dataset training);

    /// <summary>What the linear model pays for a square of its weights, summed over the rows.</summary>
    internal abstract double LinearPenalty(int outputs);

    /// <summary>The mean loss of outputs, [rows, outputs], for the rows of a dataset from <paramref name="first"/> on.</summary>
    internal abstract Tensor LossOf(Tensor outputs, Dataset data, int first = 0);

    /// <summary>Whether answers are worth no more than the trivial ones.</summary>
    internal abstract bool IsTrivial(Judged network, Judged trivial);

    /// <summary>That no network is worth more than the trivial answers, in a sentence.</summary>
    /// <param name="networks">The networks, the best first.</param>
    /// <param name="trivial">Who gives those answers.</param>
    /// <param name="alone">What is spoken of where it is one: "the network", "the committee"; null where there are several.</param>
    internal virtual string Useless(Judged[] networks, Judged trivial, string? alone) => alone is null
        ? $"No network learned anything that shows in the {Deciding.Name}: all are {Than(trivial)}."
        : $"{Wording.Capital(alone)} learned nothing that shows in the {Deciding.Name}: {Deciding.Text(networks[0].By(Deciding))} is "
            + $"{Than(trivial)}.";

    /// <summary>That answers are worth no more than the trivial ones, as the end of a sentence.</summary>
    internal string Than(Judged trivial) =>
        $"no better than {TrivialAnswer} the {trivial.Name} ({Deciding.Name} {Deciding.Text(trivial.By(Deciding))})";

    /// <summary>Whether a trial with trivial answers has failed, even if its loss fell.</summary>
    internal virtual bool TrivialAnswersFail => false;

    /// <summary>What speaks for answers that are not trivial, although their score is no better.</summary>
    internal virtual string Merit(Judged network, Judged trivial) => "";

    /// <summary>Whether the score is one that only a leak gives.</summary>
    internal abstract bool IsTooGood(Judged network, Judged trivial);
}
