namespace Elucid;

/// <summary>How far predicted numbers are from their targets; sums are in double precision.</summary>
public static class RegressionMetrics
{
    /// <summary>The mean absolute error, (1/n) Σ |t − y|, over all targets; undefined without rows.</summary>
    /// <param name="targets">Any number of numbers.</param>
    /// <param name="predictions">One for each target.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static Score Mae(ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions)
    {
        Rows.Check(nameof(Mae), targets.Length, predictions.Length, 1);
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += Math.Abs((double)predictions[i] - targets[i]);
        return targets.IsEmpty ? Score.NoRows : Score.Of(sum / targets.Length);
    }

    /// <summary>
    /// The mean absolute error as a share of each target, (1/n) Σ |t − y|/|t|: 0.1 is 10 %. Undefined without rows, and where a target is 0.
    /// </summary>
    /// <inheritdoc cref="Mae"/>
    public static Score Mape(ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions)
    {
        Rows.Check(nameof(Mape), targets.Length, predictions.Length, 1);
        if (targets.Contains(0))
            return Score.Undefined("a target is 0");
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += Math.Abs(((double)predictions[i] - targets[i]) / targets[i]);
        return targets.IsEmpty ? Score.NoRows : Score.Of(sum / targets.Length);
    }

    /// <summary>The mean squared error, (1/n) Σ (t − y)², over all targets; undefined without rows.</summary>
    /// <inheritdoc cref="Mae"/>
    public static Score Mse(ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions)
    {
        Rows.Check(nameof(Mse), targets.Length, predictions.Length, 1);
        double sum = 0;
        for (int i = 0; i < targets.Length; i++)
            sum += Square((double)predictions[i] - targets[i]);
        return targets.IsEmpty ? Score.NoRows : Score.Of(sum / targets.Length);
    }

    /// <summary>The root of the mean squared error over all targets, in their unit; undefined without rows.</summary>
    /// <inheritdoc cref="Mae"/>
    public static Score Rmse(ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions)
    {
        Score meanSquare = Mse(targets, predictions);
        return meanSquare.Value is { } square ? Score.Of(Math.Sqrt(square)) : meanSquare;
    }

    /// <summary>
    /// The coefficient of determination, 1 − Σ(t − y)² / Σ(t − t̄)²: the share of the targets' variance that is explained; undefined where all
    /// targets are equal, as those of one row are.
    /// </summary>
    /// <param name="targets">[rows, outputs].</param>
    /// <param name="predictions">[rows, outputs].</param>
    /// <param name="outputs">How many numbers a row has; t̄ is each output's own mean over the rows, and both sums are over all outputs.</param>
    /// <remarks>
    /// S. Wright 1921. 1 is perfect, the mean of the targets gives 0, worse predictions less. The mean is taken around the first value and the
    /// squares around the mean: the difference of Σt² and (Σt)²/n has no digits left
    /// where targets are large beside their spread. scikit-learn's
    /// <c>r2_score(…, multioutput="variance_weighted")</c> is the same, but leaves out the errors of an output whose targets are all equal; here they
    /// count.
    /// </remarks>
    /// <exception cref="ArgumentException">The lengths differ, or are not whole rows.</exception>
    public static Score R2(ReadOnlySpan<float> targets, ReadOnlySpan<float> predictions, int outputs = 1)
    {
        Rows.Check(nameof(R2), targets.Length, predictions.Length, outputs);
        if (targets.IsEmpty)
            return Score.NoRows;
        int rows = targets.Length / outputs;
        double residual = 0, spread = 0;
        for (int output = 0; output < outputs; output++)
        {
            double first = targets[output], sum = 0;
            for (int i = output; i < targets.Length; i += outputs)
                sum += targets[i] - first;
            double mean = first + sum / rows;
            for (int i = output; i < targets.Length; i += outputs)
            {
                spread += Square(targets[i] - mean);
                residual += Square((double)predictions[i] - targets[i]);
            }
        }
        return spread == 0
            ? Score.Undefined(rows == 1 ? "one row has no variance to explain" : "all targets are equal")
            : Score.Of(1 - residual / spread);
    }

    static double Square(double x) => x * x;
}
