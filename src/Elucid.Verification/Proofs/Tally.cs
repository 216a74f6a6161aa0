namespace Elucid.Verification;

/// <summary>An input and what came of it.</summary>
/// <param name="Input">x.</param>
/// <param name="Got">What the kernel gave.</param>
/// <param name="Exact">The reference.</param>
public sealed record WorstCase(double Input, double Got, double Exact);

/// <summary>What was seen of one function so far; each thread keeps its own.</summary>
/// <param name="KeepsSignOfZero">Whether f(−0) must be −0 where f(0) is 0; a derivative that is 0 there is +0 on both sides.</param>
internal sealed record Tally(bool KeepsSignOfZero)
{
    public long Inputs { get; set; }

    /// <summary>The largest error in ulps of results beyond the absolute bound.</summary>
    public double MaxUlp { get; private set; }

    /// <summary>Where <see cref="MaxUlp"/> is; null while it is 0.</summary>
    public WorstCase? Worst { get; private set; }

    /// <summary>The largest absolute error of results beyond the bound in ulps.</summary>
    public double MaxAbsolute { get; private set; }

    /// <summary>Results with other bits than those of the widest lanes, NaNs aside.</summary>
    public long WidthDifferences { get; set; }

    /// <summary>Results that are NaN where the exact value is not, and the other way round.</summary>
    public long NaNs { get; private set; }

    /// <summary>Infinite results of exact values in the type's range, and infinite limits that are not reached.</summary>
    public long Infinities { get; private set; }

    /// <summary>f(±0) that is not the zero of this sign, where f(0) = 0.</summary>
    public long Zeros { get; private set; }

    /// <summary>Results of a narrow type that are not the rounded result of float.</summary>
    public long Roundings { get; set; }

    /// <summary>Places where the number falls from one input to the next.</summary>
    public long Falls { get; set; }

    public void Add(Tally other)
    {
        Inputs += other.Inputs;
        WidthDifferences += other.WidthDifferences;
        NaNs += other.NaNs;
        Infinities += other.Infinities;
        Zeros += other.Zeros;
        Roundings += other.Roundings;
        Falls += other.Falls;
        MaxAbsolute = Math.Max(MaxAbsolute, other.MaxAbsolute);
        // Of equal errors the smallest input, so that the number of threads does not show.
        if (other.MaxUlp > MaxUlp || (other.MaxUlp == MaxUlp && other.Worst?.Input < Worst?.Input))
            (MaxUlp, Worst) = (other.MaxUlp, other.Worst);
    }

    /// <summary>Looks at one result.</summary>
    public void Look(double x, double got, double exact, double ulps, double largest, ErrorBound bound)
    {
        double error = Math.Abs(got - exact);
        if (ulps > MaxUlp && !(error <= bound.Absolute))
            (MaxUlp, Worst) = (ulps, new WorstCase(x, got, exact));
        if (ulps > bound.Ulps && error > MaxAbsolute)
            MaxAbsolute = error;
        if (double.IsNaN(got) != double.IsNaN(exact))
            NaNs++;
        if (double.IsInfinity(exact) ? got != exact : double.IsInfinity(got) && Math.Abs(exact) <= largest)
            Infinities++;
        // The reference is not asked for the sign: it shares the formula, which might lose it.
        if (x == 0 && exact == 0 && (got != 0 || (KeepsSignOfZero && double.IsNegative(got) != double.IsNegative(x))))
            Zeros++;
    }
}
