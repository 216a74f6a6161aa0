using System.Text.Json.Nodes;

namespace Elucid.Lab.Tests;

/// <summary>What can happen to a JSON text: everything in it, in turn, is missing, null, of another type, out of range, unknown; and the text is
/// cut.</summary>
static class JsonDamage
{
    static readonly string[] Values =
        ["null", "-1", "0", "1e999", "99999999999999999999", "0.5", "\"\"", "\"unknown\"", "[]", "{}", "[null]", "true"];

    public static IEnumerable<(string What, string Text)> Of(string json)
    {
        foreach (int length in new[] { 0, 1, json.Length / 2, json.Length - 1 })
            yield return ($"cut to {length}", json[..length]);
        yield return ("null", "null");
        foreach (string path in Paths(JsonNode.Parse(json)!, ""))
        {
            yield return ($"{path} missing", Change(json, path, null));
            foreach (string value in Values)
                yield return ($"{path} is {value}", Change(json, path, value));
        }
    }

    /// <summary>The text with a field more in every object.</summary>
    public static string WithMore(string json)
    {
        JsonNode root = JsonNode.Parse(json)!;
        foreach (JsonObject part in Objects(root).ToArray())
            part["addedLater"] = "by another version";
        return root.ToJsonString();
    }

    static IEnumerable<string> Paths(JsonNode node, string path) => node switch
    {
        JsonObject o => o.SelectMany(p => Below(p.Value, $"{path}/{p.Key}")),
        JsonArray a => a.Take(2).SelectMany((value, i) => Below(value, $"{path}/{i}")),
        _ => [],
    };

    static IEnumerable<string> Below(JsonNode? node, string path) => node is null ? [path] : Paths(node, path).Prepend(path);

    static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Objects(p.Value)).Prepend(o),
        JsonArray a => a.SelectMany(Objects),
        _ => [],
    };

    static string Change(string json, string path, string? value)
    {
        JsonNode root = JsonNode.Parse(json)!, parent = root;
        string[] parts = path.Split('/')[1..];
        foreach (string part in parts[..^1])
            parent = (parent is JsonArray a ? a[int.Parse(part)] : parent[part])!;
        JsonNode? node = value is null or "1e999" or "99999999999999999999" ? null : JsonNode.Parse(value);
        const string Number = "a number that no node can hold";
        if (parent is JsonArray array)
            array[int.Parse(parts[^1])] = value is null ? null : node ?? (value == "null" ? null : Number);
        else if (value is null)
            ((JsonObject)parent).Remove(parts[^1]);
        else
            parent[parts[^1]] = node ?? (value == "null" ? null : Number);
        return root.ToJsonString().Replace($"\"{Number}\"", value, StringComparison.Ordinal);
    }
}
