namespace Elucid.Verification;

/// <summary>A stated error bound: every result is within so many ulps, or within the absolute error.</summary>
/// <param name="Ulps">Units in the last place.</param>
/// <param name="Absolute">The error allowed where a result is beyond the ulps; 0 if nowhere.</param>
public readonly record struct ErrorBound(double Ulps, double Absolute)
{
    /// <summary>The bound as documents write it: <c>3 ulp or 1E-07</c>.</summary>
    public override string ToString() => $"{Ulps} ulp{(Absolute > 0 ? $" or {Absolute}" : "")}";

    /// <summary>Bounds hold with fused multiply-add; with two roundings in its place they are doubled.</summary>
    internal ErrorBound OnThisMachine => Numerics.Lane1.IsFused ? this : new(2 * Ulps, 2 * Absolute);
}
