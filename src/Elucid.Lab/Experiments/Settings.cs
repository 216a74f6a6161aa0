using System.Collections.Immutable;
using System.Text;
using System.Text.Json;

namespace Elucid.Lab;

/// <summary>Named values that decide a trial. They never change; two are equal if they hold the same values, in whatever order they were
/// given.</summary>
public sealed class Settings : IEquatable<Settings>
{
    readonly ImmutableSortedDictionary<string, SettingValue> _values;

    Settings(ImmutableSortedDictionary<string, SettingValue> values) => (_values, Json) = (values, Written(values));

    /// <summary>No settings.</summary>
    public static Settings Empty { get; } = new(ImmutableSortedDictionary.Create<string, SettingValue>(StringComparer.Ordinal));

    /// <summary>The names, in ordinal order.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>An object of JSON, in its one form: names in ordinal order, no white space.</summary>
    public string Json { get; }

    /// <summary>The value of a setting.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name; lists those that there are.</exception>
    public SettingValue this[string name] => _values.TryGetValue(name, out SettingValue value) ? value
        : throw new KeyNotFoundException(
            $"Settings: expected '{name}', but they hold "
                + $"{(_values.IsEmpty ? "nothing" : string.Join(", ", Names))}.{Suggestion.DidYouMean(name, Names)}");

    /// <summary>Settings of these values, as in <c>Settings.Of(("activation", "elu"), ("gain", 2))</c>.</summary>
    /// <exception cref="ArgumentException">A name is given twice.</exception>
    public static Settings Of(params ReadOnlySpan<(string Name, SettingValue Value)> values)
    {
        Settings settings = Empty;
        foreach ((string name, SettingValue value) in values)
            settings = settings.Has(name) ? throw new ArgumentException($"Settings: expected each name once, but got '{name}' twice.")
                : settings.With(name, value);
        return settings;
    }

    /// <summary>Reads an object of JSON.</summary>
    /// <exception cref="FormatException">It is no object of texts, numbers, switches and lists of numbers.</exception>
    public static Settings Parse(string json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return FromJson(document.RootElement);
        }
        catch (JsonException exception)
        {
            throw new FormatException($"Settings: expected a JSON object, but the text is not one: {exception.Message}", exception);
        }
    }

    /// <summary>Whether there is a setting of this name.</summary>
    public bool Has(string name) => _values.ContainsKey(name);

    /// <summary>The value of a text.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="InvalidOperationException">It is no text.</exception>
    public string Text(string name) => Value(name, JsonValueKind.String).GetString()!;

    /// <summary>The value of a number.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="InvalidOperationException">It is no number.</exception>
    public double Number(string name) => Value(name, JsonValueKind.Number).GetDouble();

    /// <summary>The value of a whole number.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="InvalidOperationException">It is no whole number that an <see cref="int"/> holds.</exception>
    public int Integer(string name) => Value(name, JsonValueKind.Number).TryGetInt32(out int value) ? value
        : throw new InvalidOperationException($"Settings: expected '{name}' to be a whole number, but it is {this[name]}.");

    /// <summary>The value of a switch; false where there is none of this name.</summary>
    /// <exception cref="InvalidOperationException">It is neither true nor false.</exception>
    public bool IsSet(string name) => Has(name) && this[name].Json switch
    {
        "true" => true,
        "false" => false,
        _ => throw new InvalidOperationException($"Settings: expected '{name}' to be true or false, but it is {this[name]}."),
    };

    /// <summary>The values of a list of numbers.</summary>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="InvalidOperationException">It is no list.</exception>
    public double[] Numbers(string name) => [.. Value(name, JsonValueKind.Array).EnumerateArray().Select(item => item.GetDouble())];

    /// <summary>These settings with one more, or with another value for one of them.</summary>
    public Settings With(string name, SettingValue value) => new(_values.SetItem(name, value));

    /// <summary>These settings with those of <paramref name="others"/>, which win.</summary>
    public Settings With(Settings others) => new(_values.SetItems(others._values));

    /// <summary>These settings without some of them.</summary>
    public Settings Without(IEnumerable<string> names) => new(_values.RemoveRange(names));

    /// <inheritdoc/>
    public bool Equals(Settings? other) => other is not null && Json == other.Json;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Settings);

    /// <inheritdoc/>
    public override int GetHashCode() => Json.GetHashCode(StringComparison.Ordinal);

    /// <summary>As people write it: <c>activation=elu, gain=2</c>.</summary>
    public override string ToString() => string.Join(", ", _values.Select(pair => $"{pair.Key}={pair.Value}"));

    internal static Settings FromJson(JsonElement json) =>
        json.ValueKind != JsonValueKind.Object ? throw new FormatException($"Settings: expected an object, but got {json.ValueKind}.")
        : new(json.EnumerateObject().ToImmutableSortedDictionary(
            property => property.Name, property => SettingValue.FromJson(property.Value), StringComparer.Ordinal));

    JsonElement Value(string name, JsonValueKind kind)
    {
        JsonElement value = this[name].Parsed();
        return value.ValueKind == kind ? value
            : throw new InvalidOperationException($"Settings: expected '{name}' to be a {kind switch
            {
                JsonValueKind.String => "text",
                JsonValueKind.Array => "list of numbers",
                _ => "number",
            }}, but it is {this[name].Json}.");
    }

    static string Written(ImmutableSortedDictionary<string, SettingValue> values)
    {
        StringBuilder json = new("{");
        foreach ((string name, SettingValue value) in values)
            json.Append(json.Length > 1 ? "," : "").Append(SettingValue.FromText(name).Json).Append(':').Append(value.Json);
        return json.Append('}').ToString();
    }
}
