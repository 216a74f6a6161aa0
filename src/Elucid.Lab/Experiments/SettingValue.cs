using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Elucid.Lab;

/// <summary>A value of <see cref="Settings"/>: a text, a number, a switch, or a list of numbers.</summary>
public readonly record struct SettingValue
{
    readonly string? _json;

    SettingValue(string json) => _json = json;

    /// <summary>The value as JSON, in its one form: equal values have equal texts, 1 and 1.0 too.</summary>
    public string Json => _json ?? "null";

    /// <summary>A text.</summary>
    public static implicit operator SettingValue(string text) => FromText(text);

    /// <summary>A number; any but NaN.</summary>
    public static implicit operator SettingValue(double number) => FromNumber(number);

    /// <summary>Yes or no.</summary>
    public static implicit operator SettingValue(bool value) => new(value ? "true" : "false");

    /// <summary>A list of numbers.</summary>
    public static implicit operator SettingValue(double[] numbers) => FromNumbers(numbers);

    /// <summary>A list of whole numbers, such as widths.</summary>
    public static implicit operator SettingValue(int[] numbers) => FromNumbers([.. numbers.Select(n => (double)n)]);

    /// <summary>A text.</summary>
    public static SettingValue FromText(string text) => new($"\"{JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(text)}\"");

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentException">It is NaN, which equals nothing, so no trial with it would ever be found again.</exception>
    public static SettingValue FromNumber(double number) => new(Written(number));

    /// <summary>A list of numbers.</summary>
    /// <exception cref="ArgumentException">One is NaN.</exception>
    public static SettingValue FromNumbers(ReadOnlySpan<double> numbers)
    {
        string[] written = new string[numbers.Length];
        for (int i = 0; i < written.Length; i++)
            written[i] = Written(numbers[i]);
        return new($"[{string.Join(',', written)}]");
    }

    /// <summary>As people write it: text without quotation marks, lists with commas.</summary>
    public override string ToString()
    {
        JsonElement value = Parsed();
        return value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Array => string.Join(',', value.EnumerateArray().Select(item => item.ToString())),
            _ => Json,
        };
    }

    internal static SettingValue FromJson(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => FromText(value.GetString()!),
        JsonValueKind.Number => FromNumber(value.GetDouble()),
        JsonValueKind.True or JsonValueKind.False => value.GetBoolean(),
        JsonValueKind.Array => FromNumbers([.. value.EnumerateArray().Select(item => item.GetDouble())]),
        _ => throw new FormatException($"Expected a text, a number, true, false or a list of numbers, but got {value.ValueKind}."),
    };

    internal JsonElement Parsed()
    {
        using JsonDocument document = JsonDocument.Parse(Json);
        return document.RootElement.Clone();
    }

    // Infinity is a limit that people set ("never"); JSON has no word for it, and readers of numbers take this one for it.
    static string Written(double number) =>
        double.IsNaN(number) ? throw new ArgumentException("A setting must be a number that equals itself, but got NaN.", nameof(number))
        : double.IsInfinity(number) ? number > 0 ? "1e999" : "-1e999"
        : Math.Abs(number) < 1e18 && number == Math.Truncate(number) ? ((long)number).ToString(CultureInfo.InvariantCulture)   // readable as a long
        : number.ToString("R", CultureInfo.InvariantCulture);
}
