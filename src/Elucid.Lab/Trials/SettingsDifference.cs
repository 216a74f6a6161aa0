using System.Text.Json;

namespace Elucid.Lab.Trials;

/// <summary>Where two settings in JSON differ, in the words of the command line.</summary>
internal static class SettingsDifference
{
    /// <summary>The first difference as "it was started with --epochs 2 and now got --epochs 3"; null if there is none.</summary>
    public static string? First(string stored, string asked)
    {
        using JsonDocument before = JsonDocument.Parse(stored), now = JsonDocument.Parse(asked);
        Dictionary<string, string> had = Options(before.RootElement).ToDictionary(), has = Options(now.RootElement).ToDictionary();
        string? option = has.Keys.Concat(had.Keys).FirstOrDefault(name => had.GetValueOrDefault(name) != has.GetValueOrDefault(name));
        return option is null ? null : $"it was started {With(option, had)} and now got {With(option, has)["with ".Length..]}";
    }

    static string With(string option, Dictionary<string, string> settings) => settings.TryGetValue(option, out string? value) ? $"with {option} {value}" : $"with no {option}";

    static IEnumerable<KeyValuePair<string, string>> Options(JsonElement settings) => settings.EnumerateObject().SelectMany(property => property.Value.ValueKind switch
    {
        JsonValueKind.Object => Options(property.Value),
        JsonValueKind.Array => [new(Option(property.Name), string.Join(',', property.Value.EnumerateArray()))],
        _ => (IEnumerable<KeyValuePair<string, string>>)[new(Option(property.Name), property.Value.ToString())],
    });

    // learningRate is --lr; the others are --clip-norm for clipNorm.
    static string Option(string name) => "--" + (name == "learningRate" ? "lr" : string.Concat(name.Select(letter => char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : letter.ToString())));
}
