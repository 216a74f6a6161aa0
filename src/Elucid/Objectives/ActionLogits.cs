namespace Elucid;

/// <summary>A logit for each action of a policy.</summary>
internal sealed class ActionLogits : OutputMeaning
{
    readonly ClassLogits _logits = new();

    public override LearningTask Task => LearningTask.Control;

    public override Objective Objective => Objective.Policy();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data) => throw new ArgumentException(
        $"Dataset '{data.Name}': a policy is judged by what it earns in episodes, not by its first answers: use Evaluation.Of.");

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => _logits.ToMean(outputs, width);

    public override double FromMean(double mean, int output) => _logits.FromMean(mean, output);

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset) =>
        _logits.Predictions(outputs, names, scales, offset);
}
