namespace Elucid;

/// <summary>Logits of the token after each token.</summary>
internal sealed class TokenLogits : OutputMeaning
{
    static readonly ClassLogits Tokens = new();

    public override LearningTask Task => LearningTask.Text;

    public override Objective Objective => Objective.NextToken();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data)
    {
        double[] logProbabilities = LogProbabilities.FromLogits(outputs, data.OutputCount);
        return NextTokenObjective.Judged(
            LogLoss.Of(NextTokenObjective.TokensOf(data.Targets), logProbabilities, data.OutputCount).Value ?? double.NaN, data);
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => Tokens.ToMean(outputs, width);

    public override double FromMean(double mean, int output) => Tokens.FromMean(mean, output);

    // The token after the last one.
    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset) =>
        Tokens.Predictions(Ops.Select(outputs, 1, outputs.Shape[1] - 1), names, scales, offset);
}
