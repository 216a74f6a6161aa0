namespace Elucid;

/// <summary>A number for each step of the horizon, in units of its window.</summary>
internal sealed class ForecastOutputs : OutputMeaning
{
    /// <summary>The mean absolute error by that of a seasonal naive forecast before the test.</summary>
    public const string Mase = "MASE";

    readonly PredictedQuantities _numbers = new();

    public override LearningTask Task => LearningTask.Forecast;

    public override Objective Objective => Objective.Regression();

    // Errors are those of the series' own unit; the loss stays what is minimised.
    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data)
    {
        IReadOnlyList<WindowOrigin> origins = ForecastWindows.OriginsOf(data);
        int horizon = data.OutputCount, scaled = 0;
        double loss = 0, absolute = 0, square = 0, relative = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            WindowOrigin origin = origins[i / horizon];
            double error = (double)outputs[i] - data.Targets[i], own = Math.Abs(error) * origin.Spread;
            (loss, absolute, square) = (loss + (error * error), absolute + own, square + (own * own));
            if (double.IsNaN(origin.Unit))
                continue;
            (relative, scaled) = (relative + (own / origin.Unit), scaled + 1);
        }
        bool isFinite = double.IsFinite(loss);
        return new Evaluation(loss / outputs.Length, Rmse: isFinite ? Math.Sqrt(square / outputs.Length) : null)
        {
            Mae = isFinite ? absolute / outputs.Length : null,
            Metrics = isFinite && scaled > 0 ? MetricValues.Of([(Mase, relative / scaled)]) : default,
            Undefined = scaled > 0 ? "" : $"{Mase}: no series changes within a season before the test",
        };
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width) => _numbers.ToMean(outputs, width);

    public override double FromMean(double mean, int output) => mean;

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset) =>
        _numbers.Predictions(outputs, names, scales, offset);
}
