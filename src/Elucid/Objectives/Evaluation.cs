using System.Text.Json.Serialization;

namespace Elucid;

/// <summary>How well a network does on a dataset.</summary>
/// <param name="Loss">Mean cross-entropy in nats, or mean squared error.</param>
/// <param name="Accuracy">Share of examples whose largest output is their class; null for regression.</param>
/// <param name="Rmse">Root mean squared error over all targets; null for classification, and where the outputs are not finite.</param>
/// <param name="R2">
/// 1 − Σ(t − y)² / Σ(t − t̄)² (<see cref="RegressionMetrics.R2"/>); null for classification, and where it is undefined: targets that are all equal,
/// as those of a single row are, have no variance to explain,
/// and outputs that are not finite explain none.
/// </param>
public sealed record Evaluation(double Loss, double? Accuracy = null, double? Rmse = null, double? R2 = null)
{
    /// <inheritdoc cref="Evaluation(double, double?, double?, double?)"/>
    public double? R2 { get; init; } = R2 is { } share && double.IsFinite(share) ? share : null;

    /// <summary>
    /// The mean recall of the classes (<see cref="ConfusionMatrix.BalancedAccuracy"/>): 1/classes for whoever always names the largest class. Null
    /// where undefined, and for regression.
    /// </summary>
    public double? BalancedAccuracy { get; init; }

    /// <summary>The mean F1 of the classes (<see cref="ConfusionMatrix.F1(Average)"/>). Null where undefined, and for regression.</summary>
    public double? MacroF1 { get; init; }

    /// <summary>
    /// With two classes the F1 of the second one, the positive ("yes", "1", "true"). Null with more classes, where undefined, and for regression.
    /// </summary>
    public double? F1 { get; init; }

    /// <summary>
    /// The area under the ROC curve (<see cref="RocAuc"/>); with more than two classes the mean of each against the rest. Null where undefined, and
    /// for regression.
    /// </summary>
    public double? Auc { get; init; }

    /// <summary>The mean absolute error over all targets. Null where undefined, and for classification.</summary>
    public double? Mae { get; init; }

    /// <summary>Numbers that an objective judges by beside these, such as <c>Perplexity</c> or <c>mAP@0.5</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public MetricValues Metrics { get; init; }

    /// <summary>
    /// All scores by the names of their properties, and <see cref="Metrics"/>; null where undefined, and those of another task are missing.
    /// </summary>
    [JsonIgnore]
    public IEnumerable<(string Name, double? Value)> Scores =>
    [
        (nameof(Loss), Loss), (nameof(Accuracy), Accuracy), (nameof(BalancedAccuracy), BalancedAccuracy), (nameof(F1), F1),
        (nameof(MacroF1), MacroF1),
        (nameof(Auc), Auc), (nameof(Rmse), Rmse), (nameof(R2), R2), (nameof(Mae), Mae), .. Metrics.Select(m => (m.Key, (double?)m.Value)),
    ];

    /// <summary>Which scores these rows do not have, and why: "R²: all targets are equal". Empty if they have all.</summary>
    public string Undefined { get; init; } = "";

    /// <summary>Evaluates a network as in use (without dropout).</summary>
    /// <param name="model">A network whose input is a batch of <paramref name="data"/>.</param>
    /// <param name="data">The examples; not empty.</param>
    public static Evaluation Of(Module model, Dataset data) => Objective.For(data).Evaluate(model, data);

    /// <summary>Evaluates outputs, whatever made them.</summary>
    /// <param name="outputs">[rows, outputs]: logits of the classes, or predicted targets.</param>
    /// <param name="data">The examples that they were made for.</param>
    /// <exception cref="ArgumentException">There is not one row of outputs for each example.</exception>
    public static Evaluation FromOutputs(ReadOnlySpan<float> outputs, Dataset data) =>
        OutputMeaning.Of(data.Task).Evaluate(outputs, data);

    /// <summary>The network's outputs for every example, as in use: [count, outputs].</summary>
    public static Tensor Outputs(Module model, Dataset data)
    {
        Tensor outputs = new([data.Count, data.OutputCount]);
        int written = 0;
        ForEachBatch(model, data, (output, _) =>
        {
            output.Values.CopyTo(outputs.Edit()[written..]);
            written += output.Shape.Size;
        });
        return outputs;
    }

    /// <summary>What a <see cref="GridDetector"/> finds in every image, as in use.</summary>
    /// <param name="model">The detector.</param>
    /// <param name="data">The images.</param>
    /// <param name="leastScore">The least score, from 0 to 1; 0.01 by default, as for the mean average precision, to which unsure ones count.</param>
    public static IReadOnlyList<IReadOnlyList<Detection>> Detections(
        Module model, Dataset data, double leastScore = DetectionObjective.LeastScore) =>
        DetectionObjective.Detect(model, data, Require.Share(leastScore));

    /// <summary>Evaluates detections, whatever made them; they have no loss.</summary>
    /// <param name="found">What was found in each image.</param>
    /// <param name="data">The images, with their objects.</param>
    /// <exception cref="ArgumentException">There is not one list of detections for each image.</exception>
    public static Evaluation FromDetections(IReadOnlyList<IReadOnlyList<Detection>> found, Dataset data) =>
        DetectedObjects.Judged(double.NaN, data.Boxes, found);

    /// <summary>Why scores are undefined: those of one reason together.</summary>
    internal static string Reasons(params ReadOnlySpan<(string Name, Score? Score)> scores)
    {
        List<(string Name, string Reason)> missing = [];
        foreach ((string name, Score? score) in scores)
            if (score is { Value: null, Reason: { } reason })
                missing.Add((name, reason));
        return string.Join("; ", missing.GroupBy(m => m.Reason, m => m.Name).Select(names => $"{string.Join(", ", names)}: {names.Key}"));
    }

    internal static void ForEachBatch(Module model, Dataset data, Action<Tensor, int> use)
    {
        using ModeScope scope = model.InUse();
        for (int first = 0; first < data.Count; first += Objective.RowsAtOnce)
        {
            int rows = Math.Min(Objective.RowsAtOnce, data.Count - first);
            using Tape tape = Tape.StartWithoutGradients();
            Tensor x = Tape.Scratch([rows, .. data.FeatureShape]);
            data.Features.Slice(first * data.FeatureCount, rows * data.FeatureCount).CopyTo(x.Edit());
            use(model.Forward(x), first);
        }
    }
}
