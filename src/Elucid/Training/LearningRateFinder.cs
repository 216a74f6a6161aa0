namespace Elucid;

/// <summary>Tries learning rates from low to high, a step each, and sees where the loss falls fastest and where it explodes.</summary>
/// <remarks>
/// L. N. Smith 2017, arXiv:1506.01186, section 3.3, with rates that rise exponentially. The network and the optimizer are as before afterwards, but
/// for the random streams of dropout.
/// </remarks>
/// <example><code>
/// LearningRateCurve curve = LearningRateFinder.Run(model, optimizer, step => Loss.CrossEntropy(model.Forward(loader[step].Features()),
/// loader[step].Labels)); optimizer.LearningRate = curve.Suggestion;
/// </code></example>
public static class LearningRateFinder
{
    const double Smoothing = 0.9, Explosion = 4;

    /// <summary>Runs up to <paramref name="steps"/> steps, fewer where the loss explodes: four times its least value, or not a number.</summary>
    /// <param name="model">The network, in the modes in which it is trained.</param>
    /// <param name="optimizer">Made for it; its learning rate does not matter.</param>
    /// <param name="loss">The loss of a step, from 0, computed on the tape that runs.</param>
    /// <param name="lowest">The first rate.</param>
    /// <param name="highest">The last rate.</param>
    /// <param name="steps">How many rates, at least 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">The rates do not rise from above 0, or there are too few.</exception>
    public static LearningRateCurve Run(
        Module model, Optimizer optimizer, Func<int, Tensor> loss, double lowest = 1e-6, double highest = 1, int steps = 100)
    {
        Require.Positive(lowest);
        Require.Positive(highest);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(highest, lowest);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 10);
        WeightSnapshot weights = new(model);
        weights.Take();
        OptimizerState state = optimizer.SaveState();
        List<LearningRatePoint> points = [];
        double average = 0, least = double.PositiveInfinity;
        try
        {
            for (int step = 0; step < steps; step++)
            {
                double rate = lowest * Math.Pow(highest / lowest, step / (steps - 1.0));
                double measured = Step(optimizer, loss, step, rate);
                average = Smoothing * average + (1 - Smoothing) * measured;
                double smooth = average / (1 - Math.Pow(Smoothing, step + 1));
                if (!double.IsFinite(smooth) || (points.Count > 0 && smooth > Explosion * least))
                    break;
                least = Math.Min(least, smooth);
                points.Add(new(rate, measured, smooth));
            }
        }
        finally
        {
            weights.Restore();
            optimizer.LoadState(state);
        }
        return new(points);
    }

    static double Step(Optimizer optimizer, Func<int, Tensor> loss, int step, double rate)
    {
        using Tape tape = Tape.Start();
        Tensor value = loss(step);
        float measured = value.ToScalar();
        if (!float.IsFinite(measured))
            return double.NaN;
        tape.Backward(value);
        optimizer.Step(rate);
        return measured;
    }
}

/// <summary>What a rate did.</summary>
/// <param name="LearningRate">The learning rate of the step.</param>
/// <param name="Loss">Measured before the step.</param>
/// <param name="SmoothedLoss">The loss averaged over the steps so far, the last counting most.</param>
public readonly record struct LearningRatePoint(double LearningRate, double Loss, double SmoothedLoss);

/// <summary>The losses over the rates, to be plotted with a logarithmic axis of rates.</summary>
/// <param name="Points">From the lowest rate to the last one before the loss exploded.</param>
public sealed record LearningRateCurve(IReadOnlyList<LearningRatePoint> Points)
{
    /// <summary>The rate at which the smooth loss falls fastest per factor of the rate; NaN where it falls nowhere.</summary>
    /// <remarks>A tenth of the rate of the least loss is the other usual choice. Both are a place to begin, no more.</remarks>
    public double Suggestion
    {
        get
        {
            (double rate, double fastest) = (double.NaN, 0);
            for (int i = 1; i + 1 < Points.Count; i++)
                if (Points[i + 1].SmoothedLoss - Points[i - 1].SmoothedLoss is var fall && fall < fastest)
                    (rate, fastest) = (Points[i].LearningRate, fall);
            return rate;
        }
    }
}
