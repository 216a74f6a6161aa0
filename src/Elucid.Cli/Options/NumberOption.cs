using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Elucid.Cli;

/// <summary>Options that take a number, written with a decimal point whatever the system's language; 1,5 is refused rather than read as 15.</summary>
internal static class NumberOption
{
    /// <summary>An option with a value when it is omitted.</summary>
    public static Option<T> Create<T>(string name, string description, T fallback = default) where T : struct, INumber<T>, IMinMaxValue<T> =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => Parse<T>(name, result) ?? default,
            DefaultValueFactory = _ =>
            fallback
        };

    /// <summary>An option without a value when it is omitted.</summary>
    public static Option<T?> CreateOptional<T>(string name, string description) where T : struct, INumber<T>, IMinMaxValue<T> =>
        new(name) { Description = description, HelpName = "N", CustomParser = result => Parse<T>(name, result) };

    /// <summary>An option for a share, 70% or 0.7; none when it is omitted.</summary>
    public static Option<double?> CreateShare(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "SHARE",
        CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            bool isPercent = text.EndsWith('%');
            if (double.TryParse(isPercent ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share))
                return isPercent ? share / 100 : share;
            result.AddError($"{name} must be a share such as 70% or 0.7, but got '{text}'.");
            return null;
        },
    };

    /// <summary>A number that is a part of an option's text.</summary>
    /// <exception cref="ArgumentException">It is none.</exception>
    public static T Read<T>(string name, string text) where T : struct, INumber<T>, IMinMaxValue<T> =>
        T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value) ? value
            : throw new ArgumentException(Complaint<T>(name, text));

    static T? Parse<T>(string name, ArgumentResult result) where T : struct, INumber<T>, IMinMaxValue<T>
    {
        string text = result.Tokens[^1].Value;
        if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T value))
            return value;
        result.AddError(Complaint<T>(name, text));
        return null;
    }

    static string Complaint<T>(string name, string text) where T : struct, INumber<T>, IMinMaxValue<T>
    {
        bool isWhole = T.IsZero(T.One / (T.One + T.One));
        return $"{name} must be {(isWhole ? $"a whole number up to {T.MaxValue}" : "a number such as 0.001")}, but got '{text}'.";
    }
}
