using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Elucid;

/// <summary>Checks of options that are real numbers: .NET's own let NaN pass, which compares as nothing, and infinity.</summary>
static class Require
{
    /// <summary>The value, which must be above 0 and finite.</summary>
    public static T Positive<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, System.Numerics.IFloatingPoint<T> =>
        value > T.Zero && T.IsFinite(value) ? value : Throw(value, name, "positive and finite");

    /// <summary>The value, which must be at least 0 and finite.</summary>
    public static T NotNegative<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, System.Numerics.IFloatingPoint<T> =>
        value >= T.Zero && T.IsFinite(value) ? value : Throw(value, name, "at least 0 and finite");

    /// <summary>The value, which must lie from 0 to 1.</summary>
    public static T Share<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, System.Numerics.IFloatingPoint<T> =>
        value >= T.Zero && value <= T.One ? value : Throw(value, name, "from 0 to 1");

    /// <summary>The value, which must lie from 0 to below 1.</summary>
    public static T BelowOne<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, System.Numerics.IFloatingPoint<T> =>
        value >= T.Zero && value < T.One ? value : Throw(value, name, "at least 0 and below 1");

    /// <summary>The value, which must be finite.</summary>
    public static T Finite<T>(T value, [CallerArgumentExpression(nameof(value))] string name = "")
        where T : struct, System.Numerics.IFloatingPoint<T> =>
        T.IsFinite(value) ? value : Throw(value, name, "finite");

    [DoesNotReturn]
    static T Throw<T>(T value, string name, string range) where T : struct, System.Numerics.IFloatingPoint<T> =>
        throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} must be {range}, but got {value}."));
}
