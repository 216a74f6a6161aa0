namespace Elucid;

/// <summary>A predicted number for each target.</summary>
internal sealed class PredictedQuantities : OutputMeaning
{
    public override LearningTask Task => LearningTask.Regression;

    public override Objective Objective => Objective.Regression();

    public override Evaluation Evaluate(ReadOnlySpan<float> outputs, Dataset data)
    {
        double meanSquare = RegressionMetrics.Mse(data.Targets, outputs).Value ?? double.NaN;
        Score r2 = RegressionMetrics.R2(data.Targets, outputs, data.OutputCount), mae = RegressionMetrics.Mae(data.Targets, outputs);
        return new Evaluation(meanSquare, Rmse: double.IsFinite(meanSquare) ? Math.Sqrt(meanSquare) : null, R2: r2.Value)
        {
            Mae = mae.Value,
            Undefined = Evaluation.Reasons(("R²", r2), ("MAE", mae)),
        };
    }

    public override double[] ToMean(ReadOnlySpan<float> outputs, int width)
    {
        double[] numbers = new double[outputs.Length];
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = outputs[i];
        return numbers;
    }

    public override double FromMean(double mean, int output) => mean;

    public override double[]? Disagreement(IReadOnlyList<Tensor> members, Tensor together, ColumnScales? scales)
    {
        if (together.Shape.Last != 1 || members.Count < 2)
            return null;
        double unit = scales?.Deviations[0] ?? 1;
        double[] deviations = new double[together.Shape[0]];
        for (int row = 0; row < deviations.Length; row++)
            deviations[row] = unit * Deviation(members, row);
        return deviations;
    }

    /// <summary>The standard deviation of what members of a committee, at least two, say of one number.</summary>
    internal static double Deviation(IReadOnlyList<Tensor> members, int at)
    {
        double mean = members.Average(member => (double)member.Values[at]);
        return Math.Sqrt(members.Sum(member => (member.Values[at] - mean) * (member.Values[at] - mean)) / (members.Count - 1));
    }

    public override Prediction[] Predictions(Tensor outputs, IReadOnlyList<string> names, ColumnScales? scales, double offset)
    {
        float[] numbers = outputs.Values.ToArray();
        scales?.Restore(numbers);
        Prediction[] predictions = new Prediction[outputs.Shape[0]];
        for (int row = 0; row < predictions.Length; row++)
            predictions[row] = Prediction.OfNumbers(names, numbers.AsSpan(row * names.Count, names.Count), offset);
        return predictions;
    }
}
