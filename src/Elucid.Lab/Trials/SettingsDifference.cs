using System.Text.Json;

namespace Elucid.Lab;

/// <summary>Where two settings in JSON differ, in the current spelling.</summary>
internal static class SettingsDifference
{
    /// <summary>The first difference as "it was started with Recipe.Epochs = 2 and now got Recipe.Epochs = 3"; null if there is none.</summary>
    /// <param name="type">The settings' type.</param>
    /// <param name="stored">What was kept.</param>
    /// <param name="asked">What is asked for.</param>
    public static string? First(string type, string stored, string asked)
    {
        using JsonDocument before = JsonDocument.Parse(stored), now = JsonDocument.Parse(asked);
        Dictionary<string, string> had = Members(before.RootElement, type).ToDictionary(), has = Members(now.RootElement, type).ToDictionary();
        string? member = has.Keys.Concat(had.Keys).FirstOrDefault(name => had.GetValueOrDefault(name) != has.GetValueOrDefault(name));
        return member is null ? null : $"it was started with {In(had, member)} and now got {In(has, member)}";
    }

    static string In(Dictionary<string, string> settings, string member) =>
        settings.TryGetValue(member, out string? value) ? value : $"no {Spelling.Of(member)}";

    // Each setting with its value.
    static IEnumerable<KeyValuePair<string, string>> Members(JsonElement settings, string type) => settings.EnumerateObject().SelectMany(property =>
    {
        string name = char.ToUpperInvariant(property.Name[0]) + property.Name[1..];
        return property.Value.ValueKind == JsonValueKind.Object ? Members(property.Value, nameof(Recipe))
            : [new($"{type}.{name}", Spelling.Of($"{type}.{name}", Value(property.Value)))];
    });

    /// <summary>A value as a sentence spells it.</summary>
    internal static object Value(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Number => json.GetDouble(),
        JsonValueKind.True or JsonValueKind.False => json.GetBoolean(),
        JsonValueKind.Array => json.EnumerateArray().Select(Value).ToArray(),
        _ => json.ToString(),
    };
}
