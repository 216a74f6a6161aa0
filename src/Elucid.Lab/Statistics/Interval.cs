namespace Elucid.Lab;

/// <summary>A closed interval of the real line, such as a 95 % confidence interval.</summary>
/// <param name="Lower">The lower end; NaN in <see cref="None"/>.</param>
/// <param name="Upper">The upper end; NaN in <see cref="None"/>.</param>
public readonly record struct Interval(double Lower, double Upper)
{
    /// <summary>
    /// The interval of a sample that determines none, such as a single value. Both ends are NaN, so no comparison with them is true.
    /// </summary>
    public static Interval None => new(double.NaN, double.NaN);

    /// <summary>Whether this is <see cref="None"/>.</summary>
    public bool IsNone => double.IsNaN(Lower);

    /// <summary>(Upper − Lower) / 2; NaN for <see cref="None"/>.</summary>
    public double HalfWidth => (Upper - Lower) / 2;

    /// <summary>The interval that holds one value only.</summary>
    public static Interval Point(double value) => new(value, value);

    /// <summary>Whether Lower ≤ <paramref name="value"/> ≤ Upper; never for <see cref="None"/>.</summary>
    public bool Contains(double value) => Lower <= value && value <= Upper;
}
