namespace Elucid;

/// <summary>The features of a row again.</summary>
internal sealed class Reconstructions : OutputMeaning
{
    /// <summary>The mean squared error of features, those of a table by their variance in training.</summary>
    public const string Error = "ReconstructionError";

    readonly PredictedQuantities _numbers = new();

    public override LearningTask Task => LearningTask.Reconstruct;

    public override Objective Objective => Objective.Reconstruction();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data) => Judged(ReconstructionErrors.Of(outputs, data));

    /// <summary>The scores that errors are.</summary>
    public static Evaluation Judged(ReconstructionErrors errors)
    {
        bool isFinite = double.IsFinite(errors.Mean);
        return new Evaluation(errors.Mean, R2: isFinite ? errors.Explained : null)
        {
            Metrics = isFinite ? MetricValues.Of([(Error, errors.Mean)]) : default,
            Undefined = isFinite && errors.Explained is null ? "R²: all rows are equal" : "",
        };
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => _numbers.ToMean(outputs, width);

    public override double FromMean(double mean, int output) => mean;

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset) =>
        _numbers.Predictions(outputs, names, scales, offset);
}
