namespace Elucid;

/// <summary>What a network's outputs mean. Whatever differs between tasks from here on is a member; a task more is a type more, and its entry in the
/// list.</summary>
internal abstract class OutputMeaning
{
    static readonly OutputMeaning[] All =
        [
            new ClassLogits(), new PredictedQuantities(), new TokenLogits(), new ForecastOutputs(), new Reconstructions(), new DetectedObjects(),
            new ActionLogits(), new GeneratedExamples(), new SeveralOutputs([]),
        ];

    /// <summary>Those of networks for a task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="targets">Of several targets what they are; needed to average outputs and to put them into words.</param>
    public static OutputMeaning Of(LearningTask task, IReadOnlyList<TargetInfo> targets) =>
        task == LearningTask.Several ? new SeveralOutputs(targets) : Of(task);

    /// <summary>Those of networks for a task.</summary>
    public static OutputMeaning Of(LearningTask task) => All.FirstOrDefault(m => m.Task == task)
        ?? throw new ArgumentOutOfRangeException(
            nameof(task), $"Expected the task {string.Join(" or ", All.Select(m => m.Task))}, but got {task}.");

    /// <summary>What such networks learn.</summary>
    public abstract LearningTask Task { get; }

    /// <summary>How they are trained where nothing else is asked for.</summary>
    public abstract Objective Objective { get; }

    /// <summary>Judges outputs: [rows, outputs].</summary>
    public abstract Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data);

    /// <summary>The numbers whose mean over several networks is what these say together.</summary>
    public abstract double[] ToMean(ReadOnlySpan<float> outputs, int width);

    /// <summary>The output that such a mean stands for.</summary>
    /// <param name="mean">The mean.</param>
    /// <param name="output">The number of the output in its row.</param>
    public abstract double FromMean(double mean, int output);

    /// <summary>How far members of a committee differ, row by row: <see cref="Prediction.Disagreement"/>; null where that is not defined.</summary>
    /// <param name="members">What each puts out: [rows, outputs].</param>
    /// <param name="together">What they put out together.</param>
    /// <param name="scales">What targets were scaled with, if they were.</param>
    public virtual double[]? Disagreement(IReadOnlyList<Tensor> members, Tensor together, ColumnScales? scales) => null;

    /// <summary>What outputs say, in the words and units of the data.</summary>
    /// <param name="outputs">[rows, outputs].</param>
    /// <param name="names">The name of each output.</param>
    /// <param name="scales">What targets were scaled with, if they were.</param>
    /// <param name="offset">What was subtracted from targets before.</param>
    public abstract Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset);
}
