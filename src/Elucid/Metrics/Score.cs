using System.Globalization;

namespace Elucid;

/// <summary>The value of a metric or, where these rows have none, the reason: a score that does not exist is never 0, NaN or infinity.</summary>
public readonly record struct Score
{
    readonly string? _reason;

    Score(double? value, string? reason) => (Value, _reason) = (value, reason);

    /// <summary>The value, finite; null where it is undefined.</summary>
    public double? Value { get; }

    /// <summary>Why there is no value, in words that end a sentence: "all targets are equal". Empty where there is one.</summary>
    public string Reason => Value is null ? _reason ?? "nothing was measured" : "";

    /// <summary>A score with a value; undefined if <paramref name="value"/> is NaN or infinite.</summary>
    public static Score Of(double value) => double.IsFinite(value) ? new(value, null) : NotFinite;

    /// <summary>A score that does not exist.</summary>
    /// <param name="reason">Why, in words that end a sentence.</param>
    public static Score Undefined(string reason) => new(null, reason);

    internal static Score NoRows => Undefined("there are no rows");

    internal static Score NotFinite => Undefined("the outputs are not finite, or too large");

    /// <summary>The value, or "undefined" with the reason.</summary>
    public override string ToString() => Value is { } value ? value.ToString(CultureInfo.InvariantCulture) : $"undefined: {Reason}";
}
