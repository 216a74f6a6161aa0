namespace Elucid.Lab;

// The scores of test examples, by task.
public sealed partial record Metric
{
    /// <summary>The share of test examples classified correctly.</summary>
    public static Metric TestAccuracy { get; } = new("test accuracy", HigherIsBetter: true, MetricScale.Share)
    {
        Value = nameof(Evaluation.Accuracy),
        ShortName = "accuracy",
        Explanation = "Mean over the seeds ± half of the 95 % confidence interval.",
    };

    /// <summary>The mean recall of the classes.</summary>
    public static Metric TestBalancedAccuracy { get; } = new("test balanced accuracy", HigherIsBetter: true, MetricScale.Share)
    {
        Value = nameof(Evaluation.BalancedAccuracy),
        ShortName = "balanced accuracy",
        Explanation = "Mean share of the rows of each class that were found: rare classes count as much as frequent ones.",
    };

    /// <summary>F1 of the second of two classes.</summary>
    /// <param name="positive">Its name.</param>
    public static Metric TestF1(string positive) => new("test F1", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = nameof(Evaluation.F1),
        ShortName = "F1",
        Explanation = $"F1 of the class {positive}: the harmonic mean of precision and recall.",
    };

    /// <summary>The mean F1 of the classes.</summary>
    public static Metric TestMacroF1 { get; } = new("test macro F1", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = nameof(Evaluation.MacroF1),
        ShortName = "macro F1",
        Explanation = "Mean F1 of the classes: the harmonic mean of precision and recall.",
    };

    /// <summary>The area under the ROC curve.</summary>
    public static Metric TestAuc { get; } = new("test AUC", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = nameof(Evaluation.Auc),
        ShortName = "AUC",
        Explanation = "How often a row of a class is ranked above one of another; 0.5 is guessing.",
    };

    /// <summary>The mean cross entropy on the test examples, in nats.</summary>
    public static Metric TestLoss { get; } = new("test loss", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = nameof(Evaluation.Loss),
        ShortName = "loss",
    };

    /// <summary>Among how many equally likely tokens a language model hesitates.</summary>
    public static Metric TestPerplexity { get; } = new("test perplexity", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = nameof(Perplexity),
        ShortName = "perplexity",
        Explanation = "Among how many equally likely tokens it hesitates on average: e to the nats per token. 1 is perfect.",
    };

    /// <summary>What a language model needs to store a character of the text.</summary>
    public static Metric TestBitsPerCharacter { get; } = new("test bits per character", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = "BitsPerCharacter",
        ShortName = "bits per character",
        Explanation = "The same per character of the text, and so comparable between tokens of different kinds.",
    };

    /// <summary>What a policy earns in an episode.</summary>
    public static Metric TestReturn { get; } = new("test return", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = EpisodeScores.Return,
        ShortName = "return",
        Explanation = "What the likeliest actions earn in an episode, the mean of the test's.",
    };

    /// <summary>What it earns in the worst episode.</summary>
    public static Metric TestWorstReturn { get; } = new("worst test return", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = EpisodeScores.WorstReturn,
        ShortName = "worst return",
        Explanation = "The return of the worst episode of the test.",
    };

    /// <summary>How long an episode is.</summary>
    public static Metric TestSteps { get; } = new("steps of a test episode", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = EpisodeScores.Steps,
        ShortName = "steps",
        Explanation = "The mean length of the test's episodes.",
    };

    /// <summary>Whether the environment counts as solved.</summary>
    public static Metric TestSolved { get; } = new("solved", HigherIsBetter: true, MetricScale.Share)
    {
        Value = EpisodeScores.Solved,
        IsYesOrNo = true,
        Explanation = "On how many seeds the mean return is what the environment's authors ask for.",
    };

    /// <summary>How far what a network draws is from the test examples.</summary>
    public static Metric TestFrechet { get; } = new("test Fréchet distance", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = ExampleJudge.FrechetDistance,
        ShortName = "Fréchet distance",
        Explanation =
            "How far what is drawn is from the test examples, in the features of a network that is named in the settings. As many are drawn "
            + "as there are test examples; 0 is no difference, and real examples have some as well.",
    };

    /// <summary>The share of what a network draws of which a classifier is sure.</summary>
    public static Metric TestSureShare { get; } = new("test share that a classifier is sure of", HigherIsBetter: true, MetricScale.Share)
    {
        Value = ExampleJudge.SureShare,
        ShortName = "sure",
        Explanation = "The share of what is drawn of which a classifier of the real examples is at least 90 % sure.",
    };

    /// <summary>The share of what a network draws that it has seen.</summary>
    public static Metric TestCopyShare { get; } = new("test share of copies", HigherIsBetter: false, MetricScale.Share)
    {
        Value = ExampleJudge.CopyShare,
        ShortName = "copies",
        Explanation = "The share of what is drawn that is nearer to a training example than half of what test examples usually are.",
    };

    /// <summary>The root mean squared error on the test examples.</summary>
    public static Metric TestRmse { get; } = new("test RMSE", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = nameof(Evaluation.Rmse),
        ShortName = "RMSE",
        Explanation = "Root mean squared error, mean over the seeds ± half of the 95 % confidence interval.",
    };

    /// <summary>The share of the variance of the test targets that is explained.</summary>
    public static Metric TestR2 { get; } = new("test R²", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = nameof(Evaluation.R2),
        ShortName = "R²",
        Explanation = "Share of the test targets' variance that is explained; undefined where all test targets of all seeds are equal.",
        Undefined = "undefined",
    };

    /// <summary>The mean absolute error on the test examples.</summary>
    public static Metric TestMae { get; } = new("test MAE", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = nameof(Evaluation.Mae),
        ShortName = "MAE",
        Explanation = "Mean absolute error on the test rows.",
    };

    /// <summary>The mean absolute error of forecasts by that of a seasonal naive one.</summary>
    public static Metric TestMase { get; } = new("test MASE", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = "MASE",
        ShortName = "MASE",
        Explanation = "Mean absolute error by that of a seasonal naive forecast one season ahead, measured before the test: below 1 is better. "
            + "Longer horizons are harder than that.",
    };

    /// <summary>The mean share of several targets that is explained.</summary>
    public static Metric TestExplained { get; } = new("test share explained", HigherIsBetter: true, MetricScale.Raw)
    {
        Value = "Explained",
        ShortName = "share explained",
        Explanation = "The mean over the targets of the share that is explained of each, 1 − Σ(t − y)²/Σ(t − t̄)²: R² of quantities, and the same of "
            + "the probabilities of classes. 1 is perfect, and 0 what the best constant answer gets.",
        Undefined = "undefined",
    };

    /// <summary>The share of one of several targets that is explained.</summary>
    /// <param name="target">The target.</param>
    public static Metric TestExplainedOf(TargetInfo target) => TestExplained with
    {
        Name = $"test share explained of {target.Name}",
        Value = target.ScoreName("explained"),
        ShortName = $"of {target.Name}",
        Explanation = target.IsOfClasses ? $"The share that is explained of the classes of {target.Name}." : $"R² of {target.Name}.",
    };

    /// <summary>How far reconstructed rows are from the rows themselves.</summary>
    public static Metric TestReconstructionError { get; } = new("test reconstruction error", HigherIsBetter: false, MetricScale.Ratio)
    {
        Value = "ReconstructionError",
        ShortName = "reconstruction error",
        Explanation = "Mean squared error of rows that are put out again; of a table each column in units of its variance, so that 1 is the error of "
            + "the mean row.",
    };

    /// <summary>How well objects are found.</summary>
    public static Metric TestMapAtHalf { get; } = new("test mAP@0.5", HigherIsBetter: true, MetricScale.Share)
    {
        Value = "mAP@0.5",
        ShortName = "mAP@0.5",
        Explanation = "Mean average precision: the mean over classes of the area under precision by recall, where a box is right that overlaps an "
            + "object of its class by one half (intersection over union).",
    };

    /// <summary>How well objects are found, and how tightly boxes lie around them.</summary>
    public static Metric TestMap { get; } = new("test mAP@[.5:.95]", HigherIsBetter: true, MetricScale.Share)
    {
        Value = "mAP@[.5:.95]",
        ShortName = "mAP@[.5:.95]",
        Explanation = "The same, the mean over overlaps of 0.5, 0.55, …, 0.95: boxes must lie tightly. COCO's main figure.",
    };
}
