namespace Elucid;

/// <summary>How the learning rate changes during training: a factor per step, multiplied with the optimizer's base rate.</summary>
public abstract record Schedule
{
    /// <summary>The factor for one step.</summary>
    /// <param name="step">Steps done before this one: 0 for the first.</param>
    /// <param name="totalSteps">Steps of the whole run.</param>
    public abstract double Factor(long step, long totalSteps);

    /// <summary>The base rate throughout.</summary>
    public static Schedule Constant { get; } = new ConstantSchedule();

    /// <summary>From the base rate down to 0 along half a cosine (Loshchilov and Hutter 2017, arXiv:1608.03983, eq. 5, without restarts).</summary>
    public static Schedule Cosine { get; } = new CosineSchedule();

    /// <summary>Multiplies the rate by <paramref name="factor"/> after each of <paramref name="parts"/> − 1 equal parts of the run.</summary>
    /// <param name="parts">How many rates there are; 3 by default.</param>
    /// <param name="factor">The ratio from one to the next; 0.1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">Fewer than one part, or a factor that is not positive.</exception>
    public static Schedule Step(int parts = 3, double factor = 0.1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        Require.Positive(factor);
        return new StepSchedule(parts, factor);
    }

    /// <summary>This schedule after a linear rise from 0 over the first <paramref name="steps"/> steps; 0 changes nothing.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A negative number of steps.</exception>
    public Schedule WithWarmup(long steps)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(steps);
        return steps == 0 ? this : new WarmupSchedule(this, steps);
    }

    sealed record ConstantSchedule : Schedule
    {
        public override double Factor(long step, long totalSteps) => 1;
    }

    sealed record CosineSchedule : Schedule
    {
        public override double Factor(long step, long totalSteps) => (1 + Math.Cos(Math.PI * step / Math.Max(totalSteps, 1))) / 2;
    }

    sealed record StepSchedule(int Parts, double Ratio) : Schedule
    {
        public override double Factor(long step, long totalSteps) => Math.Pow(Ratio, Math.Min(step * Parts / Math.Max(totalSteps, 1), Parts - 1));
    }

    sealed record WarmupSchedule(Schedule After, long Steps) : Schedule
    {
        // The first step already moves: (0 + 1) / steps.
        public override double Factor(long step, long totalSteps) =>
            step < Steps ? (step + 1) / (double)Steps : After.Factor(step - Steps, totalSteps - Steps);
    }
}
